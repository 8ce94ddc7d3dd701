import type {
  AlarmResponse,
  AuthRoleAddResponse,
  AuthRoleGetResponse,
  AuthRoleListResponse,
  AuthStatusResponse,
  AuthUserGetResponse,
  AuthUserListResponse,
  DeleteRangeResponse,
  DowngradeResponse,
  HashKVResponse,
  LeaseGrantResponse,
  LeaseKeepAliveResponse,
  LeaseLeasesResponse,
  LeaseRevokeResponse,
  LeaseTimeToLiveResponse,
  MemberAddResponse,
  MemberListResponse,
  MoveLeaderResponse,
  PutResponse,
  StatusResponse,
  TxnResponse,
  WatchResponse,
} from '../proto/etcdserverpb/rpc.js';
import type { Report } from './report.js';

/**
 * What a command hands to a printer. Go's kinds hold the server's answer, and the few words of the command that simple output repeats; a
 * command that Go's etcdctl doesn't have prints a report.
 */
export type Reply =
  | Report
  | RangeReply
  | { readonly kind: 'put'; readonly response: PutResponse }
  | { readonly kind: 'del'; readonly response: DeleteRangeResponse }
  | { readonly kind: 'txn'; readonly response: TxnResponse }
  | { readonly kind: 'watch'; readonly response: WatchResponse; readonly managedFields?: boolean }
  | { readonly kind: 'lease-grant'; readonly response: LeaseGrantResponse }
  | { readonly kind: 'lease-revoke'; readonly response: LeaseRevokeResponse; readonly id: string }
  | { readonly kind: 'lease-timetolive'; readonly response: LeaseTimeToLiveResponse; readonly keys: boolean }
  | { readonly kind: 'lease-keepalive'; readonly response: LeaseKeepAliveResponse }
  | { readonly kind: 'lease-expired'; readonly id: string }
  | { readonly kind: 'lease-list'; readonly response: LeaseLeasesResponse }
  | { readonly kind: 'member-list'; readonly response: MemberListResponse }
  /** `name` and `peerUrls` as they were given. */
  | { readonly kind: 'member-add'; readonly response: MemberAddResponse; readonly name: string; readonly peerUrls: string }
  | { readonly kind: 'member-change'; readonly response: MemberListResponse; readonly id: string; readonly verb: MemberVerb }
  | { readonly kind: 'endpoint-health'; readonly endpoints: readonly EndpointHealth[] }
  | { readonly kind: 'endpoint-status'; readonly endpoints: readonly EndpointStatus[] }
  | { readonly kind: 'endpoint-hashkv'; readonly endpoints: readonly EndpointHashKV[] }
  | { readonly kind: 'alarm'; readonly response: AlarmResponse }
  | { readonly kind: 'move-leader'; readonly response: MoveLeaderResponse; readonly from: string; readonly to: string }
  | { readonly kind: 'downgrade'; readonly response: DowngradeResponse; readonly action: 'validate' | 'enable' | 'cancel' }
  /** Every auth answer that is a header only; `text` is its line of simple output. */
  | { readonly kind: 'auth-done'; readonly response: AuthRoleAddResponse; readonly text: Rendered }
  | { readonly kind: 'role-get'; readonly response: AuthRoleGetResponse; readonly role: string }
  | { readonly kind: 'role-list'; readonly response: AuthRoleListResponse }
  | { readonly kind: 'user-get'; readonly response: AuthUserGetResponse; readonly user: string }
  | { readonly kind: 'user-list'; readonly response: AuthUserListResponse }
  | { readonly kind: 'auth-status'; readonly response: AuthStatusResponse };

export type ReplyOf<K extends Reply['kind']> = Extract<Reply, { readonly kind: K }>;

export type MemberVerb = 'removed from' | 'updated in' | 'promoted in';

export interface EndpointHealth {
  readonly endpoint: string;
  readonly health: boolean;
  /** Go duration text of the Range alone; empty where no client could be made. */
  readonly took: string;
  readonly error: string;
}

export interface EndpointStatus {
  readonly endpoint: string;
  readonly status: StatusResponse;
}

export interface EndpointHashKV {
  readonly endpoint: string;
  readonly hashKV: HashKVResponse;
}

/** A range of any size, as encoded RangeResponse messages whose kvs follow each other. */
export interface RangeReply {
  readonly kind: 'range';
  /** header and count are those of the first page that has them, `more` that of the last page. */
  readonly pages: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
  /** simple output leaves the key lines out. */
  readonly valuesOnly?: boolean;
  /** yaml output keeps metadata.managedFields of Kubernetes' objects. */
  readonly managedFields?: boolean;
}

/** A pair of a whole answer, or the current one of a page: what is printed of it. */
export interface Pair {
  readonly key: Buffer;
  readonly value: Buffer;
  readonly create_revision: string;
  readonly mod_revision: string;
  readonly version: string;
  readonly lease: string;
}

/** A piece of output. Text is written as go/text.ts has it, bytes as they are. */
export type Rendered = string | Uint8Array;
