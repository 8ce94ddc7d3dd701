/**
 * What the program loads when it meets Kubernetes' objects: a bundle of its own, `dist/kubernetes.cjs`, since it has a large table and is rarely
 * needed. Nothing else may be imported from here at run time, types may.
 */
import { type DocumentOptions, DocumentWriter } from './document.js';
import { Table } from './table.js';
import { tableText } from './table-data.js';

export { toYaml } from './yaml.js';
export type { DocumentWriter };

let table: Table | undefined;

/** The table of all releases, which is read once. */
export function kubernetesTable(): Table {
  table ??= new Table(tableText);
  return table;
}

export function documentWriter(options: DocumentOptions): DocumentWriter {
  return new DocumentWriter(kubernetesTable(), options);
}
