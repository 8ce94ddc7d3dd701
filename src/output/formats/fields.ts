import { quote } from '../../go/quote.js';
import {
  type DeleteRangeResponse,
  type PutResponse,
  type RangeResponse,
  ResponseHeader,
  type ResponseOp,
} from '../../proto/etcdserverpb/rpc.js';
import type { KeyValue } from '../../proto/mvccpb/kv.js';
import { Event_EventType } from '../../proto/mvccpb/kv.js';
import { repeatsRaftTerm } from '../compatible.js';
import { type Format, unsupported } from '../format.js';
import { alarmName, hexId, leaseId, permissionName } from '../names.js';
import { Piece } from '../piece.js';
import type { RangeWriter } from '../range.js';
import type { EndpointStatus, Pair } from '../reply.js';
import type { Cell, Report } from '../report.js';

/** `"Name" : value` lines, contract 4.1 and 4.2. */

const line = (name: string, value: Cell): string => `"${name}" : ${value}\n`;

const quoted = (name: string, values: readonly string[]): string => values.map((value) => line(name, quote(value))).join('');

function headerLines(header: ResponseHeader | undefined, hex: boolean): string {
  const id = (decimal = '0') => (hex ? hexId(decimal) : decimal);
  const revision = header && BigInt(header.revision) > 0n ? line('Revision', header.revision) : '';
  return (
    line('ClusterID', id(header?.cluster_id)) +
    line('MemberID', id(header?.member_id)) +
    revision +
    line('RaftTerm', header?.raft_term ?? '0')
  );
}

function pairLines(prefix: '' | 'Prev', pair: Pair, hex: boolean): string {
  return `"${prefix}Key" : ${quote(pair.key)}
"${prefix}CreateRevision" : ${pair.create_revision}
"${prefix}ModRevision" : ${pair.mod_revision}
"${prefix}Version" : ${pair.version}
"${prefix}Value" : ${quote(pair.value)}
"${prefix}Lease" : ${hex ? leaseId(pair.lease) : pair.lease}
`;
}

const rangeEnd = (more: boolean, count: string): string => line('More', more) + line('Count', count);

const pages = (hex: boolean): RangeWriter => ({
  headerFirst: true,
  begin: (header) => headerLines(header && ResponseHeader.decode(header), hex),
  pairs(page) {
    const out = new Piece(page.size);
    while (page.next()) out.add(pairLines('', page, hex));
    return out.done();
  },
  end: ({ more, count }) => rangeEnd(more, count),
});

const rangeLines = (r: RangeResponse, hex: boolean): string =>
  headerLines(r.header, hex) + r.kvs.map((kv) => pairLines('', kv, hex)).join('') + rangeEnd(r.more, r.count);

const previous = (kv: KeyValue | undefined, hex: boolean): string => (kv ? pairLines('Prev', kv, hex) : '');

const putLines = (r: PutResponse, hex: boolean): string => headerLines(r.header, hex) + previous(r.prev_kv, hex);

const deleteLines = (r: DeleteRangeResponse, hex: boolean): string =>
  headerLines(r.header, hex) + line('Deleted', r.deleted) + r.prev_kvs.map((kv) => pairLines('Prev', kv, hex)).join('');

function opLines(op: ResponseOp, hex: boolean): string {
  if (op.response_range) return rangeLines(op.response_range, hex);
  if (op.response_put) return putLines(op.response_put, hex);
  if (op.response_delete_range) return deleteLines(op.response_delete_range, hex);
  return '';
}

const lease = (id: string, hex: boolean): string => line('ID', hex ? leaseId(id) : id);

const statusLines = ({ endpoint, status: s }: EndpointStatus, hex: boolean): string =>
  `${headerLines(s.header, hex)}"Version" : ${quote(s.version)}
"StorageVersion" : ${quote(s.storageVersion)}
"DBSize" : ${s.dbSize}
"DBSizeInUse" : ${s.dbSizeInUse}
"DBSizeQuota" : ${s.dbSizeQuota}
"Leader" : ${s.leader}
"IsLearner" : ${s.isLearner}
"RaftIndex" : ${s.raftIndex}
${repeatsRaftTerm ? line('RaftTerm', s.raftTerm) : ''}"RaftAppliedIndex" : ${s.raftAppliedIndex}
"Errors" : [${s.errors.join(' ')}]
"Endpoint" : ${quote(endpoint)}
"DowngradeTargetVersion" : ${quote(s.downgradeInfo?.targetVersion ?? '')}
"DowngradeEnabled" : ${s.downgradeInfo?.enabled ?? false}

`;

/** Text in quotes as Go's strings are; with names of their own the values are as they are given. */
function reportLines({ columns, rows, fields }: Report): string {
  const value = (cell: Cell | undefined) => (typeof cell === 'string' ? quote(cell) : String(cell));
  const blocks = fields
    ? fields.map((row) => Object.entries(row).map(([name, cell]) => line(name, cell)))
    : rows.map((row) => columns.map((name, i) => line(name, value(row[i]))));
  return blocks.map((lines) => lines.join('')).join('\n');
}

export const fields: Format = {
  report: reportLines,
  range: (_, { hex }) => pages(hex),
  put: ({ response }, { hex }) => putLines(response, hex),
  del: ({ response }, { hex }) => deleteLines(response, hex),
  txn: ({ response: r }, { hex }) =>
    headerLines(r.header, hex) + line('Succeeded', r.succeeded) + r.responses.map((op) => opLines(op, hex)).join(''),
  watch: ({ response: r }, { hex }) =>
    headerLines(r.header, hex) +
    r.events
      .map(
        (e) =>
          line('Type', e.type === Event_EventType.DELETE ? 'DELETE' : 'PUT') +
          previous(e.prev_kv, hex) +
          (e.kv ? pairLines('', e.kv, hex) : ''),
      )
      .join(''),
  'lease-grant': ({ response: r }, { hex }) => headerLines(r.header, hex) + lease(r.ID, hex) + line('TTL', r.TTL),
  'lease-revoke': ({ response }, { hex }) => headerLines(response.header, hex),
  'lease-timetolive': ({ response: r }, { hex }) =>
    headerLines(r.header, hex) +
    lease(r.ID, hex) +
    line('TTL', r.TTL) +
    line('GrantedTTL', r.grantedTTL) +
    r.keys.map((key) => line('Key', quote(key))).join(''),
  'lease-keepalive': ({ response: r }, { hex }) => headerLines(r.header, hex) + lease(r.ID, hex) + line('TTL', r.TTL),
  'lease-expired': () => '',
  'lease-list': ({ response: r }, { hex }) => headerLines(r.header, hex) + r.leases.map(({ ID }) => lease(ID, hex)).join(''),
  'member-list': ({ response: r }, { hex }) =>
    headerLines(r.header, hex) +
    r.members
      .map(
        (m) =>
          `${line('ID', hex ? hexId(m.ID) : m.ID)}${line('Name', quote(m.name))}${quoted('PeerURL', m.peerURLs)}${quoted('ClientURL', m.clientURLs)}${line('IsLearner', m.isLearner)}\n`,
      )
      .join(''),
  'member-add': unsupported,
  'member-change': unsupported,
  'endpoint-health': ({ endpoints }) =>
    endpoints
      .map((e) => `${line('Endpoint', quote(e.endpoint))}${line('Health', e.health)}${line('Took', e.took)}${line('Error', e.error)}\n`)
      .join(''),
  'endpoint-status': ({ endpoints }, { hex }) => endpoints.map((e) => statusLines(e, hex)).join(''),
  'endpoint-hashkv': ({ endpoints }, { hex }) =>
    endpoints
      .map(
        ({ endpoint, hashKV: h }) =>
          `${headerLines(h.header, hex)}${line('Endpoint', quote(endpoint))}${line('Hash', h.hash)}${line('HashRevision', h.hash_revision)}\n`,
      )
      .join(''),
  alarm: ({ response: r }, { hex }) =>
    headerLines(r.header, hex) +
    r.alarms.map((a) => `${line('MemberID', hex ? hexId(a.memberID) : a.memberID)}${line('AlarmType', alarmName(a.alarm))}\n`).join(''),
  'move-leader': unsupported,
  downgrade: unsupported,
  'auth-done': ({ response }, { hex }) => headerLines(response.header, hex),
  'role-get': ({ response: r }, { hex }) =>
    headerLines(r.header, hex) +
    r.perm
      .map((p) => line('PermType', ` ${permissionName(p.permType)}`) + line('Key', quote(p.key)) + line('RangeEnd', quote(p.range_end)))
      .join(''),
  'role-list': ({ response: r }, { hex }) => `${headerLines(r.header, hex)}"Roles" :${r.roles.map((role) => ` ${quote(role)}`).join('')}\n`,
  'user-get': unsupported,
  'user-list': unsupported,
  'auth-status': unsupported,
};
