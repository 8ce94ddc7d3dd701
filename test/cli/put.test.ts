import { expect, test } from 'vitest';
import type { Client } from '../../src/etcd/client.js';
import type { PutRequest } from '../../src/proto/etcdserverpb/rpc.js';
import { runCommand } from '../support/host.js';

const mebibyte = Buffer.alloc(2 ** 20, 'y');

/** How many MiB of an input without an end become the value; what the command does with it isn't asked. */
async function valueSize(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<number> {
  let size = -1;
  const put = async ({ value }: PutRequest) => {
    size = value.length / mebibyte.length;
    throw new Error('no server');
  };
  const endless = async function* () {
    for (;;) yield mebibyte;
  };
  await runCommand(['put', 'k', ...args], { client: { kv: { put }, close() {} } as unknown as Client, stdin: endless(), env });
  return size;
}

test('a value from an input without an end is read up to what can be sent, and somewhat further', async () => {
  expect(await valueSize([])).toBe(2 + 8 + 1);
  expect(await valueSize(['--max-request-bytes', '20971520'])).toBe(20 + 8 + 1);
  expect(await valueSize(['--max-request-bytes=0'])).toBe(2 + 8 + 1);
});

test.each([
  ['20971520', 20],
  ['0x1400000', 20],
  ['-5', 2],
  ['many', 2],
  ['', 2],
])('the environment counts too, though it is looked at later: %j', async (ETCDCTL_MAX_REQUEST_BYTES, sendable) => {
  expect(await valueSize([], { ETCDCTL_MAX_REQUEST_BYTES })).toBe(sendable + 8 + 1);
});
