import type { Format } from './format.js';

/** A row of the table of formats. */
export interface FormatRow {
  /** What --write-out takes; the case counts. */
  readonly name: string;
  /** Not in Go's etcdctl: left out when the program is called `etcdctl`. */
  readonly extension?: true;
  /** Loads this format alone: one may bring a package along. */
  load(): Promise<Format>;
}

/** Every format, in the order of help and completion. */
export const formats: readonly FormatRow[] = [
  { name: 'fields', load: async () => (await import('./formats/fields.js')).fields },
  { name: 'json', load: async () => (await import('./formats/json.js')).json },
  { name: 'protobuf', load: async () => (await import('./formats/protobuf.js')).protobuf },
  { name: 'simple', load: async () => (await import('./formats/simple.js')).simple },
  { name: 'table', load: async () => (await import('./formats/table.js')).table },
  { name: 'yaml', extension: true, load: async () => (await import('./formats/yaml.js')).loadYaml() },
];
