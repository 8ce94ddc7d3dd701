import type { Clock } from '../clock.js';

export interface KeepaliveOptions {
  /** Milliseconds without a sign of life before a PING is sent; under 10 s is raised to that, 0 sends none. */
  readonly keepaliveTime: number;
  /** Milliseconds to wait for the PING's answer. */
  readonly keepaliveTimeout: number;
  readonly clock: Pick<Clock, 'monotonic'>;
}

/** Shorter times are raised to this, as in gRPC for Go. */
const minTime = 10_000;
/** setTimeout's limit: beyond it, it calls back at once. */
const maxTimer = 2 ** 31 - 1;

/**
 * Finds out whether the other end is still there, while there are calls to find it out for.
 * https://github.com/grpc/grpc/blob/master/doc/keepalive.md
 */
export class Keepalive {
  readonly #options: KeepaliveOptions;
  readonly #ping: () => void;
  readonly #onDead: () => void;
  #timer: NodeJS.Timeout | undefined;
  #lastRead = 0;

  /** @param ping sends a PING, whose answer is a sign of life. @param onDead is called when there was none. */
  constructor(options: KeepaliveOptions, ping: () => void, onDead: () => void) {
    this.#options = options;
    this.#ping = ping;
    this.#onDead = onDead;
  }

  /** Notes a sign of life. */
  touch(): void {
    this.#lastRead = this.#options.clock.monotonic();
  }

  start(): void {
    const { keepaliveTime } = this.#options;
    if (keepaliveTime <= 0) return;
    this.touch();
    this.#wait(Math.max(keepaliveTime, minTime));
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #wait(time: number): void {
    const quiet = this.#options.clock.monotonic() - this.#lastRead;
    if (quiet < time) this.#later(time - quiet, () => this.#wait(time));
    else this.#probe(time);
  }

  #probe(time: number): void {
    const { clock, keepaliveTimeout } = this.#options;
    const sent = clock.monotonic();
    this.#ping();
    this.#later(keepaliveTimeout, () => {
      if (this.#lastRead >= sent) this.#wait(time);
      else this.#onDead();
    });
  }

  #later(milliseconds: number, step: () => void): void {
    this.#timer = setTimeout(step, Math.min(milliseconds, maxTimer)).unref();
  }
}
