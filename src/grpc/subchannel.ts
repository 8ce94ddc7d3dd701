import type { Socket } from 'node:net';
import { backoff } from './backoff.js';
import { dial } from './dial.js';
import type { Endpoint } from './endpoints.js';
import type { TlsOptions } from './handshake.js';
import { Session, type SessionOptions } from './session.js';

/** An attempt to connect that takes longer than this is given up, as in gRPC for Go. Milliseconds. */
const connectTimeout = 20_000;
/** A connection that lasted less than this counts as a failure from the second time on. Milliseconds. */
const shortLife = 1000;

/** Keeps one endpoint connected: connects at once, again at once when a connection ends, and after a growing pause when connecting fails. */
export class Subchannel {
  /** The newest connection, from its handshake on until it takes no more calls. */
  #session: Session | undefined;
  /** That one and those that drain. */
  readonly #sessions = new Set<Session>();
  #socket: Socket | undefined;
  #timer: NodeJS.Timeout | undefined;
  #failures = 0;
  #shortLives = 0;
  #readySince = 0;
  #error: string | undefined;
  #started = false;
  #closed = false;
  #held = false;

  constructor(
    readonly endpoint: Endpoint,
    private readonly tls: TlsOptions | undefined,
    private readonly options: SessionOptions,
    private readonly onChange: (subchannel: Subchannel) => void,
  ) {}

  /** The connection for new calls. */
  get session(): Session | undefined {
    return this.#session?.ready ? this.#session : undefined;
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

  /** Whether calls wait for or run on this endpoint; without any it does not keep the process alive. */
  hold(held: boolean): void {
    this.#held = held;
    for (const session of this.#sessions) session.hold(held);
    if (held) {
      this.#socket?.ref();
      this.#timer?.ref();
    } else {
      this.#socket?.unref();
      this.#timer?.unref();
    }
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#socket?.destroy();
    for (const session of [...this.#sessions]) session.close();
  }

  #dial(): void {
    this.#later(connectTimeout, () => this.#socket?.destroy());
    dial(this.endpoint, this.tls, (socket) => {
      this.#socket = socket;
      if (!this.#held) socket.unref();
    }).then(
      (dialed) => {
        if (this.#closed) {
          dialed.socket.destroy();
          return;
        }
        const session = new Session(dialed, this.endpoint, this.tls !== undefined, this.options, {
          onReady: () => this.#ready(),
          onDraining: () => this.#replace(session),
          onClosed: (_, reason) => this.#lost(session, reason),
        });
        this.#session = session;
        this.#sessions.add(session);
        session.hold(this.#held);
      },
      (error: Error) => this.#fail(error.message),
    );
  }

  #ready(): void {
    clearTimeout(this.#timer);
    this.#socket = undefined;
    this.#failures = 0;
    this.#error = undefined;
    this.#readySince = performance.now();
    this.onChange(this);
  }

  #lost(session: Session, reason: string): void {
    this.#sessions.delete(session);
    if (this.#session !== session) return;
    // The socket is kept until the session is ready.
    if (this.#socket === undefined) this.#replace(session);
    else this.#fail(reason);
  }

  /** The session takes no more calls: makes a new one. */
  #replace(session: Session): void {
    if (this.#session !== session) return;
    this.#session = undefined;
    if (this.#closed) return;
    // A server that accepts and hangs up must not be asked again and again without a pause.
    if (performance.now() - this.#readySince >= shortLife) this.#shortLives = 0;
    if (this.#shortLives++ === 0) this.#dial();
    else this.#later(backoff(this.#shortLives - 2), () => this.#dial());
  }

  #fail(reason: string): void {
    clearTimeout(this.#timer);
    this.#socket?.destroy();
    this.#socket = undefined;
    this.#session = undefined;
    if (this.#closed) return;
    this.#error = `connection error: desc = ${JSON.stringify(reason)}`;
    this.#later(backoff(this.#failures++), () => this.#dial());
    this.onChange(this);
  }

  #later(milliseconds: number, step: () => void): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(step, milliseconds);
    if (!this.#held) this.#timer.unref();
  }
}
