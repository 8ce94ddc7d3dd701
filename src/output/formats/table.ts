import CliTable from 'cli-table3';
import { type Format, unsupported } from '../format.js';
import type { Table } from '../report.js';
import { hashKVTable, healthTable, memberTable, statusTable } from '../tables.js';

/** Box-drawing borders, header centred and in capitals, cells right-aligned, no line between rows (contract 4.4). */
function draw({ columns, rows }: Table): string {
  const head = columns.map((title) => ({ content: title.toUpperCase().replaceAll('_', ' '), hAlign: 'center' }));
  const table = new CliTable({
    // A head, unlike a first row, has a line below it although the table is compact. It can be of cells, which the package's types don't say.
    head: head as unknown as string[],
    style: { head: [], border: [], compact: true },
    colAligns: columns.map(() => 'right' as const),
  });
  table.push(...rows.map((row) => row.map((cell) => String(cell).trim())));
  return `${table.toString()}\n`;
}

export const table: Format = {
  report: draw,
  range: unsupported,
  put: unsupported,
  del: unsupported,
  txn: unsupported,
  watch: unsupported,
  'lease-grant': unsupported,
  'lease-revoke': unsupported,
  'lease-timetolive': unsupported,
  'lease-keepalive': unsupported,
  // Its one line is simple output's alone; the other formats say nothing, whatever they support.
  'lease-expired': () => '',
  'lease-list': unsupported,
  'member-list': ({ response }) => draw(memberTable(response.members)),
  'member-add': unsupported,
  'member-change': unsupported,
  'endpoint-health': ({ endpoints }) => draw(healthTable(endpoints)),
  'endpoint-status': ({ endpoints }) => draw(statusTable(endpoints)),
  'endpoint-hashkv': ({ endpoints }) => draw(hashKVTable(endpoints)),
  alarm: unsupported,
  'move-leader': unsupported,
  downgrade: unsupported,
  'auth-done': unsupported,
  'role-get': unsupported,
  'role-list': unsupported,
  'user-get': unsupported,
  'user-list': unsupported,
  'auth-status': unsupported,
};
