import type { Client } from '../client.js';
import { keepAlive } from '../lease.js';

/** A lease of our own that is renewed until the session is closed. It is never revoked: what hangs on it ends with it (contract 6.1). */
export class Session {
  readonly #stop = new AbortController();
  /** Resolves when the lease is gone, or on `close`. */
  readonly lost: Promise<void>;

  private constructor(
    readonly client: Client,
    /** Decimal. */
    readonly lease: string,
    /** Milliseconds. */
    readonly ttl: number,
  ) {
    this.lost = keepAlive(client, lease, { signal: this.#stop.signal });
  }

  /**
   * @param ttl seconds; the server may grant more
   * @throws StatusError, of code Canceled where the signal aborted
   */
  static async open(client: Client, ttl: bigint, signal?: AbortSignal): Promise<Session> {
    const granted = await client.lease.leaseGrant({ TTL: String(ttl) }, { signal });
    return new Session(client, granted.ID, Number(granted.TTL) * 1000);
  }

  /** The key of this session below a prefix, contract 6.2. */
  keyBelow(prefix: Buffer): Buffer {
    return Buffer.concat([prefix, Buffer.from(BigInt(this.lease).toString(16))]);
  }

  /** For giving back what the session holds: later than this the end of the lease has done it. Milliseconds since the epoch. */
  deadline(): number {
    return this.client.options.clock.now() + this.ttl;
  }

  close(): void {
    this.#stop.abort();
  }
}
