import { expect, test } from 'vitest';
import type { Client } from '../../src/etcd/client.js';
import { runCommand } from '../support/host.js';

/** The program never comes to its request. */
const txn = (...stdin: (string | Uint8Array)[]) =>
  runCommand(['txn'], {
    client: { close() {} } as Client,
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
