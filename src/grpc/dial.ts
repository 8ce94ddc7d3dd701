import type { Clock } from '../clock.js';
import type { Connect, Socket, SocketError, SocketHandler, TlsOptions as SocketTls, Stage } from '../http2/socket.js';
import { type Endpoint, joinHostPort, type Target } from './endpoints.js';
import type { TlsOptions } from './handshake.js';
import { describeHandshakeError, describeSocketError } from './socket-errors.js';
import type { Peer } from './status.js';

/** A connection that did not come about. Its message is what Go puts in `connection error: desc = "…"`. */
export class DialError extends Error {
  override readonly name = 'DialError';
}

/** What hears of a socket once it is open. */
export interface SocketListener {
  onData(bytes: Uint8Array): void;
  onDrain(): void;
  onSocketClose(error: SocketError | undefined): void;
}

export interface Dialed {
  readonly socket: Socket;
  readonly peer: Peer;
  /** From the next turn on, also of what has come since the socket is open. */
  listen(listener: SocketListener): void;
  /** Closes the socket, which its listener hears of. */
  destroy(): void;
}

type Reachable = Exclude<Target, { kind: 'invalid' }>;

/**
 * Connects to an endpoint and, with TLS, shakes hands.
 * @param clock judges certificates
 * @param onAttempt is called at once with what the caller can end the attempt by
 * @throws DialError
 */
export async function dial(
  endpoint: Endpoint,
  tls: TlsOptions | undefined,
  clock: Pick<Clock, 'now'>,
  onAttempt: (attempt: Pick<Dialed, 'destroy'>) => void,
): Promise<Dialed> {
  const { target } = endpoint;
  if (target.kind === 'invalid') throw dialError(target.problem);
  const attempt = new Attempt(target, tls !== undefined);
  onAttempt(attempt);
  const { connect } = await ('Bun' in globalThis ? import('../http2/bun-socket.js') : import('../http2/node-socket.js'));
  let options: SocketTls | undefined;
  let problem: Error | undefined;
  try {
    if (tls !== undefined) options = await (await import('./handshake.js')).prepareHandshake(endpoint.serverName, tls, clock);
  } catch (error) {
    problem = error as Error;
  }
  await attempt.open(connect, options);
  if (problem === undefined) return attempt;
  // A certificate that can't be read matters once there is a server to show it to.
  attempt.destroy();
  throw handshakeError(problem.message);
}

function dialError(reason: string, cause?: Error): DialError {
  return new DialError(`transport: Error while dialing: ${reason}`, { cause });
}

function handshakeError(reason: string, cause?: Error): DialError {
  return new DialError(`transport: authentication handshake failed: ${reason}`, { cause });
}

/** A socket from the attempt to connect on; who listens to it changes when it is open. */
class Attempt implements Dialed, SocketHandler {
  readonly #target: Reachable;
  readonly #secure: boolean;
  #socket: Socket | undefined;
  #settle: { resolve(): void; reject(error: DialError): void } | undefined;
  #listener: SocketListener | undefined;
  /** What comes before there is a listener. */
  readonly #early: Uint8Array[] = [];
  #end: { readonly error: SocketError | undefined } | undefined;

  constructor(target: Reachable, secure: boolean) {
    this.#target = target;
    this.#secure = secure;
  }

  get socket(): Socket {
    if (this.#socket === undefined) throw new Error('not connected');
    return this.#socket;
  }

  get peer(): Peer {
    // Go prints @ for a Unix socket without a name, which a client's end is.
    if (this.#target.kind === 'unix') return { address: this.#target.path, local: '@', secure: this.#secure };
    const text = (end: Socket['local']) => (end === undefined ? '' : joinHostPort(end.address, end.port));
    return { address: text(this.#socket?.remote), local: text(this.#socket?.local), secure: this.#secure };
  }

  /** @throws DialError */
  open(connect: Connect, tls: SocketTls | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#end !== undefined) {
        reject(this.#timeout('connect'));
        return;
      }
      this.#settle = { resolve, reject };
      const target = this.#target;
      const address = target.kind === 'unix' ? { path: target.path } : { host: target.host || 'localhost', port: target.port };
      this.#socket = connect(address, tls, this);
      // What keeps the process alive is a call.
      this.#socket.hold(false);
    });
  }

  listen(listener: SocketListener): void {
    queueMicrotask(() => {
      this.#listener = listener;
      for (const bytes of this.#early.splice(0)) listener.onData(bytes);
      if (this.#end !== undefined) listener.onSocketClose(this.#end.error);
    });
  }

  destroy(): void {
    if (this.#end !== undefined) return;
    this.#end = { error: undefined };
    const stage = this.#socket?.stage ?? 'connect';
    this.#socket?.destroy();
    this.#settle?.reject(this.#timeout(stage));
    this.#listener?.onSocketClose(undefined);
  }

  onOpen(): void {
    this.#settle?.resolve();
  }

  onData(bytes: Uint8Array): void {
    if (this.#listener === undefined) this.#early.push(bytes);
    else this.#listener.onData(bytes);
  }

  onDrain(): void {
    this.#listener?.onDrain();
  }

  onClose(error: SocketError | undefined): void {
    this.#end = { error };
    this.#settle?.reject(this.#describe(error));
    this.#listener?.onSocketClose(error);
  }

  /** Only the caller destroys a socket that had no error: its time was over. */
  #timeout(stage: Stage): DialError {
    return stage === 'connect' ? dialError(`${subject(this.#target)}: i/o timeout`) : handshakeError('context deadline exceeded');
  }

  #describe(error: SocketError | undefined): DialError {
    if (error?.stage === 'connect') return dialError(describeConnectError(error, this.#target), error);
    return handshakeError(error === undefined ? 'EOF' : describeHandshakeError(error), error);
  }
}

function describeConnectError(error: SocketError, target: Reachable): string {
  if (target.kind === 'unix') return `${subject(target)}: connect: ${describeSocketError(error)}`;
  if (error.code === 'ENOTFOUND') return `dial tcp: lookup ${target.host}: no such host`;
  if (error.code === 'EAI_AGAIN') return `dial tcp: lookup ${target.host}: server misbehaving`;
  const address = joinHostPort(target.host && (error.address ?? target.host), error.port ?? target.port);
  return `dial tcp ${address}: connect: ${describeSocketError(error)}`;
}

function subject(target: Reachable): string {
  return target.kind === 'unix' ? `dial unix ${target.path}` : `dial tcp ${joinHostPort(target.host, target.port)}`;
}
