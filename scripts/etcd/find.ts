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
  if (chosen !== undefined && chosen !== '') {
    const binary = await probe(tool, chosen, variable).catch((error: Error) => error);
    if (binary instanceof Error) throw new Error(`${variable}=${chosen} can't be run: ${reasonOf(binary)}`);
    return [binary];
  }

  const search = new Search(tool, minors, most);
  search.tried.push(`${variable} is not set`);
  await search.lookOnPath();
  await search.lookIntoCache();
  if (!(await search.isDone())) await withCacheLock(say, () => search.fetchMissing(say));
  if (search.found.length === 0) {
    throw new Error(`no ${tool} ${minors.join(' or ')}: ${search.tried.join('; ')}. Name one with ${variable}=/path/to/${tool}`);
  }
  return search.found.sort(newestFirst);
}

/** Place after place, until there are enough programs. */
class Search {
  readonly found: Binary[] = [];
  /** What had none and why, for people. */
  readonly tried: string[] = [];

  constructor(
    readonly tool: Tool,
    readonly minors: readonly string[],
    readonly most: number,
  ) {}

  async lookOnPath(): Promise<void> {
    const path = await onPath(this.tool);
    if (path === undefined) {
      this.tried.push(`no ${this.tool} on PATH`);
      return;
    }
    try {
      const binary = await probe(this.tool, path, 'PATH');
      this.#add(binary);
      if (this.found.length === 0) this.tried.push(`${this.tool} on PATH is ${binary.version}`);
    } catch (error) {
      this.tried.push(`${path} can't be run (${reasonOf(error)})`);
    }
  }

  async lookIntoCache(): Promise<void> {
    for (const binary of await listCache(this.tool)) this.#add(binary);
  }

  async fetchMissing(say: Say): Promise<void> {
    // Another process may have fetched while this one waited.
    await this.lookIntoCache();
    for (const [place, fetch] of places) {
      if (await this.isDone()) return;
      try {
        const fetched = await fetch(this.tool, this.#missing(), this.most - this.found.length, say);
        if (fetched.length === 0) this.tried.push(`${place} has none`);
        for (const binary of fetched) this.#add(binary);
      } catch (error) {
        this.tried.push(`${place} can't be had (${reasonOf(error)})`);
        say(`${this.tool}: ${this.tried.at(-1)}`);
      }
    }
    if (this.most > 1 && this.found.length > 0) await writeFile(this.#stamp, '');
  }

  /** Which versions can be had changes rarely, and asking takes seconds: having asked for all of them lately is enough. */
  async isDone(): Promise<boolean> {
    if (this.#isEnough()) return true;
    return named().length === 0 && this.found.length > 0 && Date.now() - (await modified(this.#stamp)) < day;
  }

  get #stamp(): string {
    return join(cacheDirectory, `${this.tool}-searched`);
  }

  #missing(): string[] {
    return this.minors.filter((minor) => !this.found.some((binary) => binary.minor === minor));
  }

  #isEnough(): boolean {
    return this.found.length >= this.most || this.#missing().length === 0;
  }

  #add(binary: Binary): void {
    if (!this.#isEnough() && this.#missing().includes(binary.minor)) this.found.push(binary);
  }
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
