import { expect, test } from 'vitest';
import { hashKVReport, statusReport } from '../../src/commands/snapshot/reports.js';
import type { Report } from '../../src/output/report.js';
import { renderAll } from '../support/output.js';

// What Go's etcdutl 3.7.1 printed for one snapshot.

const status = statusReport({ hash: 2985451263, revision: 150n, totalKey: 4926, totalSize: 13611008, version: '3.7.0' });
const hashKV = hashKVReport({ hash: 906775166, hashRevision: 150n, compactRevision: 145n });

test.each<[string, Report, string]>([
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
])('%s %#', async (format, report, expected) => {
  expect((await renderAll(report, format)).toString()).toBe(expected);
});

test.each([status, hashKV])('protobuf is not supported %#', async (report) => {
  await expect(renderAll(report, 'protobuf')).rejects.toThrow('protobuf not supported as output format');
});
