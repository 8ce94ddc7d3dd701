import { jsonString } from '../../go/json.js';
import type { Member, ResponseHeader, ResponseOp, TxnResponse } from '../../proto/etcdserverpb/rpc.js';
import type { Renderers } from '../reply.js';

/**
 * How a protobuf message stands in JSON (contract 3.1): keys in this order, zero values left out. 64-bit integers are decimal strings in
 * our messages and bare numbers in JSON, which is why the kind of each field is named.
 */
type Kind = 'number' | 'string' | 'bytes' | 'bool' | Schema | readonly ['string' | 'bytes' | Schema];
interface Schema {
  readonly [field: string]: Kind;
}

export const header: Schema = { cluster_id: 'number', member_id: 'number', revision: 'number', raft_term: 'number' };
export const keyValue: Schema = {
  key: 'bytes',
  create_revision: 'number',
  mod_revision: 'number',
  version: 'number',
  value: 'bytes',
  lease: 'number',
};
const headerOnly: Schema = { header };
const range: Schema = { header, kvs: [keyValue], more: 'bool', count: 'number' };
const put: Schema = { header, prev_kv: keyValue };
const deleteRange: Schema = { header, deleted: 'number', prev_kvs: [keyValue] };
const event: Schema = { type: 'number', kv: keyValue, prev_kv: keyValue };
const member: Schema = { ID: 'number', name: 'string', peerURLs: ['string'], clientURLs: ['string'], isLearner: 'bool' };
const members: Schema = { header, members: [member] };
const memberAdd: Schema = { header, member, members: [member] };
const status: Schema = {
  header,
  version: 'string',
  dbSize: 'number',
  leader: 'number',
  raftIndex: 'number',
  raftTerm: 'number',
  raftAppliedIndex: 'number',
  errors: ['string'],
  dbSizeInUse: 'number',
  isLearner: 'bool',
  storageVersion: 'string',
  dbSizeQuota: 'number',
  downgradeInfo: { enabled: 'bool', targetVersion: 'string' },
};
const hashKV: Schema = { header, hash: 'number', compact_revision: 'number', hash_revision: 'number' };
const alarm: Schema = { header, alarms: [{ memberID: 'number', alarm: 'number' }] };
const roleGet: Schema = { header, perm: [{ permType: 'number', key: 'bytes', range_end: 'bytes' }] };

/** A message as Go's encoder prints it. */
export function jsonMessage(message: object, schema: Schema): string {
  const values = message as Readonly<Record<string, unknown>>;
  const parts: string[] = [];
  for (const [name, kind] of Object.entries(schema)) {
    const text = jsonField(values[name], kind);
    if (text !== undefined) parts.push(`"${name}":${text}`);
  }
  return `{${parts.join(',')}}`;
}

/** undefined for the zero value, which is left out. */
function jsonField(value: unknown, kind: Kind): string | undefined {
  if (value === undefined || value === '' || value === false || value === 0 || value === '0') return undefined;
  if (Array.isArray(value)) {
    const [of] = kind as readonly ['string' | 'bytes' | Schema];
    return value.length === 0 ? undefined : `[${value.map((item) => jsonItem(item, of)).join(',')}]`;
  }
  if (value instanceof Uint8Array && value.length === 0) return undefined;
  return jsonItem(value, kind as Exclude<Kind, readonly unknown[]>);
}

function jsonItem(value: unknown, kind: 'number' | 'string' | 'bytes' | 'bool' | Schema): string {
  if (kind === 'number' || kind === 'bool') return String(value);
  if (kind === 'string') return jsonString(value as string);
  if (kind === 'bytes') return jsonBytes(value as Uint8Array);
  return jsonMessage(value as object, kind);
}

/** Standard base64 in quotes. */
export function jsonBytes(bytes: Uint8Array): string {
  return `"${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')}"`;
}

/** Header fields at the top of an object that goes on (the lease replies). */
function inlined(head: ResponseHeader | undefined): string {
  const inner = head ? jsonMessage(head, header).slice(1, -1) : '';
  return inner === '' ? '' : `${inner},`;
}

const responseOps = {
  response_range: range,
  response_put: put,
  response_delete_range: deleteRange,
} as const;

function jsonResponseOp(op: ResponseOp): string {
  if (op.response_txn) return `{"Response":{"response_txn":${jsonTxn(op.response_txn)}}}`;
  for (const [name, schema] of Object.entries(responseOps)) {
    const response = op[name as keyof typeof responseOps];
    if (response) return `{"Response":{"${name}":${jsonMessage(response, schema)}}}`;
  }
  return '{"Response":{}}';
}

function jsonTxn(response: TxnResponse): string {
  const start = jsonMessage(response, { header, succeeded: 'bool' });
  if (response.responses.length === 0) return start;
  return `${start.slice(0, -1)}${start === '{}' ? '' : ','}"responses":[${response.responses.map(jsonResponseOp).join(',')}]}`;
}

/** Contract 3.3: with --hex the ids of membership replies are hexadecimal strings and always there. */
function hexMembers(response: { header: ResponseHeader | undefined; member?: Member | undefined; members: readonly Member[] }): string {
  const id = (decimal: string | undefined) => `"${BigInt(decimal ?? '0').toString(16)}"`;
  const hexMember = (m: Member) => {
    const { ID: _, ...rest } = member;
    const inner = jsonMessage(m, rest).slice(1, -1);
    return `{"ID":${id(m.ID)}${inner === '' ? '' : `,${inner}`}}`;
  };
  const head = response.header;
  const numbers = head ? jsonMessage(head, { revision: 'number', raft_term: 'number' }).slice(1, -1) : '';
  const start = `{"header":{"cluster_id":${id(head?.cluster_id)},"member_id":${id(head?.member_id)}${numbers === '' ? '' : `,${numbers}`}}`;
  const added = response.member ? `,"member":${hexMember(response.member)}` : '';
  return `${start}${added},"members":[${response.members.map(hexMember).join(',')}]}\n`;
}

/** A list that Go's nil slice prints as null. */
function listOrNull(items: readonly string[]): string {
  return items.length === 0 ? 'null' : `[${items.join(',')}]`;
}

const line =
  (schema: Schema) =>
  (reply: { readonly response: object }): string =>
    `${jsonMessage(reply.response, schema)}\n`;

export const json: Renderers = {
  put: line(put),
  del: line(deleteRange),
  txn: ({ response }) => `${jsonTxn(response)}\n`,
  watch: ({ response: r }) =>
    `{"Header":${jsonMessage(r.header ?? {}, header)},"Events":${listOrNull(r.events.map((e) => jsonMessage(e, event)))},"CompactRevision":${r.compact_revision},"Canceled":${r.canceled},"Created":${r.created},"CancelReason":${jsonString(r.cancel_reason)}}\n`,
  'lease-grant': ({ response: r }) => `{${inlined(r.header)}"ID":${r.ID},"TTL":${r.TTL},"Error":${jsonString(r.error)}}\n`,
  'lease-revoke': line(headerOnly),
  'lease-timetolive': ({ response: r }) =>
    `{${inlined(r.header)}"id":${r.ID},"ttl":${r.TTL},"granted-ttl":${r.grantedTTL},"keys":${listOrNull(r.keys.map(jsonBytes))}}\n`,
  'lease-keepalive': ({ response: r }) => `{${inlined(r.header)}"ID":${r.ID},"TTL":${r.TTL}}\n`,
  'lease-expired': () => '',
  'lease-list': ({ response: r }) => `{${inlined(r.header)}"leases":[${r.leases.map((l) => `{"id":${l.ID}}`).join(',')}]}\n`,
  'member-list': ({ response }, hex) => (hex ? hexMembers(response) : `${jsonMessage(response, members)}\n`),
  'member-add': ({ response }, hex) => (hex ? hexMembers(response) : `${jsonMessage(response, memberAdd)}\n`),
  'member-change': ({ response }, hex) => (hex ? hexMembers(response) : `${jsonMessage(response, members)}\n`),
  'endpoint-health': ({ endpoints }) =>
    `${listOrNull(
      endpoints.map(
        (e) =>
          `{"endpoint":${jsonString(e.endpoint)},"health":${e.health},"took":${jsonString(e.took)}${e.error === '' ? '' : `,"error":${jsonString(e.error)}`}}`,
      ),
    )}\n`,
  'endpoint-status': ({ endpoints }) =>
    `${listOrNull(endpoints.map((e) => `{"Endpoint":${jsonString(e.endpoint)},"Status":${jsonMessage(e.status, status)}}`))}\n`,
  'endpoint-hashkv': ({ endpoints }) =>
    `${listOrNull(endpoints.map((e) => `{"Endpoint":${jsonString(e.endpoint)},"HashKV":${jsonMessage(e.hashKV, hashKV)}}`))}\n`,
  alarm: line(alarm),
  'move-leader': line(headerOnly),
  downgrade: line({ header, version: 'string' }),
  'auth-done': line(headerOnly),
  'role-get': line(roleGet),
  'role-list': line({ header, roles: ['string'] }),
  'user-get': line({ header, roles: ['string'] }),
  'user-list': line({ header, users: ['string'] }),
  'auth-status': line({ header, enabled: 'bool', authRevision: 'number' }),
  'snapshot-status': ({ status: s }) =>
    `{"hash":${s.hash},"revision":${s.revision},"totalKey":${s.totalKey},"totalSize":${s.totalSize},"version":${jsonString(s.version)}}\n`,
  'snapshot-hashkv': ({ hashKV: h }) => `{"hash":${h.hash},"hashRevision":${h.hashRevision},"compactRevision":${h.compactRevision}}\n`,
};
