import { Code, StatusError } from '../grpc/status.js';

/** A failure that the library finds itself, in the words of Go's client library; what a server or the network says is a StatusError. */
export class EtcdError extends Error {
  override readonly name: string = 'EtcdError';
}

/** No client can be made: there is no endpoint, limits contradict each other, or the login failed (then `cause` is the StatusError). */
export class ConnectError extends EtcdError {
  override readonly name = 'ConnectError';
}

/** The server ended a watch; the message is its reason. */
export class WatchCanceledError extends EtcdError {
  override readonly name = 'WatchCanceledError';
}

/** A lock or an election was lost, as the session's lease or the key is gone. */
export class LostError extends EtcdError {
  override readonly name = 'LostError';
}

/** What somebody gives up by their signal ends in this. */
export function canceled(cause?: unknown): StatusError {
  return Object.assign(new StatusError(Code.Canceled, 'context canceled', undefined, true), { cause });
}

/** Server words that callers act on. */
export const permissionDenied = 'etcdserver: permission denied';
export const rootRoleMissing = 'etcdserver: root user does not have root role';
export const compacted = 'etcdserver: mvcc: required revision has been compacted';

/**
 * The text of a failure, contract 5.2: what etcd is known to say stands alone, a deadline or a cancellation of our own is in
 * Go's words, any other status has gRPC's form.
 */
export function describeError(error: unknown): string {
  if (!(error instanceof StatusError)) return error instanceof Error ? error.message : String(error);
  if (known.has(error.details)) return error.details;
  if (error.byCaller && error.code === Code.DeadlineExceeded) return 'context deadline exceeded';
  if (error.byCaller && error.code === Code.Canceled) return 'context canceled';
  return error.message;
}

/** The descriptions that etcd's client library makes its own errors of, etcd 3.7's api/v3rpc/rpctypes. */
const known: ReadonlySet<string> = new Set([
  'etcdserver: key is not provided',
  'etcdserver: key not found',
  'etcdserver: value is provided',
  'etcdserver: lease is provided',
  'etcdserver: too many operations in txn request',
  'etcdserver: duplicate key given in txn request',
  'etcdserver: invalid sort option',
  'etcdserver: given member URLs are invalid',
  'etcdserver: request is too large',
  'etcdserver: user name is empty',
  'etcdserver: role name is empty',
  'etcdserver: authentication failed, invalid user ID or password',
  'etcdserver: invalid auth management',
  'etcdserver: revision of auth store is old',
  'etcdserver: wrong downgrade target version format',
  'etcdserver: invalid downgrade target version',
  'etcdserver: requested lease not found',
  'etcdserver: member not found',
  'etcdserver: permission denied',
  'etcdserver: mvcc: database space exceeded',
  'etcdserver: too many requests',
  'etcdserver: lease already exists',
  'etcdserver: member ID already exist',
  'etcdserver: Peer URLs already exists',
  'etcdserver: re-configuration failed due to not enough started members',
  'etcdserver: can only promote a learner member',
  'etcdserver: can only promote a learner member which is in sync with leader',
  'etcdserver: too many learner members in cluster',
  'etcdserver: cluster ID mismatch',
  'etcdserver: root user does not exist',
  'etcdserver: root user does not have root role',
  'etcdserver: user name already exists',
  'etcdserver: user name not found',
  'etcdserver: role name already exists',
  'etcdserver: role name not found',
  'etcdserver: role is not granted to the user',
  'etcdserver: permission is not granted to the role',
  'etcdserver: authentication is not enabled',
  'etcdserver: not leader',
  'etcdserver: not capable',
  'etcdserver: rpc not supported for learner',
  'etcdserver: bad leader transferee',
  'etcdserver: cluster version not found during downgrade',
  'etcdserver: cluster has a downgrade job in progress',
  'etcdserver: no inflight downgrade job',
  'etcdserver: mvcc: required revision has been compacted',
  'etcdserver: mvcc: required revision is a future revision',
  'etcdserver: too large lease TTL',
  'etcdserver: no leader',
  'etcdserver: leader changed',
  'etcdserver: server stopped',
  'etcdserver: request timed out',
  'etcdserver: request timed out, possibly due to previous leader failure',
  'etcdserver: request timed out, possibly due to connection lost',
  'etcdserver: unhealthy cluster',
  'etcdserver: corrupt cluster',
  'etcdserver: invalid auth token',
]);
