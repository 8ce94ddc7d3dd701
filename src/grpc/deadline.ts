import type { Clock } from '../clock.js';

/** setTimeout's limit. */
const maxTimer = 2 ** 31 - 1;

/** Calls back once when a time has come by the clock that it was made with. */
export class Deadline {
  readonly #at: number;
  readonly #clock: Pick<Clock, 'now'>;
  readonly #onExpired: () => void;
  #timer: NodeJS.Timeout | undefined;

  /** @param at milliseconds since the epoch */
  constructor(at: number, clock: Pick<Clock, 'now'>, onExpired: () => void) {
    this.#at = at;
    this.#clock = clock;
    this.#onExpired = onExpired;
  }

  /** Calls back at once where the time has come. */
  start(): void {
    const left = this.#at - this.#clock.now();
    if (left > 0) this.#timer = setTimeout(() => this.start(), Math.min(left, maxTimer));
    else this.#onExpired();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
