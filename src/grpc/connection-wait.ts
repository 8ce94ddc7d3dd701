import type { Balancer } from './balancer.js';
import type { Connection } from './connection.js';

/**
 * Finds a call its connection: one that is ready, else the first that becomes so. A call that finds none waits, as gRPC's wait-for-ready
 * calls do, and isn't failed by connection errors. https://github.com/grpc/grpc/blob/master/doc/wait-for-ready.md
 */
export class ConnectionWait {
  readonly #balancer: Balancer;
  #stop: (() => void) | undefined;

  constructor(balancer: Balancer) {
    this.#balancer = balancer;
  }

  /** @param use takes a connection that is ready; false where it closed just now, so that the next one is tried */
  run(use: (connection: Connection) => boolean): void {
    this.#stop = undefined;
    for (let connection = this.#balancer.pick(); connection !== undefined; connection = this.#balancer.pick()) {
      if (use(connection)) return;
    }
    this.#stop = this.#balancer.wait(() => this.run(use));
  }

  /** Ends the wait. */
  stop(): void {
    this.#stop?.();
    this.#stop = undefined;
  }

  /** Why the call has no connection yet, for one whose deadline has passed; undefined where that isn't the reason. */
  describe(): string | undefined {
    if (this.#stop === undefined || this.#balancer.ready) return undefined;
    const { error } = this.#balancer;
    return error === undefined
      ? 'context deadline exceeded while waiting for connections to become ready'
      : `latest balancer error: ${error}`;
  }
}
