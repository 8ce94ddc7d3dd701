import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import * as net from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { RawServer } from '../support/raw-server.js';

const bun = join(dirname(createRequire(import.meta.url).resolve('bun/package.json')), 'bin', 'bun.exe');
const source = (name: string) => fileURLToPath(new URL(`../../src/${name}`, import.meta.url));

let directory: string;
let program: string;

/** A program that makes a call, then closes its channel or forgets to, and has nothing else to do. */
const code = `
import { Channel } from ${JSON.stringify(source('grpc/channel.ts'))};
import { systemClock } from ${JSON.stringify(source('clock.ts'))};
const [endpoint, close, wait] = process.argv.slice(2);
const channel = new Channel({
  endpoints: [endpoint, '127.0.0.1:9'], ...(wait === 'handshake' ? { tls: { rejectUnauthorized: true } } : {}), keepaliveTime: 2000, keepaliveTimeout: 6000, maxReceiveBytes: 1e6, maxSendBytes: 1e6, userAgent: 'x', clock: systemClock,
});
const call = channel.unary('/x/y', Buffer.alloc(0), wait === 'call' ? {} : { deadline: Date.now() + 200 });
call.then(({ message }) => console.log(Buffer.from(message).toString()), (error) => console.log(error.code)).then(() => {
  if (close === 'close') channel.close();
});
`;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'grpc-exit-'));
  program = join(directory, 'program.mjs');
  await build({
    stdin: { contents: code, resolveDir: directory },
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile: program,
    logLevel: 'error',
  });
});

afterAll(() => rm(directory, { recursive: true }));

const runtimes = [
  ['Node', process.execPath],
  ['Bun', bun],
] as const;

test.each(
  runtimes.flatMap(([name, runtime]) => [
    [name, runtime, 'a closed channel', 'close', 'call', 'hello'] as const,
    [name, runtime, 'an idle channel', 'forget', 'call', 'hello'] as const,
    [name, runtime, 'an idle channel that never connected', 'forget', 'wait', '4'] as const,
    [name, runtime, 'an idle channel that still shakes hands', 'forget', 'handshake', '4'] as const,
  ]),
)('%s ends by itself after its calls: %s %s', async (_name, runtime, _what, close, wait, output) => {
  const server = await RawServer.listen({ onRequest: (connection, id) => connection.answer(id, 'hello') });
  const silent = net.createServer((socket) => socket.on('error', () => {}));
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  try {
    const endpoint = {
      call: server.endpoint,
      wait: '127.0.0.1:9',
      handshake: `127.0.0.1:${(silent.address() as net.AddressInfo).port}`,
    }[wait];
    const child = spawn(runtime, [program, endpoint, close, wait], { stdio: ['ignore', 'pipe', 'inherit'], timeout: 20_000 });
    let text = '';
    child.stdout.on('data', (chunk) => {
      text += chunk;
    });
    const ended = await new Promise((resolve) => child.once('close', (code, signal) => resolve({ code, signal })));
    expect({ ended, text }).toEqual({ ended: { code: 0, signal: null }, text: `${output}\n` });
  } finally {
    await server.close();
    silent.close();
  }
});
