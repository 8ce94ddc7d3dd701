import { quote } from '../go/quote.js';
import type { Dialed } from './dial.js';
import type { Endpoint } from './endpoints.js';
import type { GoAway, HeaderFields, Http2Connection, Http2Stream, Http2StreamEvents } from './http2.js';
import { Keepalive, type KeepaliveOptions } from './keepalive.js';
import { NodeHttp2 } from './node-http2.js';
import { errorCodeName } from './outcome.js';
import type { Peer } from './status.js';

export interface ConnectionEvents {
  /** The server's SETTINGS arrived: calls may be sent. */
  onReady(): void;
  /** No new calls: a GOAWAY came. Those in flight go on. */
  onDraining(): void;
  /** The connection is gone; `reason` is Go's text. */
  onClosed(reason: string): void;
}

/** What runs on a connection: a call's stream. */
export interface ConnectionUser {
  /** The connection broke before the call had its answer. */
  onLost(reason: string): void;
}

/**
 * One connection to an endpoint. It's ready when the server's SETTINGS have come, as in gRPC for Go: a request sent earlier would save a
 * round trip, but when the connection then failed, nobody could know whether it was applied, and a call must wait for the next connection
 * only if it surely was not.
 */
export class Connection {
  readonly peer: Peer;
  readonly endpoint: Endpoint;
  readonly #http2: Http2Connection;
  readonly #events: ConnectionEvents;
  readonly #keepalive: Keepalive;
  readonly #users = new Set<ConnectionUser>();
  #state: 'starting' | 'ready' | 'draining' | 'closed' = 'starting';
  #goAway: { readonly lastStreamId: number; readonly message: string } | undefined;

  constructor(dialed: Dialed, endpoint: Endpoint, options: KeepaliveOptions, events: ConnectionEvents) {
    this.peer = dialed.peer;
    this.endpoint = endpoint;
    this.#events = events;
    this.#http2 = new NodeHttp2(dialed, {
      onSettings: () => this.#start(),
      onGoAway: (frame) => this.#drain(frame),
      onLost: (cause) => this.#lose(cause),
    });
    this.#keepalive = new Keepalive(
      options,
      () => this.#http2.ping(() => this.touch()),
      () => this.close('keepalive ping failed to receive ACK within timeout'),
    );
  }

  get ready(): boolean {
    return this.#state === 'ready';
  }

  /** Sends a request's headers. @throws Error where the connection closed just now; nothing is sent then. */
  open(fields: HeaderFields, events: Http2StreamEvents, user: ConnectionUser): Http2Stream {
    const stream = this.#http2.open(fields, events);
    this.#users.add(user);
    if (this.#users.size === 1) this.#keepalive.start();
    return stream;
  }

  /** The call has its outcome. */
  release(user: ConnectionUser): void {
    if (!this.#users.delete(user) || this.#users.size > 0) return;
    this.#keepalive.stop();
    if (this.#state === 'draining') this.close();
  }

  /** Notes a sign of life. */
  touch(): void {
    this.#keepalive.touch();
  }

  /** Whether the server said that it will not have looked at this stream. */
  refused(streamId: number): boolean {
    return this.#goAway !== undefined && streamId > this.#goAway.lastStreamId;
  }

  /** Keeps the process alive, or no longer. */
  hold(held: boolean): void {
    this.#http2.hold(held);
  }

  /** Ends the connection and all that runs on it. */
  close(reason = 'grpc: the connection is closing'): void {
    this.#end(reason);
    this.#http2.destroy();
  }

  #start(): void {
    if (this.#state !== 'starting') return;
    this.#state = 'ready';
    this.#events.onReady();
  }

  #drain({ lastStreamId, errorCode, debugData }: GoAway): void {
    if (this.#state === 'closed') return;
    if (this.#state === 'starting') {
      this.close('initial http2 frame from server is not a settings frame: *http2.GoAwayFrame');
      return;
    }
    this.#state = 'draining';
    const debug = debugData.length === 0 ? '' : `, debug data: ${quote(debugData)}`;
    const first = this.#goAway;
    // Of several the first has the reason, as in gRPC for Go, and the last one the streams.
    this.#goAway = { lastStreamId, message: first?.message ?? `code: ${errorCodeName(errorCode)}${debug}` };
    if (first === undefined) this.#events.onDraining();
    if (this.#users.size === 0) this.close();
  }

  #lose(cause: string): void {
    this.#end(this.#state === 'starting' ? `error reading server preface: ${cause}` : `error reading from server: ${cause}`);
  }

  #end(reason: string): void {
    if (this.#state === 'closed') return;
    this.#state = 'closed';
    this.#keepalive.stop();
    const users = [...this.#users];
    this.#users.clear();
    const full =
      this.#goAway === undefined
        ? reason
        : `closing transport due to: connection error: desc = ${quote(reason)}, received prior goaway: ${this.#goAway.message}`;
    for (const user of users) user.onLost(full);
    this.#events.onClosed(reason);
  }
}
