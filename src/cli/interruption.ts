import { CliError } from '../command/errors.js';
import type { Host } from '../host/host.js';

/** The user's wish to end, for a command that ends by itself then. */
export class Interruption {
  readonly #host: Host;
  #controller: AbortController | undefined;
  #unlisten = (): void => undefined;

  constructor(host: Host) {
    this.#host = host;
  }

  /** From here on SIGINT and SIGTERM don't end the program, until `end`. */
  listen(): void {
    const controller = this.#own();
    this.#unlisten = this.#host.onSignal(['SIGINT', 'SIGTERM'], () => controller.abort());
  }

  /** Aborts when the wish comes; never where nobody listens. */
  get signal(): AbortSignal {
    return this.#own().signal;
  }

  /** What a call needs to be given up with the rest. */
  get callOptions(): { readonly signal?: AbortSignal } {
    return this.#controller ? { signal: this.#controller.signal } : {};
  }

  /** Waits for work until the wish comes. @throws CliError in the words of Go's client where it comes first */
  async unlessInterrupted<T>(work: Promise<T>): Promise<T> {
    const controller = this.#controller;
    if (!controller) return work;
    const interrupted = new Promise<never>((_, reject) => {
      const giveUp = () => reject(new CliError('context canceled'));
      if (controller.signal.aborted) giveUp();
      else controller.signal.addEventListener('abort', giveUp, { once: true });
    });
    return Promise.race([interrupted, work]);
  }

  end(): void {
    this.#unlisten();
  }

  // Made when asked for: most commands have no use for it.
  #own(): AbortController {
    this.#controller ??= new AbortController();
    return this.#controller;
  }
}
