import { formatBytes } from '../go/bytesize.js';
import type { Member } from '../proto/etcdserverpb/rpc.js';
import { hexId } from './names.js';
import type { EndpointHashKV, EndpointHealth, EndpointStatus } from './reply.js';
import type { Table } from './report.js';

/** Go's tables, whose rows are simple output as well (contract 2.8, 2.9, 4.4). */

export const memberTable = (members: readonly Member[]): Table => ({
  columns: ['ID', 'Status', 'Name', 'Peer Addrs', 'Client Addrs', 'Is Learner'],
  rows: members.map((m) => [
    hexId(m.ID),
    m.name === '' ? 'unstarted' : 'started',
    m.name,
    m.peerURLs.join(','),
    m.clientURLs.join(','),
    m.isLearner,
  ]),
});

export const healthTable = (endpoints: readonly EndpointHealth[]): Table => ({
  columns: ['endpoint', 'health', 'took', 'error'],
  rows: endpoints.map((e) => [e.endpoint, e.health, e.took, e.error]),
});

export const statusTable = (endpoints: readonly EndpointStatus[]): Table => ({
  columns: [
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
  ],
  rows: endpoints.map(({ endpoint, status: s }) => [
    endpoint,
    hexId(s.header?.member_id),
    s.version,
    s.storageVersion,
    formatBytes(BigInt(s.dbSize)),
    formatBytes(BigInt(s.dbSizeInUse)),
    `${percentageNotInUse(BigInt(s.dbSize), BigInt(s.dbSizeInUse))}%`,
    formatBytes(BigInt(s.dbSizeQuota)),
    s.leader === s.header?.member_id,
    s.isLearner,
    s.raftTerm,
    s.raftIndex,
    s.raftAppliedIndex,
    s.errors.join(', '),
    s.downgradeInfo?.targetVersion ?? '',
    s.downgradeInfo?.enabled ?? false,
  ]),
});

function percentageNotInUse(size: bigint, inUse: bigint): bigint {
  // Go's client divides by zero here.
  return size === 0n ? 0n : 100n - (inUse * 100n) / size;
}

export const hashKVTable = (endpoints: readonly EndpointHashKV[]): Table => ({
  columns: ['endpoint', 'hash', 'hash revision'],
  rows: endpoints.map(({ endpoint, hashKV }) => [endpoint, hashKV.hash, hashKV.hash_revision]),
});
