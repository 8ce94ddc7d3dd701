import { readFile, realpath, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Say } from '../project.js';
import { type Binary, type Fetch, onPath, probe, type Tool } from './binary.js';
import { cacheDirectory, isIntact, listCache, removeFromCache } from './cache.js';
import { fetchDebian } from './debian.js';
import { buildModules } from './modules.js';
import { fetchReleases } from './release.js';
import { releases } from './versions.js';

const github = ['github.com', fetchReleases] as const;
const modules = ['Go modules', buildModules] as const;
/** In this order. Debian's client is an old one. */
const places: Readonly<Record<Tool, readonly (readonly [name: string, fetch: Fetch])[]>> = {
  etcd: [github, ["Debian's archive", fetchDebian], modules],
  etcdctl: [github, modules],
};
const day = 86_400_000;

/** What is looked for: at most `most` programs, each of another of the minor versions. */
export interface Wanted {
  readonly tool: Tool;
  readonly minors: readonly string[];
  readonly most: number;
  /** No other will do, where given. */
  readonly version?: string;
  /** Does not ask again for what was not to be had lately. */
  readonly trustsLastSearch?: boolean;
}

/** Place after place, until there are enough programs. */
export class Search {
  readonly found: Binary[] = [];
  /** What had none and why, for people. */
  readonly tried: string[] = [];
  /** In the cache, but not as they were put there. */
  #broken: Binary[] = [];

  constructor(readonly wanted: Wanted) {}

  async lookOnPath(): Promise<void> {
    const { tool } = this.wanted;
    const path = await onPath(tool);
    if (path === undefined) {
      this.tried.push(`no ${tool} on PATH`);
      return;
    }
    try {
      // A link to the program that is compared, which says Go's version.
      if (basename(await realpath(path)).startsWith('etcdctl-ts')) throw new Error('it is etcdctl-ts');
      const binary = await probe(tool, path, 'PATH');
      this.#add(binary);
      if (this.found.length === 0) this.tried.push(`${tool} on PATH is ${binary.version}`);
    } catch (error) {
      this.tried.push(`${path} can't be taken (${reasonOf(error)})`);
    }
  }

  async lookIntoCache(): Promise<void> {
    this.#broken = [];
    for (const binary of await listCache(this.wanted.tool)) {
      if (!this.#wants(binary)) continue;
      if (await isIntact(binary.path)) this.#add(binary);
      else this.#broken.push(binary);
    }
  }

  async fetchMissing(say: Say): Promise<void> {
    const { tool, most } = this.wanted;
    // Another process may have fetched while this one waited.
    await this.lookIntoCache();
    for (const { version, path } of this.#broken) {
      say(`${tool}: ${version} in the cache isn't what was put there; removing it`);
      await removeFromCache(path);
    }
    this.#broken = [];
    for (const [place, fetch] of places[tool]) {
      if (this.#isEnough()) return;
      try {
        const fetched = await fetch(tool, this.missing, most - this.found.length, say);
        if (fetched.length === 0) this.tried.push(`${place} has none`);
        for (const binary of fetched) this.#add(binary);
      } catch (error) {
        this.tried.push(`${place} can't be had (${reasonOf(error)})`);
        say(`${tool}: ${this.tried.at(-1)}`);
        // The first of two may be there.
        await this.lookIntoCache();
      }
    }
    if (!this.#isEnough()) await writeFile(this.#stamp, JSON.stringify({ circumstances: await this.#circumstances(), tried: this.tried }));
  }

  /**
   * Which versions can be had changes rarely, and asking takes seconds to minutes: having asked for all of them lately, under the same
   * circumstances, is enough. Not where there is no server at all.
   */
  async isDone(): Promise<boolean> {
    if (this.#broken.length > 0) return false;
    if (this.#isEnough()) return true;
    const { tool, trustsLastSearch = false } = this.wanted;
    if (!trustsLastSearch || (tool === 'etcd' && this.found.length === 0)) return false;
    const last = await readStamp(this.#stamp);
    if (last?.circumstances !== (await this.#circumstances())) return false;
    this.tried.splice(0, this.tried.length, ...last.tried, '`npm run etcd` asks again');
    return true;
  }

  /** Minor versions that are not found. */
  get missing(): string[] {
    return this.wanted.minors.filter((minor) => !this.found.some((binary) => binary.minor === minor));
  }

  get #stamp(): string {
    return join(cacheDirectory, `${this.wanted.tool}-searched`);
  }

  /** On what it depends which programs are found, as text. */
  async #circumstances(): Promise<string> {
    const { minors, most, version = '' } = this.wanted;
    const tools = await Promise.all([this.wanted.tool, 'apt-get', 'go'].map(onPath));
    return [...releases, version, ...minors, most, ...tools].join(' ');
  }

  #wants({ minor, version }: Binary): boolean {
    return !this.#isEnough() && this.missing.includes(minor) && version === (this.wanted.version ?? version);
  }

  #isEnough(): boolean {
    return this.found.length >= this.wanted.most || this.missing.length === 0;
  }

  #add(binary: Binary): void {
    if (this.#wants(binary)) this.found.push(binary);
  }
}

interface Stamp {
  readonly circumstances: string;
  readonly tried: readonly string[];
}

/** Undefined where it is a day old, or none. */
async function readStamp(path: string): Promise<Stamp | undefined> {
  try {
    if (Date.now() - (await stat(path)).mtimeMs > day) return undefined;
    const { circumstances, tried } = JSON.parse(await readFile(path, 'utf8')) as Partial<Stamp>;
    return circumstances === undefined || !Array.isArray(tried) ? undefined : { circumstances, tried };
  } catch {
    return undefined;
  }
}

/** `fetch failed` hides the reason, such as a name that does not resolve, in its cause. */
export function reasonOf(error: unknown): string {
  const { message, cause } = error as Error;
  return (cause instanceof Error ? cause.message : message).split('\n', 1)[0] ?? '';
}
