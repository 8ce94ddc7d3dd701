import { RangeRequest } from '../../proto/etcdserverpb/rpc.js';
import { canceled, LostError } from '../errors.js';
import type { Session } from './session.js';
import { createdAt, oldestBelow, prefixOf, waitForTurn } from './turn.js';

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
  try {
    const entry = await client.kv.txn(
      {
        compare: [createdAt(key, '0')],
        success: [{ request_put: { key, lease: session.lease } }, owner],
        failure: [{ request_range: mine }, owner],
      },
      { signal },
    );
    const header = entry.header?.revision ?? '0';
    const revision = entry.succeeded ? header : (entry.responses[0]?.response_range?.kvs[0]?.create_revision ?? '0');
    const oldest = entry.responses[1]?.response_range?.kvs[0];
    if (oldest === undefined || oldest.create_revision === revision) return { key, revision: header };
    return { key, revision: await wait(revision) };
  } catch (error) {
    if (signal.aborted) throw canceled(error);
    throw error;
  }

  async function wait(revision: string): Promise<string> {
    try {
      await waitForTurn(client, prefix, revision, signal);
      const { header, kvs } = await client.kv.range(mine, { signal });
      if (kvs.length > 0) return header?.revision ?? '0';
    } catch (error) {
      // The failure that is told is the first one.
      await releaseLock(session, key).catch(() => undefined);
      throw error;
    }
    throw new LostError('mutex: session is expired');
  }
}

/** @throws StatusError */
export async function releaseLock(session: Session, key: Buffer): Promise<void> {
  await session.client.kv.deleteRange({ key }, { deadline: session.deadline() });
}
