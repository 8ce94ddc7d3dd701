import { prefixEnd } from '../../etcd/keys.js';
import { quote } from '../../go/quote.js';
import type { Permission } from '../../proto/authpb/auth.js';
import { Permission_Type } from '../../proto/authpb/auth.js';
import type { ResponseOp } from '../../proto/etcdserverpb/rpc.js';
import type { KeyValue } from '../../proto/mvccpb/kv.js';
import { Event_EventType } from '../../proto/mvccpb/kv.js';
import type { Format } from '../format.js';
import { alarmText, hexId, leaseId } from '../names.js';
import { Piece } from '../piece.js';
import type { RangeWriter } from '../range.js';
import type { Table } from '../report.js';
import { hashKVTable, memberTable, statusTable } from '../tables.js';
import type { Show } from '../value.js';

const pages = (valuesOnly: boolean, show: Show): RangeWriter => ({
  headerFirst: false,
  begin: () => '',
  pairs(page) {
    // Pairs as they are take no more than they take in the page: their tags and lengths are as long as the two newlines.
    const lines = new Piece(page.size);
    while (page.next()) {
      const { key, value } = show(page.key, page.value);
      if (!valuesOnly) lines.addLine(key);
      lines.addLine(value);
    }
    return lines.done();
  },
  end: () => '',
});

function writePair(lines: Piece, pair: KeyValue | undefined, show: Show): void {
  if (pair === undefined) return;
  const { key, value } = show(pair.key, pair.value);
  lines.addLine(key).addLine(value);
}

function writeOp(lines: Piece, op: ResponseOp, show: Show): void {
  lines.addLine('');
  if (op.response_range) for (const kv of op.response_range.kvs) writePair(lines, kv, show);
  else if (op.response_put) writePair(lines.addLine('OK'), op.response_put.prev_kv, show);
  else if (op.response_delete_range) {
    lines.addLine(op.response_delete_range.deleted);
    for (const kv of op.response_delete_range.prev_kvs) writePair(lines, kv, show);
  }
}

/** One line a row, cells joined by `, `. */
const rowLines = ({ rows }: Table): string => rows.map((row) => `${row.join(', ')}\n`).join('');

/** Go's %16x: blank-padded, as the membership replies print ids (contract 2.8). */
const wideId = (decimal: string | undefined): string => hexId(decimal).padStart(16);

function permissionLine({ key, range_end: end }: Permission): Uint8Array {
  if (end.length === 0) return Buffer.concat([Buffer.from('\t'), key]);
  const open = end.length === 1 && end[0] === 0;
  const until = open ? [Buffer.from('<open ended>')] : [end, Buffer.from(')')];
  const ofPrefix = key.length > 0 && prefixEnd(key).equals(end) ? [Buffer.from(' (prefix '), key, Buffer.from(')')] : [];
  return Buffer.concat([Buffer.from('\t['), key, Buffer.from(', '), ...until, ...ofPrefix]);
}

function roleLines(role: string, permissions: readonly Permission[]): Uint8Array {
  const lines = new Piece().addLine(`Role ${role}`);
  const section = (title: string, types: readonly number[]) => {
    lines.addLine(title);
    for (const permission of permissions) if (types.includes(permission.permType)) lines.addLine(permissionLine(permission));
    // The role root may do everything although no permission says so.
    if (role === 'root' && permissions.length === 0) lines.addLine('\t[, <open ended>');
  };
  section('KV Read:', [Permission_Type.READ, Permission_Type.READWRITE]);
  section('KV Write:', [Permission_Type.WRITE, Permission_Type.READWRITE]);
  return lines.done();
}

const everyLine = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');

export const simple: Format = {
  report: rowLines,
  range: ({ valuesOnly = false }, { show }) => pages(valuesOnly, show),
  put({ response }, { show }) {
    const lines = new Piece().addLine('OK');
    writePair(lines, response.prev_kv, show);
    return lines.done();
  },
  del({ response }, { show }) {
    const lines = new Piece().addLine(response.deleted);
    for (const kv of response.prev_kvs) writePair(lines, kv, show);
    return lines.done();
  },
  txn({ response }, { show }) {
    const lines = new Piece().addLine(response.succeeded ? 'SUCCESS' : 'FAILURE');
    for (const op of response.responses) writeOp(lines, op, show);
    return lines.done();
  },
  watch({ response }, { show }) {
    const lines = new Piece();
    for (const event of response.events) {
      lines.addLine(event.type === Event_EventType.DELETE ? 'DELETE' : 'PUT');
      writePair(lines, event.prev_kv, show);
      writePair(lines, event.kv, show);
    }
    return lines.done();
  },
  'lease-grant': ({ response: r }) => `lease ${leaseId(r.ID)} granted with TTL(${r.TTL}s)\n`,
  'lease-revoke': ({ id }) => `lease ${leaseId(id)} revoked\n`,
  'lease-timetolive'({ response: r, keys }) {
    if (r.grantedTTL === '0' && r.TTL === '-1') return `lease ${leaseId(r.ID)} already expired\n`;
    const text = `lease ${leaseId(r.ID)} granted with TTL(${r.grantedTTL}s), remaining(${r.TTL}s)`;
    if (!keys) return `${text}\n`;
    const attached = r.keys.flatMap((key, i) => (i === 0 ? [key] : [Buffer.from(' '), key]));
    return Buffer.concat([Buffer.from(`${text}, attached keys([`), ...attached, Buffer.from('])\n')]);
  },
  'lease-keepalive': ({ response: r }) => `lease ${leaseId(r.ID)} keepalived with TTL(${r.TTL})\n`,
  'lease-expired': ({ id }) => `lease ${leaseId(id)} expired or revoked.\n`,
  'lease-list': ({ response: r }) => `found ${r.leases.length} leases\n${everyLine(r.leases.map(({ ID }) => leaseId(ID)))}`,
  'member-list': ({ response }) => rowLines(memberTable(response.members)),
  'member-add'({ response: r, name, peerUrls }) {
    const added = r.member;
    const id = added?.ID;
    const peers = r.members.flatMap((m) => m.peerURLs.map((url) => `${m.ID === id ? name : m.name}=${url}`));
    return `Member ${wideId(id)} added ${added?.isLearner ? 'as learner ' : ''}to cluster ${wideId(r.header?.cluster_id)}

ETCD_NAME=${quote(name)}
ETCD_INITIAL_CLUSTER=${quote(peers.join(','))}
ETCD_INITIAL_ADVERTISE_PEER_URLS=${quote(peerUrls)}
ETCD_INITIAL_CLUSTER_STATE="existing"
`;
  },
  'member-change': ({ response, id, verb }) => `Member ${wideId(id)} ${verb} cluster ${wideId(response.header?.cluster_id)}\n`,
  // The unhealthy ones are lines on stderr, written by the command.
  'endpoint-health': ({ endpoints }) =>
    everyLine(
      endpoints
        .filter(({ error }) => error === '')
        .map(({ endpoint, took }) => `${endpoint} is healthy: successfully committed proposal: took = ${took}`),
    ),
  'endpoint-status': ({ endpoints }) => rowLines(statusTable(endpoints)),
  'endpoint-hashkv': ({ endpoints }) => rowLines(hashKVTable(endpoints)),
  alarm: ({ response }) => everyLine(response.alarms.map(alarmText)),
  'move-leader': ({ from, to }) => `Leadership transferred from ${hexId(from)} to ${hexId(to)}\n`,
  downgrade: ({ response, action }) => `Downgrade ${action} success, cluster version ${response.version}\n`,
  'auth-done': ({ text }) => new Piece().addLine(text).done(),
  'role-get': ({ response, role }) => roleLines(role, response.perm),
  'role-list': ({ response }) => everyLine(response.roles),
  'user-get': ({ response, user }) => `User: ${user}\nRoles:${response.roles.map((role) => ` ${role}`).join('')}\n`,
  'user-list': ({ response }) => everyLine(response.users),
  'auth-status': ({ response: r }) => `Authentication Status: ${r.enabled}\nAuthRevision: ${r.authRevision}\n`,
};
