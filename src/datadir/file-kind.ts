import type { Stats } from 'node:fs';
import { DatadirError } from './errors.js';

/** What something is that has a name as a file has, but neither its size nor an end: `a FIFO`. Undefined for files and directories. */
export function specialKind(stats: Stats): string | undefined {
  if (stats.isFile() || stats.isDirectory()) return undefined;
  if (stats.isFIFO()) return 'a FIFO';
  if (stats.isSocket()) return 'a socket';
  return stats.isCharacterDevice() ? 'a character device' : 'a block device';
}

/** @throws DatadirError for what can't be read at any position, where reading might even wait for a writer. */
export function checkReadable(path: string, stats: Stats): void {
  if (stats.isDirectory()) throw new DatadirError(`read ${path}: is a directory`);
  const kind = specialKind(stats);
  if (kind !== undefined) throw new DatadirError(`read ${path}: is ${kind}, not a regular file`);
}
