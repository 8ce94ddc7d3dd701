import { type Say, sayOnStderr } from '../project.js';
import { type Binary, probe } from './binary.js';
import { withCacheLock } from './cache.js';
import { reasonOf, Search, type Wanted } from './search.js';
import { minorOf, newestFirst, peerVersion, supportedMinors } from './versions.js';

export type { Binary } from './binary.js';

const advice = '. Name one with ETCD_BIN=/path/to/etcd';

/** How hard to look for what is missing. */
export interface Effort {
  /** Does not ask again for what was not to be had within the last day. */
  readonly trustsLastSearch?: boolean;
}

/**
 * One real etcd, of `minor` where given: the first of ETCD_BIN, `etcd` on PATH, the cache, a release, Debian's package, Go modules.
 * @throws Error with one line that says what was tried.
 */
export async function findEtcd(minor?: string, say: Say = sayOnStderr): Promise<Binary> {
  const { found, complaint } = await find({ tool: 'etcd', minors: minor === undefined ? wantedMinors() : [minor], most: 1 }, say);
  const [binary] = found;
  if (binary === undefined) throw new Error(complaint + advice);
  return binary;
}

/**
 * One etcd of every minor version that this machine can get, newest first; ETCD_VERSIONS, such as `3.4,3.5`, asks for just those.
 * @throws Error with one line, where there is none or one that ETCD_VERSIONS names is missing.
 */
export async function etcdVersions(say: Say = sayOnStderr, { trustsLastSearch = false }: Effort = {}): Promise<Binary[]> {
  const trust = trustsLastSearch && named().length === 0;
  const { found, complaint } = await find(
    { tool: 'etcd', minors: wantedMinors(), most: supportedMinors.length, trustsLastSearch: trust },
    say,
  );
  if (found.length === 0) throw new Error(complaint + advice);
  const missing = missingMinors(found);
  if (missing.length > 0 && named().length > 0) throw new Error(`no etcd ${missing.join(', ')}, which ETCD_VERSIONS names`);
  if (missing.length > 0) say(complaint);
  return found;
}

/** Minor versions that are wanted and not found; none where ETCD_BIN is all that is wanted. */
export function missingMinors(found: readonly Binary[]): string[] {
  if (process.env['ETCD_BIN']) return [];
  return wantedMinors().filter((minor) => !found.some((binary) => binary.minor === minor));
}

/** Go's etcdctl 3.7.1, to compare with: PATH, the cache, a release, Go modules, or ETCDCTL_BIN whatever that is; undefined where there is none. */
export async function findEtcdctl(say: Say = sayOnStderr, { trustsLastSearch = false }: Effort = {}): Promise<Binary | undefined> {
  const wanted = { tool: 'etcdctl', minors: [minorOf(peerVersion)], most: 1, version: peerVersion, trustsLastSearch } as const;
  const { found, complaint } = await find(wanted, say);
  if (found.length === 0) say(complaint);
  return found[0];
}

function named(): string[] {
  return (process.env['ETCD_VERSIONS'] ?? '').split(/[\s,]+/).filter((minor) => minor !== '');
}

function wantedMinors(): readonly string[] {
  return named().length > 0 ? named() : supportedMinors;
}

/** At most `most` programs, newest first, and what to say about those that are missing. @throws Error where the one that the environment names can't be run. */
async function find(wanted: Wanted, say: Say): Promise<{ readonly found: Binary[]; readonly complaint: string }> {
  const { tool, version } = wanted;
  const variable = `${tool.toUpperCase()}_BIN`;
  const chosen = process.env[variable];
  if (chosen !== undefined && chosen !== '') {
    const binary = await probe(tool, chosen, variable).catch((error: Error) => error);
    if (binary instanceof Error) throw new Error(`${variable}=${chosen} can't be run: ${reasonOf(binary)}`);
    return { found: [binary], complaint: '' };
  }

  const search = new Search(wanted);
  await search.lookOnPath();
  await search.lookIntoCache();
  if (!(await search.isDone())) await withCacheLock(say, () => search.fetchMissing(say));
  const complaint = `no ${tool} ${version ?? search.missing.join(' or ')}: ${variable} is not set; ${search.tried.join('; ')}`;
  return { found: search.found.sort(newestFirst), complaint };
}
