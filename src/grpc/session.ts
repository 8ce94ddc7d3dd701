import { type ClientHttp2Session, type ClientHttp2Stream, connect, constants, type OutgoingHttpHeaders } from 'node:http2';
import type { Dialed, Socket } from './dial.js';
import type { Endpoint } from './endpoints.js';
import { describeErrno, joinHostPort, type SystemError } from './errno.js';
import { describeTlsError } from './handshake.js';
import { errorCodeName } from './outcome.js';
import type { Peer } from './status.js';

export interface SessionOptions {
  /** Milliseconds without a sign of life before a PING is sent; 0 sends none. */
  readonly keepaliveTime: number;
  /** Milliseconds to wait for the PING's answer. */
  readonly keepaliveTimeout: number;
}

export interface SessionEvents {
  /** The server's SETTINGS arrived: calls may be sent. */
  onReady(session: Session): void;
  /** No new calls: a GOAWAY came. Those in flight go on. */
  onDraining(session: Session): void;
  /** The connection is gone; `reason` is Go's text. */
  onClosed(session: Session, reason: string): void;
}

/** What a call is told by its connection. */
export interface SessionCall {
  /** The connection broke before the call had its answer. */
  onLost(reason: string): void;
}

/** Of each call's answer as much may be on its way unread. */
const streamWindow = 4 << 20;
/** Node hands the connection's window back as data arrives, so this bounds throughput and no memory. */
const connectionWindow = 16 << 20;
/** Shorter times are raised to this, as in Go. */
const minKeepaliveTime = 10_000;
/** Megabytes; Node's own limit of 10 would refuse large requests. */
const maxSessionMemory = 4096;

interface GoAway {
  readonly lastStreamId: number;
  readonly message: string;
}

/**
 * One HTTP/2 connection. It is ready when the server's SETTINGS have come, as in gRPC for Go: a request sent earlier would save a round
 * trip, but when the connection then failed, nobody could tell whether it was applied, and a call must wait for the next connection
 * only if it surely was not.
 */
export class Session {
  readonly peer: Peer;
  readonly #http2: ClientHttp2Session;
  readonly #calls = new Set<SessionCall>();
  #state: 'starting' | 'ready' | 'draining' | 'closed' = 'starting';
  #goAway: GoAway | undefined;
  #socketError: SystemError | undefined;
  #keepalive: NodeJS.Timeout | undefined;
  #lastRead = 0;

  constructor(
    dialed: Dialed,
    readonly endpoint: Endpoint,
    readonly secure: boolean,
    private readonly options: SessionOptions,
    private readonly events: SessionEvents,
  ) {
    const { socket, transport } = dialed;
    this.peer = describePeer(transport, endpoint, secure);
    // Registered before HTTP/2's own listeners, so that calls hear of the loss before their streams are torn down for it.
    socket.on('error', (error) => {
      this.#socketError = error;
    });
    socket.once('end', () => this.#lose());
    socket.once('close', () => this.#lose());
    this.#http2 = connect(`${secure ? 'https' : 'http'}://localhost`, {
      createConnection: () => socket,
      settings: { enablePush: false, initialWindowSize: streamWindow },
      maxSessionMemory,
    });
    this.#http2.on('error', (error) => this.#lose(error));
    this.#http2.once('close', () => this.#lose());
    this.#http2.once('remoteSettings', () => this.#start());
    this.#http2.on('goaway', (code, lastStreamId, data) => this.#drain(code, lastStreamId, data));
  }

  get ready(): boolean {
    return this.#state === 'ready';
  }

  /** Sends a request's headers. @throws Error where the connection closed just now; nothing is sent then. */
  open(headers: OutgoingHttpHeaders, call: SessionCall): ClientHttp2Stream {
    const stream = this.#http2.request(headers);
    this.#calls.add(call);
    if (this.#calls.size === 1) this.#watch();
    return stream;
  }

  /** The call has its outcome. */
  release(call: SessionCall): void {
    if (!this.#calls.delete(call) || this.#calls.size > 0) return;
    clearTimeout(this.#keepalive);
    this.#keepalive = undefined;
    if (this.#state === 'draining') this.close();
  }

  /** Notes a sign of life. */
  touch(): void {
    this.#lastRead = performance.now();
  }

  /** Whether the server said that it will not have looked at this stream. */
  refused(streamId: number): boolean {
    return this.#goAway !== undefined && streamId > this.#goAway.lastStreamId;
  }

  /** Keeps the process alive, or no longer. */
  hold(held: boolean): void {
    if (this.#state === 'closed') return;
    if (held) this.#http2.ref();
    else this.#http2.unref();
  }

  /** Ends the connection and all that runs on it. */
  close(reason = 'grpc: the connection is closing'): void {
    this.#end(reason);
    this.#http2.destroy();
  }

  #start(): void {
    if (this.#state !== 'starting') return;
    this.#state = 'ready';
    // Bun stops reading large bodies after this call; its own connection window keeps up without.
    if (process.versions['bun'] === undefined) this.#http2.setLocalWindowSize(connectionWindow);
    this.events.onReady(this);
  }

  #drain(code: number, lastStreamId: number, data: Uint8Array | undefined): void {
    const name = errorCodeName(code);
    const debug = data === undefined || data.length === 0 ? '' : `, debug data: ${JSON.stringify(Buffer.from(data).toString())}`;
    const first = this.#goAway === undefined;
    this.#goAway = { lastStreamId, message: `code: ${name}${debug}` };
    if (this.#state === 'closed') return;
    if (this.#state === 'starting') {
      this.close(`error reading server preface: received goaway, ${this.#goAway.message}`);
      return;
    }
    // After any other code Node and Bun end the connection at once.
    if (code !== constants.NGHTTP2_NO_ERROR) {
      this.#lose();
      return;
    }
    this.#state = 'draining';
    if (first) this.events.onDraining(this);
    if (this.#calls.size === 0) this.close();
  }

  #lose(error?: SystemError): void {
    if (this.#state === 'closed') return;
    const cause = describeLoss(error ?? this.#socketError, this.peer);
    this.#end(this.#state === 'starting' ? `error reading server preface: ${cause}` : `error reading from server: ${cause}`);
    this.#http2.destroy();
  }

  #end(reason: string): void {
    if (this.#state === 'closed') return;
    this.#state = 'closed';
    clearTimeout(this.#keepalive);
    const calls = [...this.#calls];
    this.#calls.clear();
    const full =
      this.#goAway === undefined
        ? reason
        : `closing transport due to: connection error: desc = ${JSON.stringify(reason)}, received prior goaway: ${this.#goAway.message}`;
    for (const call of calls) call.onLost(full);
    this.events.onClosed(this, reason);
  }

  /** Starts the keep-alive; it runs only while there are calls. */
  #watch(): void {
    const { keepaliveTime, keepaliveTimeout } = this.options;
    if (keepaliveTime <= 0) return;
    const time = Math.max(keepaliveTime, minKeepaliveTime);
    this.touch();
    const later = (milliseconds: number, step: () => void) => {
      this.#keepalive = setTimeout(step, milliseconds).unref();
    };
    const wait = () => {
      const quiet = performance.now() - this.#lastRead;
      if (quiet < time) later(time - quiet, wait);
      else ping();
    };
    const ping = () => {
      const sent = performance.now();
      this.#http2.ping(() => this.touch());
      later(keepaliveTimeout, () => {
        if (this.#lastRead >= sent) wait();
        else this.close('keepalive ping failed to receive ACK within timeout');
      });
    };
    later(time, wait);
  }
}

function describePeer(socket: Socket, endpoint: Endpoint, secure: boolean): Peer {
  // Go prints @ for a Unix socket without a name, which a client's end is.
  if (endpoint.target.kind === 'unix') return { address: endpoint.target.path, local: '@', secure };
  const { remoteAddress = '', remotePort = 0, localAddress = '', localPort = 0 } = socket;
  return { address: joinHostPort(remoteAddress, remotePort), local: joinHostPort(localAddress, localPort), secure };
}

function describeLoss(error: SystemError | undefined, peer: Peer): string {
  if (error === undefined) return 'EOF';
  if (error.code === 'ERR_HTTP2_ERROR') return describeProtocolError(error);
  if (error.code?.startsWith('ERR_SSL_')) return describeTlsError(error);
  if (error.syscall === undefined) return 'EOF';
  // Over TLS Go names the connection; over TCP gRPC reads past the layer that would.
  if (!peer.secure) return describeErrno(error);
  return `${error.syscall} tcp ${peer.local}->${peer.address}: ${error.syscall}: ${describeErrno(error)}`;
}

/** nghttp2 does not tell what it read; by far the most frequent is an answer in HTTP/1.1, whose letters make an enormous frame length. */
function describeProtocolError(error: SystemError): string {
  return error.message === 'Protocol error' || /frame size/i.test(error.message)
    ? 'http2: failed reading the frame payload: http2: frame too large, note that the frame header looked like an HTTP/1.1 header'
    : `http2: ${error.message}`;
}
