import { prefixEnd } from '../../etcd/keys.js';
import { quote } from '../../go/quote.js';
import type { Permission } from '../../proto/authpb/auth.js';
import { Permission_Type } from '../../proto/authpb/auth.js';
import type { ResponseOp } from '../../proto/etcdserverpb/rpc.js';
import type { KeyValue } from '../../proto/mvccpb/kv.js';
import { Event_EventType } from '../../proto/mvccpb/kv.js';
import { hexBytes } from '../range.js';
import type { Rendered, Renderers } from '../reply.js';
import { alarmText, hashKVRows, hexId, leaseId, memberRows, snapshotHashKVRows, snapshotStatusRows, statusRows } from '../rows.js';

/** Lines of text and bytes that become one piece of output. */
class Lines {
  private readonly parts: Uint8Array[] = [];

  constructor(private readonly hex: boolean) {}

  text(line: string): this {
    this.parts.push(Buffer.from(`${line}\n`));
    return this;
  }

  bytes(line: Uint8Array): this {
    if (this.hex) return this.text(hexBytes(line));
    this.parts.push(line, newline);
    return this;
  }

  pair(kv: KeyValue | undefined): this {
    return kv ? this.bytes(kv.key).bytes(kv.value) : this;
  }

  done(): Uint8Array {
    return Buffer.concat(this.parts);
  }
}

const newline = Buffer.from('\n');

function writeOp(lines: Lines, op: ResponseOp): void {
  lines.text('');
  if (op.response_range) for (const kv of op.response_range.kvs) lines.pair(kv);
  else if (op.response_put) lines.text('OK').pair(op.response_put.prev_kv);
  else if (op.response_delete_range) {
    lines.text(op.response_delete_range.deleted);
    for (const kv of op.response_delete_range.prev_kvs) lines.pair(kv);
  }
}

/** One line a row, columns joined by `, `. */
const rows = (table: readonly (readonly string[])[]): string => table.map((row) => `${row.join(', ')}\n`).join('');

/** Go's %16x: blank-padded, as the membership replies print ids (contract 2.8). */
const wideId = (decimal: string | undefined): string => hexId(decimal).padStart(16);

function permissionLines(permissions: readonly Permission[], types: readonly number[]): Uint8Array[] {
  return permissions
    .filter((p) => types.includes(p.permType))
    .map((p) => {
      const { key, range_end: end } = p;
      if (end.length === 0) return Buffer.concat([Buffer.from('\t'), key, newline]);
      const open = end.length === 1 && end[0] === 0;
      const until = open ? [Buffer.from('<open ended>')] : [end, Buffer.from(')')];
      const ofPrefix = key.length > 0 && prefixEnd(key).equals(end) ? [Buffer.from(' (prefix '), key, Buffer.from(')')] : [];
      return Buffer.concat([Buffer.from('\t['), key, Buffer.from(', '), ...until, ...ofPrefix, newline]);
    });
}

function roleText(role: string, permissions: readonly Permission[]): Rendered {
  // The role root may do everything although no permission says so.
  const everything = role === 'root' && permissions.length === 0 ? [Buffer.from('\t[, <open ended>\n')] : [];
  const section = (...types: number[]) => [...permissionLines(permissions, types), ...everything];
  return Buffer.concat([
    Buffer.from(`Role ${role}\nKV Read:\n`),
    ...section(Permission_Type.READ, Permission_Type.READWRITE),
    Buffer.from('KV Write:\n'),
    ...section(Permission_Type.WRITE, Permission_Type.READWRITE),
  ]);
}

export const simple: Renderers = {
  put: ({ response }, hex) => new Lines(hex).text('OK').pair(response.prev_kv).done(),
  del({ response }, hex) {
    const lines = new Lines(hex).text(response.deleted);
    for (const kv of response.prev_kvs) lines.pair(kv);
    return lines.done();
  },
  txn({ response }, hex) {
    const lines = new Lines(hex).text(response.succeeded ? 'SUCCESS' : 'FAILURE');
    for (const op of response.responses) writeOp(lines, op);
    return lines.done();
  },
  watch({ response }, hex) {
    const lines = new Lines(hex);
    for (const event of response.events) {
      lines
        .text(event.type === Event_EventType.DELETE ? 'DELETE' : 'PUT')
        .pair(event.prev_kv)
        .pair(event.kv);
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
  'lease-list': ({ response: r }) => `found ${r.leases.length} leases\n${r.leases.map((l) => `${leaseId(l.ID)}\n`).join('')}`,
  'member-list': ({ response }) => rows(memberRows(response.members)),
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
    endpoints
      .filter((e) => e.error === '')
      .map((e) => `${e.endpoint} is healthy: successfully committed proposal: took = ${e.took}\n`)
      .join(''),
  'endpoint-status': ({ endpoints }) => rows(statusRows(endpoints)),
  'endpoint-hashkv': ({ endpoints }) => rows(hashKVRows(endpoints)),
  alarm: ({ response }) => response.alarms.map((a) => `${alarmText(a)}\n`).join(''),
  'move-leader': ({ from, to }) => `Leadership transferred from ${hexId(from)} to ${hexId(to)}\n`,
  downgrade: ({ response, action }) => `Downgrade ${action} success, cluster version ${response.version}\n`,
  'auth-done': ({ text }) => (typeof text === 'string' ? `${text}\n` : Buffer.concat([text, newline])),
  'role-get': ({ response, role }) => roleText(role, response.perm),
  'role-list': ({ response }) => response.roles.map((role) => `${role}\n`).join(''),
  'user-get': ({ response, user }) => `User: ${user}\nRoles:${response.roles.map((role) => ` ${role}`).join('')}\n`,
  'user-list': ({ response }) => response.users.map((user) => `${user}\n`).join(''),
  'auth-status': ({ response: r }) => `Authentication Status: ${r.enabled}\nAuthRevision: ${r.authRevision}\n`,
  'snapshot-status': ({ status }) => rows(snapshotStatusRows(status)),
  'snapshot-hashkv': ({ hashKV }) => rows(snapshotHashKVRows(hashKV)),
};
