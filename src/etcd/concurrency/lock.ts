import { RangeRequest } from '../../proto/etcdserverpb/rpc.js';
import { canceled, LostError } from '../errors.js';
import type { Session } from './session.js';
import { createdAt, mayHaveEntered, oldestBelow, prefixOf, waitForTurn } from './turn.js';

/** A lock that is held. */
export interface Lock {
  readonly key: Buffer;
  /** The store's revision when the lock was had. */
  readonly revision: string;
}

/**
 * Waits for a lock, with the keys and transactions of Go's client (contract 6.3), so that both exclude each other.
 * @throws StatusError, of code Canceled where the signal aborted, our key being deleted again
 * @throws LostError where the session ended meanwhile
 */
export async function acquireLock(session: Session, name: Buffer, signal: AbortSignal): Promise<Lock> {
  const { client } = session;
  const prefix = prefixOf(name);
  const key = session.keyBelow(prefix);
  const mine = RangeRequest.fromPartial({ key });
  const owner = { request_range: oldestBelow(prefix) };
  let entered = false;
  try {
    const entry = await client.kv.txn(
      {
        compare: [createdAt(key, '0')],
        success: [{ request_put: { key, lease: session.lease } }, owner],
        failure: [{ request_range: mine }, owner],
      },
      { signal },
    );
    entered = true;
    const header = entry.header?.revision ?? '0';
    const revision = entry.succeeded ? header : (entry.responses[0]?.response_range?.kvs[0]?.create_revision ?? '0');
    const oldest = entry.responses[1]?.response_range?.kvs[0];
    if (oldest === undefined || oldest.create_revision === revision) return { key, revision: header };
    await waitForTurn(client, prefix, revision, signal);
    const own = await client.kv.range(mine, { signal });
    if (own.kvs.length > 0) return { key, revision: own.header?.revision ?? '0' };
  } catch (error) {
    // The failure that is reported is the first one.
    if (entered || mayHaveEntered(error)) await releaseLock(session, key).catch(() => undefined);
    throw signal.aborted ? canceled(error) : error;
  }
  throw new LostError('mutex: session is expired');
}

/** @throws StatusError */
export async function releaseLock(session: Session, key: Buffer): Promise<void> {
  await session.client.kv.deleteRange({ key }, { deadline: session.deadline() });
}
