import type { Client } from '../../etcd/client.js';
import { Session } from '../../etcd/concurrency/session.js';

/** A session, and the user's wish to end it. */
export interface Held {
  readonly session: Session;
  /** Aborts on SIGINT or SIGTERM. */
  readonly signal: AbortSignal;
  /** Resolves when the user or the server ended it; ask `signal` which. */
  readonly ended: Promise<void>;
}

/**
 * Runs what lock and elect do in a session.
 * @param ttl seconds
 * @throws StatusError, of code Canceled where the signal aborts before the session is there
 */
export async function inSession(client: Client, ttl: bigint, signal: AbortSignal, run: (held: Held) => Promise<void>): Promise<void> {
  const session = await Session.open(client, ttl, signal);
  const interrupted = new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
  try {
    await run({ session, signal, ended: Promise.race([interrupted, session.lost]) });
  } finally {
    session.close();
  }
}
