/**
 * A client for etcd 3.4 to 3.7: what the command line is made of, without flags, files and exit statuses.
 *
 * Keys, values and other bytes are Buffers, 64-bit numbers decimal strings, times milliseconds. What a server or the network says is a
 * StatusError, what the library finds itself an EtcdError.
 */
export type { Clock } from '../clock.js';
export type { CallOptions, Invoker, MessageStream, UnaryResult } from '../grpc/call.js';
export type { TlsOptions } from '../grpc/channel.js';
export { Code, type Peer, StatusError } from '../grpc/status.js';
export { RangePage } from '../wire/range-page.js';
export { type Client, connect } from './client.js';
export { type Candidacy, campaign, observe, resign } from './concurrency/election.js';
export { acquireLock, type Lock, releaseLock } from './concurrency/lock.js';
export { Session } from './concurrency/session.js';
export { ConnectError, describeError, EtcdError, LostError, WatchCanceledError } from './errors.js';
export { checkHealth, type Health } from './health.js';
export { fromKey, type KeyRange, keyPrefix, prefixEnd, singleKey } from './keys.js';
export { type KeepAliveOptions, keepAlive, keepAliveOnce } from './lease.js';
export type { Logger } from './logger.js';
export type { Login, Password } from './login.js';
export { Mirror, type MirrorOptions } from './mirror.js';
export { type ClientOptions, defaultOptions } from './options.js';
export { rangePages, rangeStream } from './range.js';
export type { RequestOptions, Services } from './services.js';
export { type SnapshotOptions, type SnapshotPiece, snapshot } from './snapshot.js';
export { watch } from './watch.js';
export { Watcher, type WatchMessage } from './watcher.js';
