import { BinaryWriter } from '@bufbuild/protobuf/wire';
import * as rpc from '../../proto/etcdserverpb/rpc.js';
import { type Format, unsupported } from '../format.js';
import type { RangeWriter } from '../range.js';

type Codec<T> = { encode(message: T): { finish(): Uint8Array } };

const whole =
  <T>(codec: Codec<T>) =>
  (reply: { readonly response: T }): Uint8Array =>
    codec.encode(reply.response).finish();

/** Of lease replies Go's client marshals the embedded header alone (contract 4.3). */
const headerAlone = ({ response }: { readonly response: { readonly header: rpc.ResponseHeader | undefined } }): Uint8Array =>
  response.header ? rpc.ResponseHeader.encode(response.header).finish() : new Uint8Array();

/** A RangeResponse whose pairs are those of the pages, as they came. */
const pages: RangeWriter = {
  headerFirst: true,
  begin: (header) => (header ? new BinaryWriter().uint32(headerTag).bytes(header).finish() : ''),
  pairs(page) {
    const pairs: Buffer[] = [];
    while (page.next()) pairs.push(page.encodedPair);
    return Buffer.concat(pairs);
  },
  end: ({ more, count }) => rpc.RangeResponse.encode({ header: undefined, kvs: [], more, count }).finish(),
};

/** Field 1 of RangeResponse, a message. */
const headerTag = 0x0a;

/** The serialized answer, without a newline. */
export const protobuf: Format = {
  report: unsupported,
  range: () => pages,
  put: whole(rpc.PutResponse),
  del: whole(rpc.DeleteRangeResponse),
  txn: whole(rpc.TxnResponse),
  watch: ({ response }) => rpc.WatchResponse.encode({ ...response, watch_id: '0', cancel_reason: '' }).finish(),
  'lease-grant': headerAlone,
  'lease-revoke': unsupported,
  'lease-timetolive': headerAlone,
  'lease-keepalive': headerAlone,
  'lease-expired': () => '',
  'lease-list': headerAlone,
  'member-list': whole(rpc.MemberListResponse),
  'member-add': whole(rpc.MemberAddResponse),
  'member-change': whole(rpc.MemberListResponse),
  'endpoint-health': unsupported,
  'endpoint-status': unsupported,
  'endpoint-hashkv': unsupported,
  alarm: whole(rpc.AlarmResponse),
  'move-leader': whole(rpc.MoveLeaderResponse),
  downgrade: whole(rpc.DowngradeResponse),
  'auth-done': whole(rpc.AuthRoleAddResponse),
  'role-get': whole(rpc.AuthRoleGetResponse),
  'role-list': whole(rpc.AuthRoleListResponse),
  'user-get': whole(rpc.AuthUserGetResponse),
  'user-list': whole(rpc.AuthUserListResponse),
  'auth-status': whole(rpc.AuthStatusResponse),
};
