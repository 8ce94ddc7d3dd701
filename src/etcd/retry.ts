import type { Clock } from '../clock.js';
import type { CallOptions, Invoker } from '../grpc/call.js';
import { Code, type Peer, StatusError } from '../grpc/status.js';
import type { Logger } from './logger.js';

/** Go's client gives up after this many tries of one call (contract 5.4). */
const maxAttempts = 100;
const backoff = 25;

/**
 * Calls that read, or that may run twice with the effect of one: they are tried again when a member answers Unavailable, or gives them up by
 * itself. Go's client tries any call again that a server gives up, with the chance that it's applied twice.
 */
const repeatable = new Set(
  [
    'KV/Range',
    'Lease/LeaseGrant',
    'Lease/LeaseRevoke',
    'Lease/LeaseTimeToLive',
    'Lease/LeaseLeases',
    'Cluster/MemberList',
    'Maintenance/Alarm',
    'Maintenance/Status',
    'Maintenance/HashKV',
    'Maintenance/MoveLeader',
    'Auth/UserList',
    'Auth/UserGet',
    'Auth/RoleGet',
    'Auth/RoleList',
  ].map((method) => `/etcdserverpb.${method}`),
);

const transient: ReadonlySet<Code> = new Set([Code.Unavailable, Code.Canceled, Code.DeadlineExceeded]);

export interface RetryOptions {
  readonly endpoints: readonly string[];
  readonly clock: Clock;
  readonly logger: Logger;
  /** Gets a new token, where there is one to get, after the server refused the call. @returns false where that can't help. */
  refreshToken(refusal: StatusError): Promise<boolean>;
}

/** Unary calls as Go's client makes them: tried again where that is safe, each failed try logged. Streams pass unchanged. */
export function retrying(inner: Invoker, options: RetryOptions): Invoker {
  const { endpoints, clock, logger } = options;
  const quorum = Math.floor(endpoints.length / 2) + 1;
  let closed = false;

  async function unary(path: string, request: Uint8Array, call: CallOptions = {}) {
    for (let attempt = 0; ; attempt++) {
      if (attempt > 0 && attempt % quorum === 0) await clock.sleep(backoff * (0.9 + 0.2 * Math.random()), call.signal);
      try {
        return await inner.unary(path, request, call);
      } catch (error) {
        // What was under way when the program had seen enough, as a page read ahead, has not failed.
        if (!(error instanceof StatusError) || closed || call.signal?.aborted) throw error;
        await logger.log('warn', 'retrying of unary invoker failed', {
          target: `etcd-endpoints://etcdctl-ts/${withoutScheme(endpoints[0] ?? '')}`,
          peer: describePeer(error.peer),
          method: path,
          attempt,
          error: error.message,
        });
        if (attempt + 1 >= maxAttempts || error.byCaller || expired(call, clock)) throw error;
        const again = retryable(path, error, endpoints.length) || (await options.refreshToken(error));
        if (!again) throw error;
      }
    }
  }

  function close() {
    closed = true;
    inner.close();
  }

  return { unary, stream: (path, call) => inner.stream(path, call), close };
}

function expired(call: CallOptions, clock: Clock): boolean {
  return call.signal?.aborted === true || (call.deadline !== undefined && call.deadline <= clock.now());
}

function retryable(path: string, error: StatusError, endpoints: number): boolean {
  // A learner refuses before it does anything; the next member may be a voter.
  if (error.details === 'etcdserver: rpc not supported for learner' && endpoints > 1) return true;
  return repeatable.has(path) && transient.has(error.code);
}

function withoutScheme(endpoint: string): string {
  return endpoint.replace(/^\w+:\/\//, '');
}

function describePeer(peer: Peer | undefined): string {
  if (peer === undefined) return 'Peer{Addr: <nil>, LocalAddr: <nil>, AuthInfo: <nil>}';
  return `Peer{Addr: '${peer.address}', LocalAddr: '${peer.local}', AuthInfo: '${peer.secure ? 'tls' : 'insecure'}'}`;
}
