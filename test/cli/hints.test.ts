import { expect, test } from 'vitest';
import type { Client } from '../../src/etcd/client.js';
import { type RunOptions, runCommand } from '../support/host.js';

const client = { close() {} } as Client;

/** What stderr says of it behind the error, and what it says as Go does. */
async function run(line: string, options: RunOptions = {}) {
  const { err } = await runCommand(line.split(' '), { client, program: 'etcdctl-ts', tty: ['stderr'], ...options });
  const [hint] = /^Hint: .*\n$/m.exec(err) ?? [];
  return { hint, rest: err.slice(0, err.length - (hint?.length ?? 0)) };
}

test.each([
  ['get k -w JSON', 'unsupported output format', '--write-out takes fields, json, protobuf, simple, table or yaml'],
  ['get k --order up', 'bad sort order up', '--order takes ASCEND or DESCEND'],
  ['get k --sort-by size', 'bad sort target size', '--sort-by takes CREATE, KEY, MODIFY, VALUE or VERSION'],
  ['get k --consistency x', 'unknown consistency flag "x"', '--consistency takes l or s'],
  ['member list --consistency x', 'unknown consistency flag "l"', '--consistency takes l or s'],
  ['check perf --load x', 'unknown load option x', '--load takes s, small, m, medium, l, large, xl or xLarge'],
  ['role grant-permission r x k', 'invalid permission type: x', 'a permission is read, write or readwrite'],
])('a wrong value: %s', async (line, error, hint) => {
  expect(await run(line)).toEqual({ rest: `Error: ${error}\n`, hint: `Hint: ${hint}\n` });
});

test.each([
  ['get k --prefx', 'did you mean --prefix?'],
  ['get k --keys_only=true', 'did you mean --keys-only?'],
  ['get k --PREFIX', 'did you mean --prefix?'],
  ['get k --p', 'did you mean --prefix, --print-value-only or --password?'],
  ['endpoint status --clustr', 'did you mean --cluster?'],
  ['--endpoint x get k', 'did you mean --endpoints?'],
  ['get k --wholly-unknown', undefined],
  ['get k -x', undefined],
])('a misspelt flag: %s', async (line, hint) => {
  const { rest, ...told } = await run(line);
  expect(told.hint).toBe(hint && `Hint: ${hint}\n`);
  // Go's text comes first, and is what it is without.
  expect(rest).toBe((await run(line, { tty: [] })).rest);
  expect(rest).toMatch(/^Error: unknown (shorthand )?flag: .*\nUsage:\n[\s\S]*\n\n$/);
});

test.each<[string, RunOptions]>([
  ['in a pipe', { tty: [] }],
  ['under the name etcdctl', { program: 'etcdctl' }],
])('nothing is added %s', async (_, options) => {
  expect(await run('get k -w JSON', options)).toEqual({ rest: 'Error: unsupported output format\n', hint: undefined });
  expect((await run('get k --prefx', options)).hint).toBeUndefined();
});
