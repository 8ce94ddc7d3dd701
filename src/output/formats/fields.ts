import { quote } from '../../go/quote.js';
import { Permission_Type } from '../../proto/authpb/auth.js';
import type { DeleteRangeResponse, PutResponse, RangeResponse, ResponseHeader, ResponseOp } from '../../proto/etcdserverpb/rpc.js';
import type { KeyValue } from '../../proto/mvccpb/kv.js';
import { Event_EventType } from '../../proto/mvccpb/kv.js';
import type { Renderers } from '../reply.js';
import { alarmName, hexId, leaseId } from '../rows.js';

/** `"Name" : value` lines, contract 4.1 and 4.2. */

export function headerLines(header: ResponseHeader | undefined, hex: boolean): string {
  const id = (decimal = '0') => (hex ? hexId(decimal) : decimal);
  const revision = header && BigInt(header.revision) > 0n ? `"Revision" : ${header.revision}\n` : '';
  return `"ClusterID" : ${id(header?.cluster_id)}\n"MemberID" : ${id(header?.member_id)}\n${revision}"RaftTerm" : ${header?.raft_term ?? '0'}\n`;
}

/** What the lines of a pair are made from. */
export interface Pair {
  readonly key: Uint8Array;
  readonly value: Uint8Array;
  readonly create_revision: string;
  readonly mod_revision: string;
  readonly version: string;
  readonly lease: string;
}

export function pairLines(prefix: '' | 'Prev', pair: Pair, hex: boolean): string {
  return `"${prefix}Key" : ${quote(pair.key)}
"${prefix}CreateRevision" : ${pair.create_revision}
"${prefix}ModRevision" : ${pair.mod_revision}
"${prefix}Version" : ${pair.version}
"${prefix}Value" : ${quote(pair.value)}
"${prefix}Lease" : ${hex ? leaseId(pair.lease) : pair.lease}
`;
}

export function rangeEnd(more: boolean, count: string): string {
  return `"More" : ${more}\n"Count" : ${count}\n`;
}

const rangeLines = (r: RangeResponse, hex: boolean): string =>
  headerLines(r.header, hex) + r.kvs.map((kv) => pairLines('', kv, hex)).join('') + rangeEnd(r.more, r.count);

const putLines = (r: PutResponse, hex: boolean): string => headerLines(r.header, hex) + previous(r.prev_kv, hex);

const deleteLines = (r: DeleteRangeResponse, hex: boolean): string =>
  `${headerLines(r.header, hex)}"Deleted" : ${r.deleted}\n${r.prev_kvs.map((kv) => pairLines('Prev', kv, hex)).join('')}`;

const previous = (kv: KeyValue | undefined, hex: boolean): string => (kv ? pairLines('Prev', kv, hex) : '');

function opLines(op: ResponseOp, hex: boolean): string {
  if (op.response_range) return rangeLines(op.response_range, hex);
  if (op.response_put) return putLines(op.response_put, hex);
  if (op.response_delete_range) return deleteLines(op.response_delete_range, hex);
  return '';
}

const lines = (name: string, values: readonly string[]): string => values.map((value) => `"${name}" : ${quote(value)}\n`).join('');

export const fields: Renderers = {
  put: ({ response }, hex) => putLines(response, hex),
  del: ({ response }, hex) => deleteLines(response, hex),
  txn: ({ response: r }, hex) =>
    `${headerLines(r.header, hex)}"Succeeded" : ${r.succeeded}\n${r.responses.map((op) => opLines(op, hex)).join('')}`,
  watch: ({ response: r }, hex) =>
    headerLines(r.header, hex) +
    r.events
      .map(
        (e) =>
          `"Type" : ${e.type === Event_EventType.DELETE ? 'DELETE' : 'PUT'}\n${previous(e.prev_kv, hex)}${e.kv ? pairLines('', e.kv, hex) : ''}`,
      )
      .join(''),
  'lease-grant': ({ response: r }, hex) => `${headerLines(r.header, hex)}"ID" : ${hex ? leaseId(r.ID) : r.ID}\n"TTL" : ${r.TTL}\n`,
  'lease-revoke': ({ response }, hex) => headerLines(response.header, hex),
  'lease-timetolive': ({ response: r }, hex) =>
    `${headerLines(r.header, hex)}"ID" : ${hex ? leaseId(r.ID) : r.ID}\n"TTL" : ${r.TTL}\n"GrantedTTL" : ${r.grantedTTL}\n${r.keys.map((key) => `"Key" : ${quote(key)}\n`).join('')}`,
  'lease-keepalive': ({ response: r }, hex) => `${headerLines(r.header, hex)}"ID" : ${hex ? leaseId(r.ID) : r.ID}\n"TTL" : ${r.TTL}\n`,
  'lease-expired': () => '',
  'lease-list': ({ response: r }, hex) =>
    headerLines(r.header, hex) + r.leases.map((l) => `"ID" : ${hex ? leaseId(l.ID) : l.ID}\n`).join(''),
  'member-list': ({ response: r }, hex) =>
    headerLines(r.header, hex) +
    r.members
      .map(
        (m) =>
          `"ID" : ${hex ? hexId(m.ID) : m.ID}\n"Name" : ${quote(m.name)}\n${lines('PeerURL', m.peerURLs)}${lines('ClientURL', m.clientURLs)}"IsLearner" : ${m.isLearner}\n\n`,
      )
      .join(''),
  'endpoint-health': ({ endpoints }) =>
    endpoints
      .map((e) => `"Endpoint" : ${quote(e.endpoint)}\n"Health" : ${e.health}\n"Took" : ${e.took}\n"Error" : ${e.error}\n\n`)
      .join(''),
  'endpoint-status': ({ endpoints }, hex) =>
    endpoints
      .map(
        ({ endpoint, status: s }) =>
          `${headerLines(s.header, hex)}"Version" : ${quote(s.version)}
"StorageVersion" : ${quote(s.storageVersion)}
"DBSize" : ${s.dbSize}
"DBSizeInUse" : ${s.dbSizeInUse}
"DBSizeQuota" : ${s.dbSizeQuota}
"Leader" : ${s.leader}
"IsLearner" : ${s.isLearner}
"RaftIndex" : ${s.raftIndex}
"RaftTerm" : ${s.raftTerm}
"RaftAppliedIndex" : ${s.raftAppliedIndex}
"Errors" : [${s.errors.join(' ')}]
"Endpoint" : ${quote(endpoint)}
"DowngradeTargetVersion" : ${quote(s.downgradeInfo?.targetVersion ?? '')}
"DowngradeEnabled" : ${s.downgradeInfo?.enabled ?? false}

`,
      )
      .join(''),
  'endpoint-hashkv': ({ endpoints }, hex) =>
    endpoints
      .map(
        ({ endpoint, hashKV: h }) =>
          `${headerLines(h.header, hex)}"Endpoint" : ${quote(endpoint)}\n"Hash" : ${h.hash}\n"HashRevision" : ${h.hash_revision}\n\n`,
      )
      .join(''),
  alarm: ({ response: r }, hex) =>
    headerLines(r.header, hex) +
    r.alarms.map((a) => `"MemberID" : ${hex ? hexId(a.memberID) : a.memberID}\n"AlarmType" : ${alarmName(a.alarm)}\n\n`).join(''),
  'auth-done': ({ response }, hex) => headerLines(response.header, hex),
  'role-get': ({ response: r }, hex) =>
    headerLines(r.header, hex) +
    r.perm
      .map((p) => `"PermType" :  ${permissionNames[p.permType]}\n"Key" : ${quote(p.key)}\n"RangeEnd" : ${quote(p.range_end)}\n`)
      .join(''),
  'role-list': ({ response: r }, hex) => `${headerLines(r.header, hex)}"Roles" :${r.roles.map((role) => ` ${quote(role)}`).join('')}\n`,
  'snapshot-status': ({ status: s }) =>
    `"Hash" : ${s.hash}\n"Revision" : ${s.revision}\n"Keys" : ${s.totalKey}\n"Size" : ${s.totalSize}\n"Version" : ${s.version}\n`,
  'snapshot-hashkv': ({ hashKV: h }) =>
    `"Hash" : ${h.hash}\n"Hash revision" : ${h.hashRevision}\n"Compact revision" : ${h.compactRevision}\n`,
};

const permissionNames = Object.keys(Permission_Type);
