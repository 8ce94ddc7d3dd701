import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Say, sayOnStderr } from '../project.js';
import { type Binary, type Fetch, newestFirst, onPath, probe, type Tool } from './binary.js';
import { cacheDirectory, listCache, withCacheLock } from './cache.js';
import { fetchDebian } from './debian.js';
import { fetchReleases } from './release.js';

export type { Binary } from './binary.js';

/** Minor versions that the program works with, newest first. */
export const supportedMinors = ['3.7', '3.6', '3.5', '3.4'];

const places: readonly (readonly [name: string, fetch: Fetch])[] = [
  ['github.com', fetchReleases],
  ["Debian's archive", fetchDebian],
];
const day = 86_400_000;

/**
 * One real etcd, of `minor` where given: the first of ETCD_BIN, `etcd` on PATH, the cache, a release, Debian's package.
 * @throws Error with one line that says what was tried.
 */
export async function findEtcd(minor?: string, say: Say = sayOnStderr): Promise<Binary> {
  const [binary] = await find('etcd', minor === undefined ? wantedMinors() : [minor], 1, say);
  if (binary === undefined) throw new Error('unreachable: find() returns one or throws');
  return binary;
}

/**
 * One etcd of every minor version that this machine can get, newest first; ETCD_VERSIONS, such as `3.4,3.5`, asks for just those.
 * @throws Error with one line, where there is none or one that ETCD_VERSIONS names is missing.
 */
export async function etcdVersions(say: Say = sayOnStderr): Promise<Binary[]> {
  const binaries = await find('etcd', wantedMinors(), supportedMinors.length, say);
  const missing = named().filter((minor) => !binaries.some((binary) => binary.minor === minor));
  if (missing.length > 0 && process.env['ETCD_BIN'] === undefined)
    throw new Error(`no etcd ${missing.join(', ')}, which ETCD_VERSIONS names`);
  return binaries;
}

/** Go's etcdctl, to compare with: ETCDCTL_BIN, PATH, the cache, a release, Debian's package; undefined where there is none. */
export async function findEtcdctl(say: Say = sayOnStderr): Promise<Binary | undefined> {
  try {
    return (await find('etcdctl', supportedMinors, 1, say))[0];
  } catch (error) {
    say((error as Error).message);
    return undefined;
  }
}

function named(): string[] {
  return (process.env['ETCD_VERSIONS'] ?? '').split(/[\s,]+/).filter((minor) => minor !== '');
}

function wantedMinors(): readonly string[] {
  return named().length > 0 ? named() : supportedMinors;
}

/** At least one and at most `most` programs, one of each of the minor versions, newest first. */
async function find(tool: Tool, minors: readonly string[], most: number, say: Say): Promise<Binary[]> {
  const variable = `${tool.toUpperCase()}_BIN`;
  const chosen = process.env[variable];
  if (chosen !== undefined && chosen !== '') return [await probe(tool, chosen, variable)];

  const found: Binary[] = [];
  const tried = [`${variable} is not set`];
  const missing = () => minors.filter((minor) => !found.some((binary) => binary.minor === minor));
  const isDone = () => found.length >= most || missing().length === 0;
  const add = (binary: Binary) => {
    if (!isDone() && missing().includes(binary.minor)) found.push(binary);
  };

  const path = await onPath(tool);
  if (path !== undefined) {
    const binary = await probe(tool, path, 'PATH');
    add(binary);
    if (found.length === 0) tried.push(`${tool} on PATH is ${binary.version}`);
  } else tried.push(`no ${tool} on PATH`);

  const addCached = async () => (await listCache(tool)).forEach(add);
  await addCached();
  // Which versions can be had changes rarely, and asking takes seconds, so a full search stands for a day.
  const stamp = join(cacheDirectory, `${tool}-searched`);
  const isRecent = async () => named().length === 0 && found.length > 0 && Date.now() - (await modified(stamp)) < day;
  if (!isDone() && !(await isRecent())) {
    await withCacheLock(say, async () => {
      await addCached();
      for (const [name, fetch] of places) {
        if (isDone() || (await isRecent())) break;
        try {
          const fetched = await fetch(tool, missing(), most - found.length, say);
          if (fetched.length === 0) tried.push(`${name} has none`);
          fetched.forEach(add);
        } catch (error) {
          tried.push(`${name} can't be had (${reasonOf(error)})`);
          say(`${tool}: ${tried.at(-1)}`);
        }
      }
      if (most > 1 && found.length > 0) await writeFile(stamp, '');
    });
  }
  if (found.length === 0)
    throw new Error(`no ${tool} ${minors.join(' or ')}: ${tried.join('; ')}. Name one with ${variable}=/path/to/${tool}`);
  return found.sort(newestFirst);
}

function modified(path: string): Promise<number> {
  return stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );
}

/** `fetch failed` hides the reason, such as a name that does not resolve, in its cause. */
function reasonOf(error: unknown): string {
  const { message, cause } = error as Error;
  return (cause instanceof Error ? cause.message : message).split('\n', 1)[0] ?? '';
}
