import { createHash } from 'node:crypto';
import { toJson } from '../go/json.js';
import { quote } from '../go/quote.js';
import { checkAdvertised } from './advertised.js';
import { DatadirError } from './errors.js';
import { parsePeerUrl } from './peer-url.js';

export interface Member {
  readonly id: bigint;
  readonly name: string;
  /** In order. */
  readonly peerUrls: readonly string[];
}

/** A new cluster and the one of its members whose data directory it is. */
export interface Membership {
  readonly clusterId: bigint;
  /** By id. */
  readonly members: readonly Member[];
  readonly local: Member;
}

export interface ClusterOptions {
  /** The local member's. */
  readonly name: string;
  /** `name=url,name=url`; a name may come more than once. */
  readonly initialCluster: string;
  readonly initialClusterToken: string;
  /** The local member's, with commas between. */
  readonly initialAdvertisePeerUrls: string;
}

/** The cluster that etcd would start with these options. @throws DatadirError with etcd's words where they don't go together. */
export async function planMembership(options: ClusterOptions): Promise<Membership> {
  const { name, initialClusterToken: token } = options;
  const advertised = options.initialAdvertisePeerUrls.split(',').map(parsePeerUrl).sort();
  const urls = parseInitialCluster(options.initialCluster);
  const expected = urls.get(name);
  if (expected === undefined) throw new DatadirError(`couldn't find local name ${quote(name)} in the initial cluster configuration`);
  await checkAdvertised(name, advertised, expected);
  const all = [...urls.values()].flat();
  if (new Set(all).size < all.length) throw new DatadirError(`initial cluster ${describe(urls)} has duplicate url`);

  const members = [...urls].map(([name, peerUrls]) => ({ id: memberId(peerUrls, token), name, peerUrls }));
  members.sort((a, b) => (a.id < b.id ? -1 : 1));
  const local = members.find((member) => member.name === name);
  // It was found by its name above.
  if (local === undefined) throw new Error(name);
  return { clusterId: clusterId(members.map(({ id }) => id)), members, local };
}

/** The first 64 bits of the SHA-1 of the URLs in order, the token behind. */
export function memberId(peerUrls: readonly string[], token: string): bigint {
  return sha1Id(Buffer.from([...peerUrls].sort().join('') + token));
}

/** The first 64 bits of the SHA-1 of the ids in order, 64 bits big-endian each. */
export function clusterId(memberIds: readonly bigint[]): bigint {
  const bytes = Buffer.alloc(8 * memberIds.length);
  for (const [i, id] of [...memberIds].sort((a, b) => (a < b ? -1 : 1)).entries()) bytes.writeBigUInt64BE(id, 8 * i);
  return sha1Id(bytes);
}

function sha1Id(bytes: Buffer): bigint {
  return createHash('sha1').update(bytes).digest().readBigUInt64BE();
}

/** An id as etcd's keys and paths have it, without leading zeros. */
export function hexId(id: bigint): string {
  return id.toString(16);
}

/** A member as JSON, in the form of the bucket `members` and of raft's log. */
export function encodeMember({ id, name, peerUrls }: Member): Buffer {
  return Buffer.from(toJson({ id, peerURLs: peerUrls, name: name === '' ? undefined : name }));
}

/** The URLs by name, each member's in order. */
function parseInitialCluster(text: string): Map<string, string[]> {
  const urls = new Map<string, string[]>();
  for (const pair of text.split(',').filter((part) => part !== '')) {
    const [, name = '', url = ''] = /^([^=]*)=?(.*)$/s.exec(pair) ?? [];
    urls.set(name, [...(urls.get(name) ?? []), parsePeerUrl(url)].sort());
  }
  return urls;
}

function describe(urls: ReadonlyMap<string, readonly string[]>): string {
  const pairs = [...urls].flatMap(([name, list]) => list.map((url) => `${name}=${url}`));
  return pairs.sort().join(',');
}
