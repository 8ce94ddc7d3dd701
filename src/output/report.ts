import type { Json } from '../go/json.js';

/** Rows under column titles. */
export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/** Text, or a number or truth value, which a format that quotes text leaves bare. */
export type Cell = string | number | bigint | boolean;

/** What a command of ours prints, and Go's etcdctl doesn't have: every format but protobuf renders it. */
export interface Report extends Table {
  readonly kind: 'report';
  /** The same for programs: what the formats print that are read by them. */
  readonly document: Json;
  /** The `"name" : value` lines of fields output, row by row, values as they are; where not given, the columns and the cells. */
  readonly fields?: readonly Readonly<Record<string, Cell>>[];
}
