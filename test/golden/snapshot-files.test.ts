import { expect, test } from 'vitest';
import { type Format, makePrinter } from '../../src/output/printer.js';
import type { Reply } from '../../src/output/reply.js';

// What Go's etcdutl 3.7.1 printed for one snapshot.

const status: Reply = {
  kind: 'snapshot-status',
  status: { hash: 2985451263, revision: 150n, totalKey: 4926, totalSize: 13611008, version: '3.7.0' },
};
const hashKV: Reply = { kind: 'snapshot-hashkv', hashKV: { hash: 906775166, hashRevision: 150n, compactRevision: 145n } };

test.each<[Format, Reply, string]>([
  ['simple', status, 'b1f25eff, 150, 4926, 14 MB, 3.7.0\n'],
  ['json', status, '{"hash":2985451263,"revision":150,"totalKey":4926,"totalSize":13611008,"version":"3.7.0"}\n'],
  ['fields', status, '"Hash" : 2985451263\n"Revision" : 150\n"Keys" : 4926\n"Size" : 13611008\n"Version" : 3.7.0\n'],
  [
    'table',
    status,
    `┌──────────┬──────────┬────────────┬────────────┬─────────┐
│   HASH   │ REVISION │ TOTAL KEYS │ TOTAL SIZE │ VERSION │
├──────────┼──────────┼────────────┼────────────┼─────────┤
│ b1f25eff │      150 │       4926 │      14 MB │   3.7.0 │
└──────────┴──────────┴────────────┴────────────┴─────────┘
`,
  ],
  ['simple', hashKV, '906775166, 150, 145\n'],
  ['json', hashKV, '{"hash":906775166,"hashRevision":150,"compactRevision":145}\n'],
  ['fields', hashKV, '"Hash" : 906775166\n"Hash revision" : 150\n"Compact revision" : 145\n'],
  [
    'table',
    hashKV,
    `┌───────────┬───────────────┬──────────────────┐
│   HASH    │ HASH REVISION │ COMPACT REVISION │
├───────────┼───────────────┼──────────────────┤
│ 906775166 │           150 │              145 │
└───────────┴───────────────┴──────────────────┘
`,
  ],
])('%s of $kind', async (format, reply, expected) => {
  expect((await makePrinter(format, false)).render(reply)).toBe(expected);
});

test.each([status, hashKV])('protobuf of $kind is not supported', async (reply) => {
  const printer = await makePrinter('protobuf', false);
  expect(() => printer.render(reply)).toThrow('protobuf not supported as output format');
});
