import { quote } from '../go/quote.js';
import { Connection as Http2Connection } from '../http2/connection.js';
import { errorCodeName } from '../http2/errors.js';
import type { Field } from '../http2/hpack/field.js';
import type { GoAway } from '../http2/receiver.js';
import type { Stream, StreamHandler } from '../http2/stream.js';
import type { Dialed } from './dial.js';
import type { Endpoint } from './endpoints.js';
import { Keepalive, type KeepaliveOptions } from './keepalive.js';
import { describeLoss } from './socket-errors.js';
import type { Peer } from './status.js';

/** Of each call's answer as much may be on its way or unread. */
const streamWindow = 16 << 20;
/** It is given back as data arrives, so that it bounds throughput and no memory. */
const connectionWindow = 2 ** 31 - 1;
/** That of gRPC for Go. */
const maxHeaderListSize = 16 << 20;

export interface ConnectionEvents {
  /** The server's SETTINGS arrived: calls may be sent. */
  onReady(): void;
  /** No new calls: a GOAWAY came. Those in flight go on. */
  onDraining(): void;
  /** The connection is gone; `reason` is Go's text. */
  onClosed(reason: string): void;
}

/** Ended from this side; the message is Go's text for what runs on it. */
class ClosedError extends Error {}

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
  /** Calls that have no outcome yet. */
  #calls = 0;
  #state: 'starting' | 'ready' | 'draining' | 'closed' = 'starting';
  /** Of several the first has the reason, as in gRPC for Go. */
  #goAway: string | undefined;

  constructor(dialed: Dialed, endpoint: Endpoint, options: KeepaliveOptions, events: ConnectionEvents) {
    this.peer = dialed.peer;
    this.endpoint = endpoint;
    this.#events = events;
    this.#keepalive = new Keepalive(
      options,
      () => this.#http2.ping(() => {}),
      () => this.close('keepalive ping failed to receive ACK within timeout'),
    );
    const windows = { streamWindow, connectionWindow, maxHeaderListSize };
    this.#http2 = new Http2Connection(dialed.socket, windows, {
      onReady: () => this.#start(),
      onRead: () => this.#keepalive.touch(),
      onDraining: (goAway) => this.#drain(goAway),
      onClose: (cause) => this.#close(cause),
    });
    dialed.listen(this.#http2);
  }

  get ready(): boolean {
    return this.#state === 'ready';
  }

  /** Sends a request's headers; release() is due for it. @throws Error where the connection takes no more calls; nothing is sent then. */
  open(fields: readonly Field[], handler: StreamHandler): Stream {
    const stream = this.#http2.open(fields, handler);
    if (++this.#calls === 1) this.#keepalive.start();
    return stream;
  }

  /** A call has its outcome. */
  release(): void {
    if (--this.#calls > 0) return;
    this.#keepalive.stop();
    if (this.#state === 'draining') this.close();
  }

  /** Go's text for calls that a connection's end has taken with it. */
  describeLoss(cause: Error): string {
    const reason = this.#reasonOf(cause);
    if (this.#goAway === undefined) return reason;
    return `closing transport due to: connection error: desc = ${quote(reason)}, received prior goaway: ${this.#goAway}`;
  }

  /** Ends the connection and all that runs on it. */
  close(reason = 'grpc: the connection is closing'): void {
    this.#http2.close(new ClosedError(reason));
  }

  #start(): void {
    this.#state = 'ready';
    this.#events.onReady();
  }

  /** @param goAway undefined where stream IDs are used up */
  #drain(goAway: GoAway | undefined): void {
    const isFirst = this.#state === 'ready';
    this.#state = 'draining';
    if (goAway !== undefined) {
      const debug = goAway.debug.length === 0 ? '' : `, debug data: ${quote(goAway.debug)}`;
      this.#goAway ??= `code: ${errorCodeName(goAway.code)}${debug}`;
    }
    if (isFirst) this.#events.onDraining();
    if (this.#calls === 0) this.close();
  }

  #close(cause: Error): void {
    const reason = this.#reasonOf(cause);
    this.#state = 'closed';
    this.#keepalive.stop();
    this.#events.onClosed(reason);
  }

  #reasonOf(cause: Error): string {
    if (cause instanceof ClosedError) return cause.message;
    const reason = describeLoss(cause, this.peer);
    // Go's reader of the preface says this without a prefix.
    if (reason.startsWith('initial http2 frame')) return reason;
    return this.#state === 'starting' ? `error reading server preface: ${reason}` : `error reading from server: ${reason}`;
  }
}
