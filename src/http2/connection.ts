import { ConnectionError, EndOfFileError, ErrorCode, StreamError } from './errors.js';
import { initialWindow, ReceiveWindow } from './flow-control.js';
import { maxStreamId } from './frame.js';
import { FrameParser } from './frame-parser.js';
import { Decoder } from './hpack/decoder.js';
import { entrySize } from './hpack/dynamic-table.js';
import { Encoder } from './hpack/encoder.js';
import type { Field } from './hpack/field.js';
import { Pings } from './pings.js';
import { type GoAway, Receiver, type ReceiverEvents } from './receiver.js';
import { Sender } from './sender.js';
import { applySettings, defaultSettings, SettingId } from './settings.js';
import type { Socket } from './socket.js';
import { Stream, type StreamHandler, type StreamOwner } from './stream.js';
import { StreamTable } from './stream-table.js';

export interface ConnectionOptions {
  /** Bytes of one response that may be under way or unread; at most 2^31 - 1. */
  readonly streamWindow: number;
  /** The same of all responses, which bounds throughput: it is given back as bytes arrive. At least 65,535. */
  readonly connectionWindow: number;
  /** Bytes of a header section, with 32 for each field. */
  readonly maxHeaderListSize: number;
  /** An odd number; 1 if it isn't given. */
  readonly firstStreamId?: number;
}

export interface ConnectionHandler {
  /** The peer's SETTINGS are here. */
  onReady(): void;
  /** Something came: the peer is alive. */
  onRead(): void;
  /** No new streams: a GOAWAY came, maybe not the first, or stream IDs are used up. Those under way go on. */
  onDraining(goAway: GoAway | undefined): void;
  /**
   * The last call; each stream has had its own before. The cause is a ConnectionError where the peer broke the protocol, a SocketError, an
   * EndOfFileError, or what was given to close().
   */
  onClose(cause: Error): void;
}

/** The client's side of an HTTP/2 connection, RFC 9113. The socket is open; what it reports is to be passed on to the methods named alike. */
export class Connection implements StreamOwner, ReceiverEvents {
  readonly #socket: Socket;
  readonly #handler: ConnectionHandler;
  readonly #streamWindow: number;
  readonly #sender: Sender;
  readonly #parser: FrameParser;
  readonly #encoder = new Encoder();
  readonly #decoder: Decoder;
  readonly #window: ReceiveWindow;
  readonly #streams: StreamTable;
  #settings = defaultSettings;
  #goAway: GoAway | undefined;
  #ready = false;
  #closed = false;
  /** Whose DATA frame is at hand; undefined where it is to be ignored. */
  #dataStream: Stream | undefined;
  readonly #pings = new Pings();

  constructor(socket: Socket, options: ConnectionOptions, handler: ConnectionHandler) {
    const { streamWindow, connectionWindow, maxHeaderListSize, firstStreamId } = options;
    this.#socket = socket;
    this.#handler = handler;
    this.#streamWindow = streamWindow;
    this.#sender = new Sender(socket);
    this.#parser = new FrameParser(new Receiver(this, maxHeaderListSize));
    this.#decoder = new Decoder(maxHeaderListSize);
    this.#window = new ReceiveWindow(Math.max(connectionWindow, initialWindow));
    this.#streams = new StreamTable(firstStreamId);
    const { frames } = this.#sender;
    frames.preface();
    frames.settings([
      [SettingId.ENABLE_PUSH, 0],
      [SettingId.INITIAL_WINDOW_SIZE, streamWindow],
      [SettingId.MAX_HEADER_LIST_SIZE, maxHeaderListSize],
    ]);
    if (this.#window.limit > initialWindow) frames.windowUpdate(0, this.#window.limit - initialWindow);
    this.#sender.flush();
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Whether streams may be opened. */
  get accepting(): boolean {
    return !this.#closed && this.#goAway === undefined && !this.#streams.exhausted;
  }

  /**
   * Sends a request's header section, or lets it wait while the peer allows no more streams.
   * @throws Error where the connection isn't `accepting`; StreamError for fields that the peer doesn't take. Nothing is sent then.
   */
  open(fields: readonly Field[], handler: StreamHandler, endStream = false): Stream {
    if (!this.accepting) throw new Error('the connection takes no more streams');
    const limit = this.#settings.maxHeaderListSize;
    if (fields.reduce((size, [name, value]) => size + entrySize(name, value), 0) > limit) {
      const message = `header list size to send violates the maximum size (${limit} bytes) set by server`;
      throw new StreamError(ErrorCode.INTERNAL_ERROR, message);
    }
    const stream = new Stream(this, handler, this.#streamWindow);
    this.#streams.wait(stream, { fields, endStream });
    this.#beginWaiting();
    return stream;
  }

  /** Calls back when the peer has answered a PING, section 6.7. */
  ping(onAnswer: () => void): void {
    if (this.#closed) return;
    this.#sender.frames.ping(this.#pings.add(onAnswer), false);
    this.#sender.schedule();
  }

  /** Whether the connection keeps the process alive. */
  hold(held: boolean): void {
    if (!this.#closed) this.#socket.hold(held);
  }

  /** Ends the connection and all its streams, and tells the peer (section 6.8). */
  close(cause: Error): void {
    this.#end(cause, ErrorCode.NO_ERROR);
  }

  onData(chunk: Uint8Array): void {
    if (this.#closed) return;
    this.#handler.onRead();
    try {
      this.#parser.push(chunk);
    } catch (error) {
      this.#fail(error);
    }
    this.#sender.flush();
  }

  onDrain(): void {
    this.#sender.unblock();
  }

  /** @param error undefined where the peer ended the connection */
  onSocketClose(error: Error | undefined): void {
    this.#end(error ?? new EndOfFileError(this.#parser.partial));
  }

  // For streams.

  send(stream: Stream): void {
    this.#sender.add(stream);
  }

  reportWindow(stream: Stream, increment: number): void {
    this.#sender.frames.windowUpdate(stream.id, increment);
    this.#sender.schedule();
  }

  abandon(stream: Stream, code: number): void {
    this.#sender.remove(stream);
    this.#streams.abandon(stream);
    if (stream.id === 0 || this.#closed) return;
    this.#sender.frames.resetStream(stream.id, code);
    this.#sender.schedule();
    this.#beginWaiting();
  }

  release(stream: Stream): void {
    this.#streams.delete(stream);
    this.#beginWaiting();
  }

  // For the receiver, whose caller catches the ConnectionErrors.

  onSettings(payload: Uint8Array): void {
    const before = this.#settings;
    const settings = applySettings(before, payload);
    this.#settings = settings;
    this.#encoder.resize(settings.headerTableSize);
    this.#sender.maxFrameSize = settings.maxFrameSize;
    // Section 6.9.2: of the streams that there are, too.
    const change = settings.initialWindowSize - before.initialWindowSize;
    for (const stream of this.#streams.active) if (!stream.growSendWindow(change)) throw windowOverflow();
    this.#sender.frames.settingsAck();
    this.#sender.countAnswer();
    if (!this.#ready) {
      this.#ready = true;
      this.#handler.onReady();
    }
    this.#beginWaiting();
  }

  onPing(payload: Uint8Array, ack: boolean): void {
    if (ack) {
      this.#pings.answer(payload);
      return;
    }
    this.#sender.frames.ping(payload, true);
    this.#sender.countAnswer();
  }

  onGoAway(goAway: GoAway): void {
    this.#goAway = goAway;
    const refused = [...this.#streams.active].filter((stream) => stream.id > goAway.lastStreamId);
    this.#handler.onDraining(goAway);
    for (const stream of [...refused, ...this.#streams.takeWaiting()]) this.#drop(stream);
  }

  onWindowUpdate(streamId: number, increment: number): void {
    if (streamId === 0) {
      if (increment === 0) throw new ConnectionError(ErrorCode.PROTOCOL_ERROR, 'WINDOW_UPDATE of the connection by 0');
      if (!this.#sender.window.grow(increment)) throw windowOverflow();
      return;
    }
    const stream = this.#streams.find(streamId, 'WINDOW_UPDATE');
    if (stream === undefined) return;
    if (increment === 0) this.#failStream(stream, new StreamError(ErrorCode.PROTOCOL_ERROR, 'received a window update by 0'));
    else if (!stream.growSendWindow(increment)) {
      this.#failStream(stream, new StreamError(ErrorCode.FLOW_CONTROL_ERROR, 'received a window update that exceeds the largest window'));
    }
  }

  onReset(streamId: number, code: number): void {
    const stream = this.#streams.find(streamId, 'RST_STREAM');
    if (stream === undefined) return;
    this.#sender.remove(stream);
    this.#streams.delete(stream);
    stream.close({ kind: 'reset', code });
    this.#beginWaiting();
  }

  onBrokenFrame(streamId: number, code: number, detail: string): void {
    const stream = this.#streams.get(streamId);
    if (stream !== undefined) this.#failStream(stream, new StreamError(code, detail));
  }

  onHeaders(streamId: number, block: Uint8Array, endStream: boolean): void {
    const stream = this.#streams.findOpen(streamId, 'HEADERS');
    // Also where nobody wants them: later blocks depend on this one (section 4.3).
    const fields = this.#decoder.decode(block);
    if (stream === undefined) return;
    try {
      stream.receiveHeaders(fields, endStream);
    } catch (error) {
      this.#failStream(stream, error);
    }
  }

  onDataStart(streamId: number, length: number, endStream: boolean): void {
    // Given back at once, so that one reader that stops doesn't stop the others; memory is bounded by the windows of streams.
    const increment = this.#window.consume(length);
    if (increment > 0) this.#sender.frames.windowUpdate(0, increment);
    const stream = this.#streams.findOpen(streamId, 'DATA');
    this.#dataStream = stream;
    try {
      stream?.receiveDataStart(length, endStream);
    } catch (error) {
      this.#failStream(stream, error);
    }
  }

  onDataBytes(bytes: Uint8Array): void {
    const stream = this.#dataStream;
    if (stream === undefined || stream.closed) return;
    try {
      stream.receiveData(bytes);
    } catch (error) {
      this.#failStream(stream, error);
    }
  }

  onDataEnd(): void {
    const stream = this.#dataStream;
    this.#dataStream = undefined;
    if (stream === undefined || stream.closed) return;
    try {
      stream.receiveDataEnd();
    } catch (error) {
      this.#failStream(stream, error);
    }
  }

  /** Begins streams while the peer allows more at a time, section 5.1.2. */
  #beginWaiting(): void {
    while (this.accepting && this.#streams.activeCount < this.#settings.maxConcurrentStreams) {
      const next = this.#streams.next();
      if (next === undefined) return;
      const { id, stream, request } = next;
      const block = this.#encoder.encode(request.fields);
      this.#sender.frames.headers(id, block, request.endStream, this.#settings.maxFrameSize);
      this.#sender.schedule();
      stream.begin(id, this.#settings.initialWindowSize, request.endStream);
      if (this.#streams.exhausted) this.#exhaust();
    }
  }

  /** Section 5.1.1: a client that has used up its IDs makes a new connection. Whoever opens a stream has it before its end is reported. */
  #exhaust(): void {
    queueMicrotask(() => {
      if (this.#closed) return;
      this.#handler.onDraining(undefined);
      for (const stream of this.#streams.takeWaiting()) this.#drop(stream);
    });
  }

  /** Of a stream for which the peer surely did nothing. */
  #drop(stream: Stream): void {
    this.#sender.remove(stream);
    this.#streams.abandon(stream);
    stream.close({ kind: 'refused' });
  }

  #failStream(stream: Stream | undefined, error: unknown): void {
    if (!(error instanceof StreamError) || stream === undefined) throw error;
    if (stream.closed) return;
    this.#sender.remove(stream);
    this.#streams.abandon(stream);
    this.#sender.frames.resetStream(stream.id, error.code);
    stream.close({ kind: 'error', error });
    this.#sender.countAnswer();
    this.#beginWaiting();
  }

  #fail(error: unknown): void {
    if (!(error instanceof ConnectionError)) throw error;
    this.#end(error, error.code, error.detail);
  }

  /** @param code where the peer is told, in a GOAWAY: a client has acted upon none of its streams, as push is off */
  #end(cause: Error, code?: number, debug = ''): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#parser.stop();
    if (code !== undefined) this.#sender.frames.goAway(0, code, debug);
    this.#sender.stop();
    this.#socket.destroy();
    const streams = [...this.#streams.active];
    const last = this.#goAway?.lastStreamId ?? maxStreamId;
    for (const stream of this.#streams.takeWaiting()) this.#drop(stream);
    for (const stream of streams) {
      this.#streams.delete(stream);
      stream.close(stream.id > last ? { kind: 'refused' } : { kind: 'lost', cause });
    }
    this.#handler.onClose(cause);
  }
}

function windowOverflow(): ConnectionError {
  return new ConnectionError(ErrorCode.FLOW_CONTROL_ERROR, 'a window exceeds the largest');
}
