import { expect, test } from 'vitest';
import type { Client } from '../../src/etcd/client.js';
import { runCommand } from '../support/host.js';

/** The program never comes to its request. */
const txn = (...stdin: (string | Uint8Array)[]) => txnAs('etcdctl', ...stdin);

const txnAs = (program: string, ...stdin: (string | Uint8Array)[]) =>
  runCommand(['txn'], {
    program,
    client: { options: { maxSendBytes: 100 }, close() {} } as Client,
    stdin: (async function* () {
      yield* stdin;
    })(),
  });

test('a wrong flag of a line: usage, an empty line, the error', async () => {
  const { err, code } = await txn('\nput k v --bogus\n\n\n');
  expect(err).toMatch(/^Usage:\n {3}put .*\n\nFlags:\n(?: .*\n)+\nError: invalid txn request: put k v --bogus\n$/);
  expect(code).toBe(3);
});

test('a put without a value does not take the lines behind it for one', async () => {
  const { err, code } = await txn('\nput k\nget k\n\n\n');
  expect({ err, code }).toEqual({ err: 'Error: put command needs 1 argument and input from stdin or 2 arguments\n', code: 128 });
});

test.each(['"', '`'])('a byte that is no UTF-8 is replaced in %s quotes', async (quote) => {
  const line = Buffer.from(`val(${quote}?${quote}) = bad\n\n\n\n`);
  line[line.indexOf('?')] = 0x80;
  expect((await txn(line)).err).toContain('; got val("\ufffd") ');
});

test.each([
  ['etcdctl', 'lease("k") = "0"', 'malformed comparison: lease("k") = "0" (a lease cannot be compared; use version, create, mod or value)'],
  ['etcdctl-ts', 'lease("k") = "x"', 'invalid txn compare request: lease("k") = "x"'],
  ['etcdctl-ts', 'lease("k") = ""', 'invalid txn compare request: lease("k") = ""'],
  ['etcdctl-ts', 'lease("k") = "8000000000000000"', 'invalid txn compare request: lease("k") = "8000000000000000"'],
  ['etcdctl', 'mod("k") = "0x1"', 'invalid txn compare request: mod("k") = "0x1"'],
  ['etcdctl', 'constructor("k") = "1"', 'malformed comparison: constructor("k") = "1" (unknown target constructor)'],
  [
    'etcdctl',
    'mod("k") constructor "1"',
    'malformed comparison: mod("k") constructor "1" (unknown operator constructor; use =, !=, < or >)',
  ],
])('%s refuses %s', async (program, line, message) => {
  const { err, code } = await txnAs(program, `${line}\n\n\n\n`);
  expect({ err, code }).toEqual({ err: `Error: ${message}\n`, code: 3 });
});
