import type { Client } from '../../etcd/client.js';
import { Session } from '../../etcd/concurrency/session.js';
import type { Host } from '../../host/host.js';

/** A session, and the user's wish to end it. */
export interface Held {
  readonly session: Session;
  /** Aborts on SIGINT or SIGTERM. */
  readonly signal: AbortSignal;
  /** Resolves when the user or the server ended it; ask `signal` which. */
  readonly ended: Promise<void>;
}

/**
 * Runs what lock and elect do in a session. From then on the first signal ends nothing by itself.
 * @param ttl seconds
 */
export async function inSession(client: Client, host: Host, ttl: number, run: (held: Held) => Promise<void>): Promise<void> {
  const session = await Session.open(client, ttl);
  const interrupt = new AbortController();
  const interrupted = new Promise<void>((resolve) => {
    interrupt.signal.addEventListener('abort', () => resolve(), { once: true });
  });
  const unlisten = host.onSignal(['SIGINT', 'SIGTERM'], () => interrupt.abort());
  try {
    await run({ session, signal: interrupt.signal, ended: Promise.race([interrupted, session.lost]) });
  } finally {
    unlisten();
    session.close();
  }
}
