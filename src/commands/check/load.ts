import { setMaxListeners } from 'node:events';
import type { Clock } from '../../clock.js';
import type { Client } from '../../etcd/client.js';
import { describeError } from '../../etcd/errors.js';
import { methodPath } from '../../etcd/service-definition.js';
import { StatusError } from '../../grpc/status.js';
import { KVDefinition } from '../../proto/etcdserverpb/rpc.js';

const putPath = methodPath(KVDefinition, KVDefinition.methods.put);

/** What came of a load. */
export interface LoadResult {
  /** Of the puts that succeeded, seconds. */
  readonly latencies: readonly number[];
  /** How often a put failed, by text. */
  readonly errors: ReadonlyMap<string, number>;
  /** Seconds from the first put to the last answer. */
  readonly elapsed: number;
}

/**
 * Puts what `next` gives, encoded, until it gives nothing more. Each client has one put under way at a time.
 * @param onPut called after each put
 */
export async function putAll(
  clients: readonly Client[],
  clock: Clock,
  next: () => Promise<Uint8Array | undefined>,
  onPut: () => void = () => undefined,
): Promise<LoadResult> {
  const latencies: number[] = [];
  const errors = new Map<string, number>();
  const start = clock.monotonic();
  const work = async (client: Client) => {
    for (let request = await next(); request !== undefined; request = await next()) {
      const begun = clock.monotonic();
      try {
        await client.invoker.unary(putPath, request);
        latencies.push((clock.monotonic() - begun) / 1000);
      } catch (error) {
        if (!(error instanceof StatusError)) throw error;
        const text = describeError(error);
        errors.set(text, (errors.get(text) ?? 0) + 1);
      }
      onPut();
    }
  };
  await Promise.all(clients.map(work));
  return { latencies, errors, elapsed: (clock.monotonic() - start) / 1000 };
}

/** A token bucket of one token, for any number of workers. */
export class Pace {
  /** When the next token is there. */
  #free = 0;
  readonly #interval: number;
  readonly #clock: Clock;
  readonly #signal: AbortSignal;

  constructor(clock: Clock, perSecond: number, signal: AbortSignal) {
    this.#clock = clock;
    this.#signal = signal;
    this.#interval = 1000 / perSecond;
    // Each worker that waits listens.
    setMaxListeners(0, signal);
  }

  /** Waits for a token. @returns false once the signal aborted */
  async token(): Promise<boolean> {
    const now = this.#clock.monotonic();
    const at = Math.max(this.#free, now);
    this.#free = at + this.#interval;
    if (at > now) await this.#clock.sleep(at - now, this.#signal).catch(() => undefined);
    return !this.#signal.aborted;
  }
}
