import { hashKVReport, statusReport } from '../../src/commands/snapshot/reports.js';
import type { Reply } from '../../src/output/reply.js';
import * as rpc from '../../src/proto/etcdserverpb/rpc.js';
import { Event_EventType } from '../../src/proto/mvccpb/kv.js';

/** Answers of every kind, with what is hard to print: large numbers, bytes that aren't text, and what is zero or missing. */

const header = { cluster_id: '18446744073709551615', member_id: '9372538179322589801', revision: '9007199254740993', raft_term: '7' };
const memberHeader = { ...header, revision: '0' };
/** As a member of a txn has it. */
const inner = { cluster_id: '0', member_id: '0', revision: '50', raft_term: '0' };

/** Escapes of terminals, both ends of C1, DEL, bytes that aren't UTF-8, and what Go's encoders escape. */
const strange = Buffer.concat([
  Buffer.from('a"\\\n\r\t\x00\x1b]0;t\x07\x7f\u0080\u009bé\u2028<&>😀'),
  Buffer.from([0xff, 0xc2, 0xed, 0xa0, 0x80]),
]);
const strangeText = 'a"\\\n\r\t\x1b]0;t\x07\x7f\u0080\u009bé\u2028<&>😀';

const pair = (key: string | Buffer, value: string | Buffer, more: object = {}) => ({
  key: Buffer.from(key as string),
  value: Buffer.from(value as string),
  create_revision: '8',
  mod_revision: '9007199254740993',
  version: '2',
  ...more,
});

const plain = pair('k1', 'v1');
const leased = pair('k2', 'two\nlines\n', { lease: '9041998807465585213' });
const odd = pair(strange, strange, { lease: '-5', version: '9223372036854775807', create_revision: '-9223372036854775808' });
const zero = {};

const page = (response: object) => rpc.RangeResponse.encode(rpc.RangeResponse.fromPartial(response)).finish();

const member = (more: object = {}) => ({
  ID: '443629905751424238',
  name: 'b2',
  peerURLs: ['http://127.0.0.1:2380', 'http://127.0.0.1:2381'],
  clientURLs: ['http://127.0.0.1:2379'],
  ...more,
});
const members = [member(), { ID: '18446744073709551615', peerURLs: [''], isLearner: true }, member({ name: strangeText }), zero];
const memberList = rpc.MemberListResponse.fromPartial({ header: memberHeader, members });

const status = rpc.StatusResponse.fromPartial({
  header,
  version: '3.7.1',
  dbSize: '24576',
  leader: '9372538179322589801',
  raftIndex: '17',
  raftTerm: '2',
  raftAppliedIndex: '16',
  errors: ['memberID:7 alarm:NOSPACE ', strangeText],
  dbSizeInUse: '16384',
  isLearner: true,
  storageVersion: '3.7.0',
  dbSizeQuota: '9223372036854775807',
  downgradeInfo: { enabled: true, targetVersion: '3.6.0' },
});

export const replies: { readonly [K in Reply['kind']]: Readonly<Record<string, Extract<Reply, { readonly kind: K }>>> } = {
  range: {
    'one page': { kind: 'range', pages: [page({ header, kvs: [plain, leased, odd, zero], more: true, count: '9007199254740993' })] },
    pages: {
      kind: 'range',
      pages: [
        page({ header, kvs: [plain], more: true, count: '4' }),
        page({ header: { ...header, revision: '1' }, kvs: [], more: true, count: '3' }),
        page({ kvs: [leased, odd], more: true, count: '3' }),
        page({ kvs: [zero], count: '1' }),
      ],
    },
    'chunks of a stream': {
      kind: 'range',
      pages: [page({ kvs: [plain, leased] }), page({ kvs: [odd] }), page({ header, more: true, count: '3' })],
    },
    values: { kind: 'range', valuesOnly: true, pages: [page({ header, kvs: [plain, leased, odd, zero], count: '4' })] },
    count: { kind: 'range', pages: [page({ header, count: '12' })] },
    'an empty answer': { kind: 'range', pages: [page({})] },
    'no answer': { kind: 'range', pages: [] },
    'no header': { kind: 'range', pages: [page({ kvs: [plain] })] },
  },
  put: {
    new: { kind: 'put', response: rpc.PutResponse.fromPartial({ header }) },
    'over a pair': { kind: 'put', response: rpc.PutResponse.fromPartial({ header, prev_kv: odd }) },
    'over an empty pair': { kind: 'put', response: rpc.PutResponse.fromPartial({ header: zero, prev_kv: zero }) },
    'no header': { kind: 'put', response: rpc.PutResponse.fromPartial({}) },
  },
  del: {
    nothing: { kind: 'del', response: rpc.DeleteRangeResponse.fromPartial({ header }) },
    pairs: { kind: 'del', response: rpc.DeleteRangeResponse.fromPartial({ header, deleted: '4', prev_kvs: [plain, leased, odd, zero] }) },
    'no header': { kind: 'del', response: rpc.DeleteRangeResponse.fromPartial({ deleted: '1' }) },
  },
  txn: {
    failed: { kind: 'txn', response: rpc.TxnResponse.fromPartial({ header }) },
    'no header': { kind: 'txn', response: rpc.TxnResponse.fromPartial({ responses: [zero] }) },
    'each request': {
      kind: 'txn',
      response: rpc.TxnResponse.fromPartial({
        header,
        succeeded: true,
        responses: [
          { response_put: { header: inner } },
          { response_put: { header: inner, prev_kv: leased } },
          { response_range: { header: inner, kvs: [plain, odd], more: true, count: '12' } },
          { response_range: { header: inner } },
          { response_delete_range: { header: inner, deleted: '2', prev_kvs: [plain, odd] } },
          { response_delete_range: {} },
          { response_txn: { succeeded: true, responses: [{ response_put: { header: inner } }] } },
          zero,
        ],
      }),
    },
  },
  watch: {
    events: {
      kind: 'watch',
      response: rpc.WatchResponse.fromPartial({
        header,
        watch_id: '3',
        events: [
          { kv: plain, prev_kv: leased },
          { kv: odd },
          { type: Event_EventType.DELETE, kv: { key: strange, mod_revision: '60' }, prev_kv: odd },
          zero,
        ],
      }),
    },
    progress: { kind: 'watch', response: rpc.WatchResponse.fromPartial({ header }) },
    compacted: {
      kind: 'watch',
      response: rpc.WatchResponse.fromPartial({ header: memberHeader, canceled: true, compact_revision: '9007199254740993' }),
    },
    refused: {
      kind: 'watch',
      response: rpc.WatchResponse.fromPartial({ created: true, canceled: true, cancel_reason: strangeText }),
    },
  },
  'lease-grant': {
    granted: { kind: 'lease-grant', response: rpc.LeaseGrantResponse.fromPartial({ header, ID: '9041998807465585213', TTL: '300' }) },
    'negative id': {
      kind: 'lease-grant',
      response: rpc.LeaseGrantResponse.fromPartial({ header, ID: '-5', TTL: '-1', error: strangeText }),
    },
    'no header': { kind: 'lease-grant', response: rpc.LeaseGrantResponse.fromPartial({ ID: '1' }) },
    'empty header': { kind: 'lease-grant', response: rpc.LeaseGrantResponse.fromPartial({ header: zero }) },
  },
  'lease-revoke': {
    revoked: { kind: 'lease-revoke', id: '9041998807465585213', response: rpc.LeaseRevokeResponse.fromPartial({ header }) },
    'no header': { kind: 'lease-revoke', id: '-9223372036854775808', response: rpc.LeaseRevokeResponse.fromPartial({}) },
  },
  'lease-timetolive': {
    'with keys': {
      kind: 'lease-timetolive',
      keys: true,
      response: rpc.LeaseTimeToLiveResponse.fromPartial({
        header,
        ID: '9041998807465585213',
        TTL: '399',
        grantedTTL: '400',
        keys: [Buffer.from('k1'), strange, Buffer.alloc(0)],
      }),
    },
    'without keys': {
      kind: 'lease-timetolive',
      keys: false,
      response: rpc.LeaseTimeToLiveResponse.fromPartial({ header, ID: '5', TTL: '399', grantedTTL: '400' }),
    },
    'no keys': { kind: 'lease-timetolive', keys: true, response: rpc.LeaseTimeToLiveResponse.fromPartial({ ID: '5', TTL: '1' }) },
    expired: { kind: 'lease-timetolive', keys: true, response: rpc.LeaseTimeToLiveResponse.fromPartial({ header, ID: '5', TTL: '-1' }) },
  },
  'lease-keepalive': {
    alive: { kind: 'lease-keepalive', response: rpc.LeaseKeepAliveResponse.fromPartial({ header, ID: '9041998807465585213', TTL: '400' }) },
    'no header': { kind: 'lease-keepalive', response: rpc.LeaseKeepAliveResponse.fromPartial({}) },
  },
  'lease-expired': { expired: { kind: 'lease-expired', id: '9041998807465585213' } },
  'lease-list': {
    leases: {
      kind: 'lease-list',
      response: rpc.LeaseLeasesResponse.fromPartial({ header, leases: [{ ID: '9041998807465585213' }, { ID: '-5' }, zero] }),
    },
    none: { kind: 'lease-list', response: rpc.LeaseLeasesResponse.fromPartial({}) },
  },
  'member-list': {
    members: { kind: 'member-list', response: memberList },
    none: { kind: 'member-list', response: rpc.MemberListResponse.fromPartial({ header }) },
    'no header': { kind: 'member-list', response: rpc.MemberListResponse.fromPartial({}) },
  },
  'member-add': {
    added: {
      kind: 'member-add',
      name: 'b2 "x"',
      peerUrls: 'http://127.0.0.1:2380,http://127.0.0.1:2381',
      response: rpc.MemberAddResponse.fromPartial({
        header: memberHeader,
        member: { ...member(), name: '' },
        members: [member(), member({ ID: '5', name: 'a' })],
      }),
    },
    learner: {
      kind: 'member-add',
      name: 'l',
      peerUrls: 'http://l',
      response: rpc.MemberAddResponse.fromPartial({ header, member: { ID: '74', peerURLs: ['http://l'], isLearner: true } }),
    },
    'an empty answer': { kind: 'member-add', name: '', peerUrls: '', response: rpc.MemberAddResponse.fromPartial({}) },
    'an empty member': { kind: 'member-add', name: '', peerUrls: '', response: rpc.MemberAddResponse.fromPartial({ member: zero }) },
  },
  'member-change': {
    removed: { kind: 'member-change', id: '74', verb: 'removed from', response: memberList },
    updated: { kind: 'member-change', id: '18446744073709551615', verb: 'updated in', response: rpc.MemberListResponse.fromPartial({}) },
    promoted: {
      kind: 'member-change',
      id: '0',
      verb: 'promoted in',
      response: rpc.MemberListResponse.fromPartial({ header: memberHeader }),
    },
  },
  'endpoint-health': {
    both: {
      kind: 'endpoint-health',
      endpoints: [
        { endpoint: 'http://127.0.0.1:2379', health: true, took: '2.507275ms', error: '' },
        { endpoint: '127.0.0.1:9', health: false, took: '1.001128425s', error: strangeText },
        { endpoint: '', health: false, took: '', error: 'context deadline exceeded' },
      ],
    },
    none: { kind: 'endpoint-health', endpoints: [] },
  },
  'endpoint-status': {
    all: {
      kind: 'endpoint-status',
      endpoints: [
        { endpoint: 'http://127.0.0.1:2379', status },
        { endpoint: '127.0.0.1:22379', status: rpc.StatusResponse.fromPartial({ header: memberHeader, downgradeInfo: {} }) },
        { endpoint: '', status: rpc.StatusResponse.fromPartial({}) },
      ],
    },
    none: { kind: 'endpoint-status', endpoints: [] },
  },
  'endpoint-hashkv': {
    all: {
      kind: 'endpoint-hashkv',
      endpoints: [
        {
          endpoint: 'http://127.0.0.1:2379',
          hashKV: rpc.HashKVResponse.fromPartial({ header, hash: 4294967295, compact_revision: '-1', hash_revision: '9007199254740993' }),
        },
        { endpoint: '127.0.0.1:22379', hashKV: rpc.HashKVResponse.fromPartial({}) },
      ],
    },
    none: { kind: 'endpoint-hashkv', endpoints: [] },
  },
  alarm: {
    alarms: {
      kind: 'alarm',
      response: rpc.AlarmResponse.fromPartial({
        header,
        alarms: [{ memberID: '9372538179322589801', alarm: 1 }, { memberID: '7', alarm: 2 }, { memberID: '0', alarm: 9 as 2 }, zero],
      }),
    },
    none: { kind: 'alarm', response: rpc.AlarmResponse.fromPartial({}) },
  },
  'move-leader': {
    moved: { kind: 'move-leader', from: '9372538179322589801', to: '74', response: rpc.MoveLeaderResponse.fromPartial({}) },
    'with a header': { kind: 'move-leader', from: '0', to: '1', response: rpc.MoveLeaderResponse.fromPartial({ header }) },
  },
  downgrade: {
    validated: { kind: 'downgrade', action: 'validate', response: rpc.DowngradeResponse.fromPartial({ header, version: '3.7' }) },
    enabled: { kind: 'downgrade', action: 'enable', response: rpc.DowngradeResponse.fromPartial({ version: strangeText }) },
    canceled: { kind: 'downgrade', action: 'cancel', response: rpc.DowngradeResponse.fromPartial({}) },
  },
  'auth-done': {
    text: { kind: 'auth-done', text: 'Role r1 created', response: rpc.AuthRoleAddResponse.fromPartial({ header }) },
    bytes: { kind: 'auth-done', text: strange, response: rpc.AuthRoleAddResponse.fromPartial({}) },
    "a name that isn't UTF-8": {
      kind: 'auth-done',
      text: 'User \udcff created',
      response: rpc.AuthRoleAddResponse.fromPartial({ header }),
    },
  },
  'role-get': {
    permissions: {
      kind: 'role-get',
      role: 'r1',
      response: rpc.AuthRoleGetResponse.fromPartial({
        header,
        perm: [
          { permType: 0, key: Buffer.from('k') },
          { permType: 1, key: Buffer.from('k'), range_end: Buffer.from('kz') },
          { permType: 2, key: Buffer.from('f'), range_end: Buffer.of(0) },
          { permType: 2, key: Buffer.from('a/'), range_end: Buffer.from('a0') },
          { permType: 0, key: strange, range_end: strange },
          zero,
        ],
      }),
    },
    root: { kind: 'role-get', role: 'root', response: rpc.AuthRoleGetResponse.fromPartial({ header }) },
    none: { kind: 'role-get', role: strangeText, response: rpc.AuthRoleGetResponse.fromPartial({}) },
  },
  'role-list': {
    roles: { kind: 'role-list', response: rpc.AuthRoleListResponse.fromPartial({ header, roles: ['r1', '', strangeText] }) },
    none: { kind: 'role-list', response: rpc.AuthRoleListResponse.fromPartial({}) },
  },
  'user-get': {
    roles: { kind: 'user-get', user: 'u', response: rpc.AuthUserGetResponse.fromPartial({ header, roles: ['r1', 'root', strangeText] }) },
    none: { kind: 'user-get', user: strangeText, response: rpc.AuthUserGetResponse.fromPartial({}) },
  },
  'user-list': {
    users: { kind: 'user-list', response: rpc.AuthUserListResponse.fromPartial({ header, users: ['u', '', strangeText] }) },
    none: { kind: 'user-list', response: rpc.AuthUserListResponse.fromPartial({}) },
  },
  'auth-status': {
    on: {
      kind: 'auth-status',
      response: rpc.AuthStatusResponse.fromPartial({ header, enabled: true, authRevision: '18446744073709551615' }),
    },
    off: { kind: 'auth-status', response: rpc.AuthStatusResponse.fromPartial({}) },
  },
  report: {
    'snapshot status': statusReport({
      hash: 4294967295,
      revision: 9223372036854775807n,
      totalKey: 4926,
      totalSize: 13611008,
      version: '3.7.0-rc.0',
    }),
    'snapshot status, old': statusReport({ hash: 0, revision: 0n, totalKey: 0, totalSize: 0, version: '' }),
    'snapshot hashkv': hashKVReport({ hash: 906775166, hashRevision: 9223372036854775807n, compactRevision: -1n }),
    rows: {
      kind: 'report',
      columns: ['key prefix', 'keys', 'bytes', 'read_only'],
      rows: [
        ['/registry/', 12, 9223372036854775807n, true],
        [strangeText, -1, 0n, false],
        ['no UTF-8: \udcff', 0.5, -5n, false],
      ],
      document: { prefixes: [{ key: strange, keys: 12, bytes: 9223372036854775807n, readOnly: true, missing: undefined }], none: null },
    },
    'no rows': { kind: 'report', columns: ['key'], rows: [], document: [] },
  },
};
