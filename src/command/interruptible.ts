import type { Host, Signal } from '../host/host.js';
import { SilentExit } from './errors.js';

/** What a shell makes of a program that died of the signal. */
const statuses: Readonly<Record<Signal, number>> = { SIGINT: 130, SIGTERM: 143 };

/** Lets work clean up when a first signal comes, and ends the program as the signal would have. */
export async function interruptible<T>(host: Host, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const abort = new AbortController();
  const stopListening = host.onSignal(['SIGINT', 'SIGTERM'], (signal) => {
    abort.abort(signal);
    // Should the cleaning up hang, as on a dead mount, the next signal ends the program.
    stopListening();
  });
  try {
    return await work(abort.signal);
  } catch (error) {
    if (abort.signal.aborted) throw new SilentExit(statuses[abort.signal.reason as Signal]);
    throw error;
  } finally {
    stopListening();
  }
}
