import { setTimeout as sleep } from 'node:timers/promises';

/** Time, as everything in the program has it: deadlines are made and judged by the same clock, and a test can play it. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Milliseconds that never jump, for measuring. */
  monotonic(): number;
  /** @throws the signal's reason, or an AbortError, where it aborts before the time is over */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: Date.now,
  monotonic: () => performance.now(),
  sleep: (milliseconds, signal) => sleep(milliseconds, undefined, { signal }),
};
