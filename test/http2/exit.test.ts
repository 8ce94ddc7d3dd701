import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import * as net from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Address } from '../../src/http2/socket.js';
import { startBlackhole } from '../support/blackhole.js';

const cleanups: (() => unknown)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** A server whose side of each connection stays open when the client's ends. */
async function listen(): Promise<Address> {
  const server = net.createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('error', () => {});
    socket.resume();
    cleanups.push(() => socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanups.push(() => server.close());
  return { host: '127.0.0.1', port: (server.address() as net.AddressInfo).port };
}

const bun = join(dirname(createRequire(import.meta.url).resolve('bun/package.json')), 'bin', 'bun.exe');

/** A program that connects, does one thing, and has nothing else to do. */
const source = `
const [runtime, address, what] = process.argv.slice(2);
const { connect } = await (runtime === 'Bun' ? import('./bun-socket.js') : import('./node-socket.js'));
const events = [];
const socket = connect(JSON.parse(address), undefined, {
  onOpen() {
    events.push('open');
    if (what === 'destroy') socket.destroy();
    if (what === 'let go') socket.hold(false);
  },
  onData() {},
  onDrain() {},
  onClose(error) { events.push(error?.code ?? 'close'); },
});
if (what === 'destroy at once') socket.destroy();
if (what === 'destroy later') setTimeout(() => socket.destroy(), 100);
process.on('exit', () => console.log(events.join(' ')));
`;

let directory: string;
let program: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'http2-exit-'));
  program = join(directory, 'program.mjs');
  const resolveDir = fileURLToPath(new URL('../../src/http2', import.meta.url));
  await build({
    stdin: { contents: source, resolveDir },
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile: program,
    logLevel: 'error',
  });
});

afterAll(() => rm(directory, { recursive: true }));

async function run(name: string, address: Address, what: string): Promise<string> {
  const runner = name === 'Bun' ? bun : process.execPath;
  const child = spawn(runner, [program, name, JSON.stringify(address), what], { stdio: ['ignore', 'pipe', 'inherit'], timeout: 20_000 });
  let output = '';
  child.stdout.on('data', (text) => {
    output += text;
  });
  const code = await new Promise((resolve) => child.once('close', resolve));
  expect(code).toBe(0);
  return output.trim();
}

test.each(['Node', 'Bun'])('%s: on destroy, though the peer leaves its side open', async (name) => {
  expect(await run(name, await listen(), 'destroy')).toBe('open');
});

test.each(['Node', 'Bun'])('%s: when let go', async (name) => {
  expect(await run(name, await listen(), 'let go')).toBe('open');
});

test.each([
  ['Node', 'destroy at once'],
  ['Node', 'destroy later'],
  ['Bun', 'destroy at once'],
  ['Bun', 'destroy later'],
])('%s: %s, of a host that does not answer', async (name, what) => {
  const blackhole = await startBlackhole();
  cleanups.push(() => blackhole.close());
  expect(await run(name, { host: '127.0.0.1', port: blackhole.port }, what)).toBe('');
});
