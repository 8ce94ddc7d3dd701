import { ErrorCode, StreamError } from './errors.js';
import { ReceiveWindow, SendWindow } from './flow-control.js';
import type { Field } from './hpack/field.js';
import { checkResponse, checkTrailers, contentLength } from './response.js';
import type { DataSource } from './sender.js';

/** Why a stream is no more. */
export type StreamEnd =
  /** Both sides are through. */
  | { readonly kind: 'complete' }
  /** RST_STREAM of the peer. */
  | { readonly kind: 'reset'; readonly code: number }
  /** The peer broke a rule, for which the stream was reset. */
  | { readonly kind: 'error'; readonly error: StreamError }
  /** The connection takes no more streams and surely did nothing for this one: it was never sent, or a GOAWAY says so. */
  | { readonly kind: 'refused' }
  /** The connection ended. */
  | { readonly kind: 'lost'; readonly cause: Error };

/** What a stream reports, in the turn in which it was read. After reset() nothing more is called. */
export interface StreamHandler {
  /** The response's header section, `:status` first. */
  onHeaders(fields: readonly Field[], endStream: boolean): void;
  /** Bytes of the body, which are the handler's to keep. The peer sends one window at most until they are given back by consume(). */
  onData(bytes: Uint8Array): void;
  onTrailers(fields: readonly Field[]): void;
  /** The response is complete; our side may still be open. */
  onEnd(): void;
  /** After a write that returned false: there is room again. */
  onDrain(): void;
  /** The last call. */
  onClose(end: StreamEnd): void;
}

/** What a stream needs of its connection. */
export interface StreamOwner {
  /** There is something to send. */
  send(stream: Stream): void;
  reportWindow(stream: Stream, increment: number): void;
  /** To send RST_STREAM, if the stream was ever sent, and forget it. */
  abandon(stream: Stream, code: number): void;
  /** To forget it: both sides are through. */
  release(stream: Stream): void;
}

/** Bytes that may wait to be sent before the writer should. */
const highWater = 64 << 10;

const nothing = new Uint8Array(0);

/** One request and its response, RFC 9113 sections 5.1 and 8.1. */
export class Stream implements DataSource {
  #id = 0;
  #sendWindow = new SendWindow();
  readonly #receiveWindow: ReceiveWindow;
  /** What waits to be sent; of the first, `#offset` bytes are. */
  readonly #chunks: Uint8Array[] = [];
  #offset = 0;
  #queued = 0;
  #wantsDrain = false;
  /** Our side: open, to be ended behind what waits, or ended. */
  #local: 'open' | 'ending' | 'ended' = 'open';
  /** The peer's: before the header section, in the body, or ended. */
  #remote: 'headers' | 'body' | 'ended' = 'headers';
  #closed = false;
  /** Bytes that the body must have yet, where the response announced them. */
  #missing: number | undefined;
  /** Bytes of the DATA frame at hand that were no data so far. */
  #overhead = 0;
  #endsWithFrame = false;

  constructor(
    private readonly owner: StreamOwner,
    private readonly handler: StreamHandler,
    window: number,
  ) {
    this.#receiveWindow = new ReceiveWindow(window);
  }

  /** 0 while the peer allows no more streams. */
  get id(): number {
    return this.#id;
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Sends bytes of the request, which must not change any more. @returns false when enough wait: go on after onDrain */
  write(bytes: Uint8Array): boolean {
    if (this.#closed || this.#local !== 'open') return true;
    if (bytes.length > 0) {
      this.#chunks.push(bytes);
      this.#queued += bytes.length;
      this.#offer();
    }
    if (this.#queued >= highWater) this.#wantsDrain = true;
    return !this.#wantsDrain;
  }

  /** The request is complete. */
  end(): void {
    if (this.#closed || this.#local !== 'open') return;
    this.#local = 'ending';
    this.#offer();
  }

  /** Gives up the stream; nothing more is called. */
  reset(code: number): void {
    if (this.#closed) return;
    const isThrough = this.#local === 'ended' && this.#remote === 'ended';
    this.#close();
    if (isThrough) this.owner.release(this);
    else this.owner.abandon(this, code);
  }

  /** Gives back so much of what onData() handed out, so that the peer may send more. */
  consume(length: number): void {
    const increment = this.#receiveWindow.consume(length);
    if (increment > 0 && !this.#closed && this.#remote !== 'ended') this.owner.reportWindow(this, increment);
  }

  // What follows is for the connection.

  /** The header section was sent. */
  begin(id: number, sendWindow: number, endStream: boolean): void {
    this.#id = id;
    this.#sendWindow = new SendWindow(sendWindow);
    if (endStream) this.#local = 'ended';
    else this.#offer();
  }

  /** @returns false where the window would be too large */
  growSendWindow(increment: number): boolean {
    if (!this.#sendWindow.grow(increment)) return false;
    this.#offer();
    return true;
  }

  get sendable(): boolean {
    if (this.#closed || this.#id === 0) return false;
    return this.#queued > 0 ? this.#sendWindow.size > 0 : this.#local === 'ending';
  }

  takeData(limit: number): { readonly bytes: Uint8Array; readonly endStream: boolean } | undefined {
    if (!this.sendable) return undefined;
    const bytes = this.#takeChunk(Math.min(limit, this.#sendWindow.size));
    if (bytes.length === 0 && this.#queued > 0) return undefined;
    const endStream = this.#queued === 0 && this.#local === 'ending';
    if (endStream) this.#local = 'ended';
    return { bytes, endStream };
  }

  onTaken(): void {
    if (this.#local === 'ended') {
      this.#completeIfBothEnded();
    } else if (this.#wantsDrain && this.#queued < highWater) {
      this.#wantsDrain = false;
      this.handler.onDrain();
    }
  }

  /** @param fields undefined where there were too many. @throws StreamError */
  receiveHeaders(fields: readonly Field[] | undefined, endStream: boolean): void {
    if (this.#remote === 'ended') throw new StreamError(ErrorCode.STREAM_CLOSED, 'received HEADERS after END_STREAM');
    if (fields === undefined) throw new StreamError(ErrorCode.FRAME_SIZE_ERROR, 'peer header list size exceeded limit');
    if (this.#remote === 'headers') this.#receiveResponse(fields, endStream);
    else this.#receiveTrailers(fields, endStream);
    if (endStream) this.#endRemote();
  }

  /** @throws StreamError */
  receiveDataStart(length: number, endStream: boolean): void {
    if (this.#remote === 'ended') throw new StreamError(ErrorCode.STREAM_CLOSED, 'received DATA after END_STREAM');
    if (this.#remote === 'headers') throw malformed('received DATA before HEADERS');
    if (!this.#receiveWindow.receive(length)) {
      throw new StreamError(ErrorCode.FLOW_CONTROL_ERROR, `received ${length}-bytes data exceeding the limit`);
    }
    this.#overhead = length;
    this.#endsWithFrame = endStream;
  }

  /** @throws StreamError */
  receiveData(bytes: Uint8Array): void {
    this.#overhead -= bytes.length;
    if (this.#missing !== undefined) {
      this.#missing -= bytes.length;
      if (this.#missing < 0) throw malformed('the body is longer than announced');
    }
    this.handler.onData(bytes);
  }

  /** @throws StreamError */
  receiveDataEnd(): void {
    // Section 6.1: padding counts, and nobody else gives it back.
    this.consume(this.#overhead);
    if (this.#endsWithFrame) this.#endRemote();
  }

  /** Ends the stream from outside. */
  close(end: StreamEnd): void {
    if (this.#closed) return;
    this.#close();
    this.handler.onClose(end);
  }

  /** Section 8.1: any number of interim responses, then the final one. */
  #receiveResponse(fields: readonly Field[], endStream: boolean): void {
    const status = checkResponse(fields);
    if (status < 200) {
      // Section 8.6 has no 101.
      if (endStream || status === 101) throw malformed('an interim response is not allowed so');
      return;
    }
    this.#remote = 'body';
    // Those have no body, whatever they announce (RFC 9110 section 8.6).
    this.#missing = status === 204 || status === 304 ? undefined : contentLength(fields);
    if (endStream) this.#checkLength();
    this.handler.onHeaders(fields, endStream);
  }

  #receiveTrailers(fields: readonly Field[], endStream: boolean): void {
    if (!endStream) throw malformed('trailers do not end the stream');
    checkTrailers(fields);
    this.#checkLength();
    this.handler.onTrailers(fields);
  }

  #endRemote(): void {
    if (this.#closed) return;
    this.#checkLength();
    this.#remote = 'ended';
    this.handler.onEnd();
    this.#completeIfBothEnded();
  }

  /** RFC 9113 section 8.1.1. */
  #checkLength(): void {
    if (this.#missing !== undefined && this.#missing > 0) throw malformed('the body is shorter than announced');
  }

  #completeIfBothEnded(): void {
    if (this.#closed || this.#local !== 'ended' || this.#remote !== 'ended') return;
    this.#close();
    this.owner.release(this);
    this.handler.onClose({ kind: 'complete' });
  }

  #close(): void {
    this.#closed = true;
    this.#chunks.length = 0;
    this.#queued = 0;
  }

  #offer(): void {
    if (this.sendable) this.owner.send(this);
  }

  #takeChunk(limit: number): Uint8Array {
    const chunk = this.#chunks[0];
    if (chunk === undefined || limit <= 0) return nothing;
    const end = Math.min(this.#offset + limit, chunk.length);
    const bytes = chunk.subarray(this.#offset, end);
    this.#offset = end;
    this.#queued -= bytes.length;
    this.#sendWindow.take(bytes.length);
    if (end === chunk.length) {
      this.#chunks.shift();
      this.#offset = 0;
    }
    return bytes;
  }
}

function malformed(detail: string): StreamError {
  return new StreamError(ErrorCode.PROTOCOL_ERROR, detail);
}
