import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { RangeResponse } from '../../src/proto/etcdserverpb/rpc.js';
import { runProgram } from '../support/process.js';
import { builtProgram, programs } from '../support/programs.js';
import { grpcFrame, RawServer } from '../support/raw-server.js';

/** util-linux's, which runs a program on a terminal of its own; the `script` of BSD takes other flags. */
const hasTerminals = spawnSync('script', ['--version']).stdout?.toString().includes('util-linux') ?? false;

const title = '\x1b]0;owned\x07';

/** A server whose every key is one that sets the title of a terminal's window. */
async function startServer(): Promise<string> {
  const kvs = [{ key: Buffer.from('k'), value: Buffer.from(`a\n${title}`) }];
  const answer = RangeResponse.encode(RangeResponse.fromPartial({ header: { revision: '2' }, kvs, count: '1' })).finish();
  const server = await RawServer.listen({
    onRequest(connection, stream) {
      connection.respond(stream);
      connection.data(stream, grpcFrame(answer));
      connection.trailers(stream);
    },
  });
  onTestFinished(() => server.close());
  return server.endpoint;
}

async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'etcdctl-ts-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

describe.each(programs)('$name', (program) => {
  const path = builtProgram(program);

  /** What the terminal got. */
  async function onTerminal(command: string, ...args: readonly string[]): Promise<string> {
    const line = [command, ...args].map((word) => `'${word}'`).join(' ');
    const { out, code } = await runProgram('script', ['-q', '-e', '-c', line, join(await makeFolder(), 'transcript')]);
    expect(code).toBe(0);
    return out;
  }

  test.skipIf(!hasTerminals)('a value does not set the title of the window', async () => {
    expect(await onTerminal(path, 'get', 'k', '--endpoints', await startServer())).toBe('k\r\na\r\n\\x1b]0;owned\\x07\r\n');
  });

  test.skipIf(!hasTerminals)('unless --raw asks for it', async () => {
    expect(await onTerminal(path, 'get', 'k', '--raw', '--endpoints', await startServer())).toBe(`k\r\na\r\n${title}\r\n`);
  });

  test.skipIf(!hasTerminals)('or etcdctl is the name', async () => {
    const link = join(await makeFolder(), 'etcdctl');
    await symlink(path, link);
    expect(await onTerminal(link, 'get', 'k', '--endpoints', await startServer())).toBe(`k\r\na\r\n${title}\r\n`);
  });

  test('a pipe gets it as it is', async () => {
    const args = ['get', 'k', '--endpoints', await startServer()];
    expect(await runProgram(path, args)).toEqual({ out: `k\na\n${title}\n`, err: '', code: 0 });
  });
});
