import { execFile } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import type { Say } from '../project.js';
import { minorOf } from './versions.js';

export const execute = promisify(execFile);

/** The server and Go's client. */
export type Tool = 'etcd' | 'etcdctl';

/** A program of etcd's that this machine can run. */
export interface Binary {
  readonly tool: Tool;
  /** As the program says it: `3.5.30`. */
  readonly version: string;
  /** `3.5`. */
  readonly minor: string;
  readonly path: string;
  /** Where it came from, for people: `ETCD_BIN`, `PATH`, `cache`, `release`, `Debian`, `Go modules`. */
  readonly source: string;
}

/**
 * A place that programs are fetched from into the cache: at most so many of the minor versions that are asked for, newest first.
 * @throws Error where the place can't be reached; its message is for people.
 */
export type Fetch = (tool: Tool, minors: readonly string[], most: number, say: Say) => Promise<Binary[]>;

/** Asks the program for its version. @throws Error where it can't be run or says none. */
export async function probe(tool: Tool, path: string, source: string): Promise<Binary> {
  const { stdout } = await execute(path, tool === 'etcd' ? ['--version'] : ['version'], { timeout: 10_000 });
  const version = /\d+\.\d+\.\d+/.exec(stdout)?.[0];
  if (version === undefined) throw new Error(`${path} says no version`);
  return { tool, version, minor: minorOf(version), path, source };
}

/** The program of that name in the folders of PATH. */
export async function onPath(name: string): Promise<string | undefined> {
  for (const directory of (process.env['PATH'] ?? '').split(delimiter)) {
    const path = join(directory, name);
    if (directory !== '' && (await isExecutable(path))) return path;
  }
  return undefined;
}

function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
