import { type ClientHttp2Session, type ClientHttp2Stream, connect, constants } from 'node:http2';
import type { Dialed } from './dial.js';
import {
  ErrorCode,
  type HeaderFields,
  type Http2Connection,
  type Http2ConnectionEvents,
  type Http2Stream,
  type Http2StreamEvents,
} from './http2.js';
import { describeConnectionError } from './socket-errors.js';

/** Of each call's answer as much may be on its way unread. */
const streamWindow = 4 << 20;
/** Node hands the connection's window back as data arrives, so this bounds throughput and no memory. */
const connectionWindow = 16 << 20;
/** Megabytes; Node's own limit of 10 would refuse large requests. */
const maxSessionMemory = 4096;

/** HTTP/2 over a connected socket, by the runtime's node:http2. This file alone knows it. */
export class NodeHttp2 implements Http2Connection {
  readonly #session: ClientHttp2Session;
  readonly #dialed: Dialed;
  readonly #events: Http2ConnectionEvents;
  #socketError: Error | undefined;
  #over = false;

  constructor(dialed: Dialed, events: Http2ConnectionEvents) {
    const { socket, peer } = dialed;
    this.#dialed = dialed;
    this.#events = events;
    // Registered before HTTP/2's own listeners, so that the loss is known before the streams are torn down for it.
    socket.on('error', (error) => {
      this.#socketError = error;
    });
    socket.once('end', () => this.#lose());
    socket.once('close', () => this.#lose());
    const session = connect(`${peer.secure ? 'https' : 'http'}://localhost`, {
      createConnection: () => socket,
      settings: { enablePush: false, initialWindowSize: streamWindow },
      maxSessionMemory,
    });
    this.#session = session;
    session.on('error', (error) => this.#lose(error));
    session.once('close', () => this.#lose());
    session.once('remoteSettings', () => this.#start());
    session.on('goaway', (code, lastStreamId, data) => this.#goAway(code, lastStreamId, data));
  }

  open(fields: HeaderFields, events: Http2StreamEvents): Http2Stream {
    return new NodeHttp2Stream(this.#session.request(fields as Record<string, string>), events);
  }

  ping(onAck: () => void): void {
    this.#session.ping((error) => {
      if (!error) onAck();
    });
  }

  hold(held: boolean): void {
    if (this.#over) return;
    if (held) this.#session.ref();
    else this.#session.unref();
  }

  destroy(): void {
    this.#over = true;
    this.#session.destroy();
    // The session only ends its side of the connection: a server that doesn't end its own would keep the process alive.
    this.#dialed.socket.destroy();
    this.#dialed.transport.destroy();
  }

  #start(): void {
    if (this.#over) return;
    // Bun stops reading large bodies after this call; its own connection window keeps up without.
    if (process.versions['bun'] === undefined) this.#session.setLocalWindowSize(connectionWindow);
    this.#events.onSettings();
  }

  #goAway(errorCode: number, lastStreamId: number, debugData: Uint8Array | undefined): void {
    if (this.#over) return;
    this.#events.onGoAway({ errorCode, lastStreamId, debugData: debugData ?? new Uint8Array() });
    // After an error Node and Bun end the connection, with the streams that could go on.
    if (errorCode !== ErrorCode.NoError) this.#lose();
  }

  #lose(error: Error | undefined = this.#socketError): void {
    if (this.#over) return;
    this.#over = true;
    this.#events.onLost(describeLoss(error, this.#dialed));
    this.destroy();
  }
}

class NodeHttp2Stream implements Http2Stream {
  readonly id: number;
  readonly #stream: ClientHttp2Stream;

  constructor(stream: ClientHttp2Stream, events: Http2StreamEvents) {
    this.#stream = stream;
    // It is known from the start, as the server's SETTINGS are.
    this.id = stream.id ?? 0;
    stream.pause();
    stream.on('response', (fields, flags) => events.onHeaders(fields as HeaderFields, (flags & constants.NGHTTP2_FLAG_END_STREAM) !== 0));
    stream.on('data', (chunk: Buffer) => events.onData(chunk));
    stream.on('trailers', (fields) => events.onTrailers(fields as HeaderFields));
    stream.on('drain', () => events.onDrain());
    // The close that follows has its code.
    stream.on('error', () => {});
    let closed = false;
    const close = () => {
      if (!closed) events.onClose();
      closed = true;
    };
    // The reset code, or the connection's own end, shows up in this turn of the event loop, yet maybe after these.
    stream.on('end', () => {
      events.onEnd();
      setImmediate(close);
    });
    stream.on('close', () => setImmediate(close));
  }

  get resetCode(): number {
    return this.#stream.rstCode ?? ErrorCode.NoError;
  }

  write(data: Uint8Array): boolean {
    return this.#stream.write(data);
  }

  end(data?: Uint8Array): void {
    if (data === undefined) this.#stream.end();
    else this.#stream.end(data);
  }

  pause(): void {
    this.#stream.pause();
  }

  resume(): void {
    this.#stream.resume();
  }

  flush(): void {
    // Reading emits it.
    while (this.#stream.read() !== null);
  }

  reset(errorCode: number): void {
    if (!this.#stream.closed) this.#stream.close(errorCode);
  }
}

function describeLoss(error: Error | undefined, { peer }: Dialed): string {
  if (error === undefined) return 'EOF';
  if ('code' in error && error.code === 'ERR_HTTP2_ERROR') return describeProtocolError(error);
  return describeConnectionError(error, peer);
}

/** nghttp2 does not say what it read; by far the most frequent is an answer in HTTP/1.1, whose letters make an enormous frame length. */
function describeProtocolError(error: Error): string {
  return error.message === 'Protocol error' || /frame size/i.test(error.message)
    ? 'http2: failed reading the frame payload: http2: frame too large, note that the frame header looked like an HTTP/1.1 header'
    : `http2: ${error.message}`;
}
