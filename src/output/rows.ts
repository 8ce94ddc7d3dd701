import type { SnapshotHashKV } from '../datadir/hashkv.js';
import type { SnapshotStatus } from '../datadir/status.js';
import { formatBytes } from '../go/bytesize.js';
import type { AlarmMember, Member } from '../proto/etcdserverpb/rpc.js';
import { AlarmType } from '../proto/etcdserverpb/rpc.js';
import type { EndpointHashKV, EndpointHealth, EndpointStatus } from './reply.js';

/** The columns that simple and table output share (contract 2.8, 2.9, 4.4). */

export const memberHeaders = ['ID', 'Status', 'Name', 'Peer Addrs', 'Client Addrs', 'Is Learner'];

export function memberRows(members: readonly Member[]): string[][] {
  return members.map((m) => [
    hexId(m.ID),
    m.name === '' ? 'unstarted' : 'started',
    m.name,
    m.peerURLs.join(','),
    m.clientURLs.join(','),
    String(m.isLearner),
  ]);
}

export const healthHeaders = ['endpoint', 'health', 'took', 'error'];

export function healthRows(endpoints: readonly EndpointHealth[]): string[][] {
  return endpoints.map((e) => [e.endpoint, String(e.health), e.took, e.error]);
}

export const statusHeaders = [
  'endpoint',
  'ID',
  'version',
  'storage version',
  'db size',
  'in use',
  'percentage not in use',
  'quota',
  'is leader',
  'is learner',
  'raft term',
  'raft index',
  'raft applied index',
  'errors',
  'downgrade target version',
  'downgrade enabled',
];

export function statusRows(endpoints: readonly EndpointStatus[]): string[][] {
  return endpoints.map(({ endpoint, status: s }) => [
    endpoint,
    hexId(s.header?.member_id),
    s.version,
    s.storageVersion,
    formatBytes(BigInt(s.dbSize)),
    formatBytes(BigInt(s.dbSizeInUse)),
    `${percentageNotInUse(BigInt(s.dbSize), BigInt(s.dbSizeInUse))}%`,
    formatBytes(BigInt(s.dbSizeQuota)),
    String(s.leader === s.header?.member_id),
    String(s.isLearner),
    s.raftTerm,
    s.raftIndex,
    s.raftAppliedIndex,
    s.errors.join(', '),
    s.downgradeInfo?.targetVersion ?? '',
    String(s.downgradeInfo?.enabled ?? false),
  ]);
}

function percentageNotInUse(size: bigint, inUse: bigint): bigint {
  // Go's client divides by zero here.
  return size === 0n ? 0n : 100n - (inUse * 100n) / size;
}

export const hashKVHeaders = ['endpoint', 'hash', 'hash revision'];

export function hashKVRows(endpoints: readonly EndpointHashKV[]): string[][] {
  return endpoints.map(({ endpoint, hashKV }) => [endpoint, String(hashKV.hash), hashKV.hash_revision]);
}

/** etcdutl's columns of snapshot files. */
export const snapshotStatusHeaders = ['hash', 'revision', 'total keys', 'total size', 'version'];

export function snapshotStatusRows(status: SnapshotStatus): string[][] {
  const { hash, revision, totalKey, totalSize, version } = status;
  return [[hash.toString(16), String(revision), String(totalKey), formatBytes(totalSize), version]];
}

export const snapshotHashKVHeaders = ['hash', 'hash revision', 'compact revision'];

export function snapshotHashKVRows({ hash, hashRevision, compactRevision }: SnapshotHashKV): string[][] {
  return [[String(hash), String(hashRevision), String(compactRevision)]];
}

/** Unpadded lower-case hexadecimal of a decimal id. */
export function hexId(decimal: string | undefined): string {
  return BigInt(decimal ?? '0').toString(16);
}

/** Go's %016x of a decimal id. */
export function leaseId(decimal: string): string {
  const id = BigInt(decimal);
  return id < 0n ? `-${(-id).toString(16).padStart(15, '0')}` : id.toString(16).padStart(16, '0');
}

const alarmNames = Object.keys(AlarmType);

export function alarmName(alarm: number): string {
  return alarmNames[alarm] ?? String(alarm);
}

/** The text form of AlarmMember: zero fields left out. */
export function alarmText({ memberID, alarm }: AlarmMember): string {
  return [memberID === '0' ? '' : `memberID:${memberID}`, alarm === AlarmType.NONE ? '' : `alarm:${alarmName(alarm)}`]
    .filter(Boolean)
    .join(' ');
}
