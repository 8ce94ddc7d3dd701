import Table from 'cli-table3';
import type { Renderers } from '../reply.js';
import {
  hashKVHeaders,
  hashKVRows,
  healthHeaders,
  healthRows,
  memberHeaders,
  memberRows,
  snapshotHashKVHeaders,
  snapshotHashKVRows,
  snapshotStatusHeaders,
  snapshotStatusRows,
  statusHeaders,
  statusRows,
} from '../rows.js';

/** Box-drawing borders, header centred and in capitals, cells right-aligned, no line between rows (contract 4.4). */
export function drawTable(headers: readonly string[], rows: readonly (readonly string[])[]): string {
  const head = headers.map((header) => ({ content: header.toUpperCase().replaceAll('_', ' '), hAlign: 'center' }));
  const table = new Table({
    // A head, unlike a first row, has a line below it although the table is compact. It can be of cells, which the package's types don't tell.
    head: head as unknown as string[],
    style: { head: [], border: [], compact: true },
    colAligns: headers.map(() => 'right' as const),
  });
  table.push(...rows.map((row) => row.map((cell) => cell.trim())));
  return `${table.toString()}\n`;
}

export const table: Renderers = {
  // Its one line is simple output's alone; the other formats say nothing, whatever they support.
  'lease-expired': () => '',
  'member-list': ({ response }) => drawTable(memberHeaders, memberRows(response.members)),
  'endpoint-health': ({ endpoints }) => drawTable(healthHeaders, healthRows(endpoints)),
  'endpoint-status': ({ endpoints }) => drawTable(statusHeaders, statusRows(endpoints)),
  'endpoint-hashkv': ({ endpoints }) => drawTable(hashKVHeaders, hashKVRows(endpoints)),
  'snapshot-status': ({ status }) => drawTable(snapshotStatusHeaders, snapshotStatusRows(status)),
  'snapshot-hashkv': ({ hashKV }) => drawTable(snapshotHashKVHeaders, snapshotHashKVRows(hashKV)),
};
