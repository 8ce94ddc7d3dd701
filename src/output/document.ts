import type { Json } from '../go/json.js';
import type { Member, ResponseHeader, ResponseOp, TxnResponse } from '../proto/etcdserverpb/rpc.js';
import type { Format, PrintOptions } from './format.js';
import { hexId } from './names.js';
import type { Pair, Rendered, Reply, ReplyOf } from './reply.js';

/** A reply as plain data: members in the order they are printed in, 64-bit integers as bigint, bytes as they are. */
export type Document = Json;

type Members = { readonly [name: string]: Document };

/**
 * How a protobuf message stands in a document (contract 3.1): members in this order, zero values left out. The kind of each field is named
 * since 64-bit integers are decimal strings in our messages.
 */
export interface Schema {
  readonly [field: string]: Kind;
}
type Kind = ItemKind | 'int64' | 'number' | 'bool' | readonly [ItemKind];
type ItemKind = 'string' | 'bytes' | Schema;

export const headerSchema = { cluster_id: 'int64', member_id: 'int64', revision: 'int64', raft_term: 'int64' } as const satisfies Schema;
export const pairSchema = {
  key: 'bytes',
  create_revision: 'int64',
  mod_revision: 'int64',
  version: 'int64',
  value: 'bytes',
  lease: 'int64',
} as const satisfies { readonly [K in keyof Pair]: 'bytes' | 'int64' };
const headerOnly: Schema = { header: headerSchema };
const range: Schema = { ...headerOnly, kvs: [pairSchema], more: 'bool', count: 'int64' };
const put: Schema = { ...headerOnly, prev_kv: pairSchema };
const deleteRange: Schema = { ...headerOnly, deleted: 'int64', prev_kvs: [pairSchema] };
const event: Schema = { type: 'number', kv: pairSchema, prev_kv: pairSchema };
const memberRest: Schema = { name: 'string', peerURLs: ['string'], clientURLs: ['string'], isLearner: 'bool' };
const member: Schema = { ID: 'int64', ...memberRest };
const members: Schema = { ...headerOnly, members: [member] };
const memberAdd: Schema = { ...headerOnly, member, members: [member] };
const status: Schema = {
  ...headerOnly,
  version: 'string',
  dbSize: 'int64',
  leader: 'int64',
  raftIndex: 'int64',
  raftTerm: 'int64',
  raftAppliedIndex: 'int64',
  errors: ['string'],
  dbSizeInUse: 'int64',
  isLearner: 'bool',
  storageVersion: 'string',
  dbSizeQuota: 'int64',
  downgradeInfo: { enabled: 'bool', targetVersion: 'string' },
};
const hashKV: Schema = { ...headerOnly, hash: 'number', compact_revision: 'int64', hash_revision: 'int64' };
const alarm: Schema = { ...headerOnly, alarms: [{ memberID: 'int64', alarm: 'number' }] };
const roleGet: Schema = { ...headerOnly, perm: [{ permType: 'number', key: 'bytes', range_end: 'bytes' }] };

/** A message by its schema. */
export function messageDocument(message: object, schema: Schema): Members {
  const values = message as Readonly<Record<string, unknown>>;
  const document: Record<string, Document> = {};
  for (const [name, kind] of Object.entries(schema)) {
    const value = values[name];
    if (!isZero(value)) document[name] = fieldDocument(value, kind);
  }
  return document;
}

function isZero(value: unknown): boolean {
  if (Array.isArray(value) || value instanceof Uint8Array) return value.length === 0;
  return value === undefined || value === '' || value === false || value === 0 || value === '0';
}

function fieldDocument(value: unknown, kind: Kind): Document {
  if (kind === 'int64') return BigInt(value as string);
  if (typeof kind === 'string') return value as Document;
  if (!Array.isArray(value)) return messageDocument(value as object, kind as Schema);
  const [of] = kind as readonly [ItemKind];
  return value.map((item) => fieldDocument(item, of));
}

/** What Go's client wraps a lease answer in: the header's fields at the top, and nothing left out behind them. */
function withHeader(header: ResponseHeader | undefined, rest: Members): Members {
  return { ...messageDocument(header ?? {}, headerSchema), ...rest };
}

/** A list that Go's nil slice prints as null. */
const listOrNull = (items: readonly Document[]): Document => (items.length === 0 ? null : items);

const responseOps = { response_range: range, response_put: put, response_delete_range: deleteRange } as const;

function responseOp(op: ResponseOp): Document {
  if (op.response_txn) return { Response: { response_txn: txn(op.response_txn) } };
  for (const [name, schema] of Object.entries(responseOps)) {
    const response = op[name as keyof typeof responseOps];
    if (response) return { Response: { [name]: messageDocument(response, schema) } };
  }
  return { Response: {} };
}

function txn(response: TxnResponse): Document {
  const start = messageDocument(response, { ...headerOnly, succeeded: 'bool' });
  return response.responses.length === 0 ? start : { ...start, responses: response.responses.map(responseOp) };
}

/** Contract 3.3: with --hex the ids of membership replies are hexadecimal strings and always there. */
function hexMembers({ header, member, members }: MembersResponse): Document {
  const numbers = messageDocument(header ?? {}, { revision: 'int64', raft_term: 'int64' });
  return {
    header: { cluster_id: hexId(header?.cluster_id), member_id: hexId(header?.member_id), ...numbers },
    member: member && hexMember(member),
    members: members.map(hexMember),
  };
}

interface MembersResponse {
  readonly header: ResponseHeader | undefined;
  readonly member?: Member | undefined;
  readonly members: readonly Member[];
}

const hexMember = (member: Member): Document => ({ ID: hexId(member.ID), ...messageDocument(member, memberRest) });

const bySchema =
  (schema: Schema) =>
  ({ response }: { readonly response: object }): Document =>
    messageDocument(response, schema);

const membersBySchema =
  (schema: Schema) =>
  ({ response }: { readonly response: MembersResponse }, hex: boolean): Document =>
    hex ? hexMembers(response) : messageDocument(response, schema);

/** A range has no document: it may be larger than memory, and is printed page by page. */
type Documented = Exclude<Reply['kind'], 'range'>;

/** Contract 3.2. undefined where nothing is printed. */
const documents: { readonly [K in Documented]: (reply: ReplyOf<K>, hex: boolean) => Document | undefined } = {
  report: ({ document }) => document,
  put: bySchema(put),
  del: bySchema(deleteRange),
  txn: ({ response }) => txn(response),
  watch: ({ response: r }) => ({
    Header: messageDocument(r.header ?? {}, headerSchema),
    Events: listOrNull(r.events.map((e) => messageDocument(e, event))),
    CompactRevision: BigInt(r.compact_revision),
    Canceled: r.canceled,
    Created: r.created,
    CancelReason: r.cancel_reason,
  }),
  'lease-grant': ({ response: r }) => withHeader(r.header, { ID: BigInt(r.ID), TTL: BigInt(r.TTL), Error: r.error }),
  'lease-revoke': bySchema(headerOnly),
  'lease-timetolive': ({ response: r }) =>
    withHeader(r.header, { id: BigInt(r.ID), ttl: BigInt(r.TTL), 'granted-ttl': BigInt(r.grantedTTL), keys: listOrNull(r.keys) }),
  'lease-keepalive': ({ response: r }) => withHeader(r.header, { ID: BigInt(r.ID), TTL: BigInt(r.TTL) }),
  'lease-expired': () => undefined,
  'lease-list': ({ response: r }) => withHeader(r.header, { leases: r.leases.map(({ ID }) => ({ id: BigInt(ID) })) }),
  'member-list': membersBySchema(members),
  'member-add': membersBySchema(memberAdd),
  'member-change': membersBySchema(members),
  'endpoint-health': ({ endpoints }) =>
    listOrNull(endpoints.map(({ endpoint, health, took, error }) => ({ endpoint, health, took, error: error === '' ? undefined : error }))),
  'endpoint-status': ({ endpoints }) =>
    listOrNull(endpoints.map((e) => ({ Endpoint: e.endpoint, Status: messageDocument(e.status, status) }))),
  'endpoint-hashkv': ({ endpoints }) =>
    listOrNull(endpoints.map((e) => ({ Endpoint: e.endpoint, HashKV: messageDocument(e.hashKV, hashKV) }))),
  alarm: bySchema(alarm),
  'move-leader': bySchema(headerOnly),
  downgrade: bySchema({ ...headerOnly, version: 'string' }),
  'auth-done': bySchema(headerOnly),
  'role-get': bySchema(roleGet),
  'role-list': bySchema({ ...headerOnly, roles: ['string'] }),
  'user-get': bySchema({ ...headerOnly, roles: ['string'] }),
  'user-list': bySchema({ ...headerOnly, users: ['string'] }),
  'auth-status': bySchema({ ...headerOnly, enabled: 'bool', authRevision: 'int64' }),
};

/** @returns undefined where nothing is printed of the reply */
export function documentOf(reply: ReplyOf<Documented>, hex: boolean): Document | undefined {
  // TypeScript can't see that what is found by a reply's kind takes that reply.
  const make = documents[reply.kind] as (reply: ReplyOf<Documented>, hex: boolean) => Document | undefined;
  return make(reply, hex);
}

/** The handlers of a format that prints each reply by its document; ranges stay the format's own. */
export function printDocuments(print: (document: Document) => Rendered): Omit<Format, 'range'> {
  const handler = (reply: ReplyOf<Documented>, { hex }: PrintOptions): Rendered => {
    const document = documentOf(reply, hex);
    return document === undefined ? '' : print(document);
  };
  const kinds = Object.keys(documents) as readonly Documented[];
  return Object.fromEntries(kinds.map((kind) => [kind, handler])) as Record<Documented, typeof handler>;
}
