import type { Clock } from '../clock.js';
import { quote } from '../go/quote.js';
import { backoff } from './backoff.js';
import { Connection } from './connection.js';
import { type Dialed, dial } from './dial.js';
import type { Endpoint } from './endpoints.js';
import type { TlsOptions } from './handshake.js';
import type { KeepaliveOptions } from './keepalive.js';

/** An attempt to connect that takes longer than this is given up, as in gRPC for Go. Milliseconds. */
const connectTimeout = 20_000;
/** A connection that lasted less than this is short. Milliseconds. */
const shortLife = 1000;
/**
 * Milliseconds between a short connection and the next one, from the second short one on: a server that accepts and hangs up must not be
 * asked without a pause, as gRPC for Go does it. It's less than a caller waits between two tries, so that it doesn't slow them down.
 */
const shortLifePause = 10;

export interface SubchannelOptions extends KeepaliveOptions {
  readonly clock: Pick<Clock, 'now' | 'monotonic'>;
}

/** Keeps one endpoint connected: connects at once, again at once when a connection ends, and after a growing pause when connecting fails. */
export class Subchannel {
  readonly endpoint: Endpoint;
  readonly #tls: TlsOptions | undefined;
  readonly #options: SubchannelOptions;
  readonly #onChange: (subchannel: Subchannel) => void;
  /** The newest connection, from its handshake on until it takes no more calls. */
  #connection: Connection | undefined;
  /** That one and those that drain. */
  readonly #connections = new Set<Connection>();
  /** That of the attempt to connect, until its connection is ready. */
  #attempt: Pick<Dialed, 'destroy'> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #failures = 0;
  #wasShort = false;
  #readySince = 0;
  #error: string | undefined;
  #started = false;
  #closed = false;

  /** @param tls undefined for none. @param onChange is called when the endpoint has connected, or failed to. */
  constructor(endpoint: Endpoint, tls: TlsOptions | undefined, options: SubchannelOptions, onChange: (subchannel: Subchannel) => void) {
    this.endpoint = endpoint;
    this.#tls = tls;
    this.#options = options;
    this.#onChange = onChange;
  }

  /** The connection for new calls. */
  get connection(): Connection | undefined {
    return this.#connection?.ready ? this.#connection : undefined;
  }

  /** Why the latest attempt failed; undefined before the first has and while connected. */
  get error(): string | undefined {
    return this.#error;
  }

  /** Starts to connect, the first time that it is called. */
  connect(): void {
    if (this.#started || this.#closed) return;
    this.#started = true;
    this.#dial();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#attempt?.destroy();
    for (const connection of [...this.#connections]) connection.close();
  }

  #dial(): void {
    this.#later(connectTimeout, () => this.#attempt?.destroy());
    dial(this.endpoint, this.#tls, this.#options.clock, (attempt) => {
      this.#attempt = attempt;
    }).then(
      (dialed) => this.#connect(dialed),
      (error: Error) => this.#fail(error.message),
    );
  }

  #connect(dialed: Dialed): void {
    if (this.#closed) {
      dialed.destroy();
      return;
    }
    const connection = new Connection(dialed, this.endpoint, this.#options, {
      onReady: () => this.#ready(),
      onDraining: () => this.#replace(connection),
      onClosed: (reason) => this.#lost(connection, reason),
    });
    this.#connection = connection;
    this.#connections.add(connection);
  }

  #ready(): void {
    clearTimeout(this.#timer);
    this.#attempt = undefined;
    this.#failures = 0;
    this.#error = undefined;
    this.#readySince = this.#options.clock.monotonic();
    this.#onChange(this);
  }

  #lost(connection: Connection, reason: string): void {
    this.#connections.delete(connection);
    if (this.#connection !== connection) return;
    // The attempt is kept until the connection is ready.
    if (this.#attempt === undefined) this.#replace(connection);
    else this.#fail(reason);
  }

  /** The connection takes no more calls: makes a new one. */
  #replace(connection: Connection): void {
    if (this.#connection !== connection) return;
    this.#connection = undefined;
    if (this.#closed) return;
    const isShort = this.#options.clock.monotonic() - this.#readySince < shortLife;
    if (isShort && this.#wasShort) this.#later(shortLifePause, () => this.#dial());
    else this.#dial();
    this.#wasShort = isShort;
  }

  #fail(reason: string): void {
    clearTimeout(this.#timer);
    this.#attempt?.destroy();
    this.#attempt = undefined;
    this.#connection = undefined;
    if (this.#closed) return;
    this.#error = `connection error: desc = ${quote(reason)}`;
    this.#later(backoff(this.#failures++), () => this.#dial());
    this.#onChange(this);
  }

  #later(milliseconds: number, step: () => void): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(step, milliseconds).unref();
  }
}
