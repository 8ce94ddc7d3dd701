import { ConnectionError, ErrorCode } from './errors.js';
import { defaultMaxFrameSize, Flag, FrameType, frameHeaderLength, readUint31 } from './frame.js';

/** Where frames go. Each call may throw a ConnectionError, which leaves the parser unusable. */
export interface FrameSink {
  /** The header of a DATA frame; `length` is all that counts for flow control, padding too. */
  onDataStart(streamId: number, length: number, endStream: boolean): void;
  /** A part of its data: a view of the chunk that came from the socket. */
  onDataBytes(bytes: Uint8Array): void;
  onDataEnd(): void;
  /** Any other frame, whole. The payload may be a view; of an unknown type it is left out. */
  onFrame(type: number, flags: number, streamId: number, payload: Uint8Array): void;
}

const nothing = new Uint8Array(0);

/** What the bytes that come next are. */
type Part = 'header' | 'padLength' | 'data' | 'padding' | 'payload' | 'ignored';

/**
 * Cuts what a socket reads into frames, RFC 9113 section 4. Nothing is joined: data is passed on in the parts it comes in, and of other
 * frames, which are small, only one that lies in two chunks is copied.
 */
export class FrameParser {
  #part: Part = 'header';
  /** Bytes that are missing of this part. */
  #left = frameHeaderLength;
  #padding = 0;
  readonly #header = new Uint8Array(frameHeaderLength);
  #payload = nothing;
  #type = 0;
  #flags = 0;
  #streamId = 0;
  #stopped = false;

  constructor(
    private readonly sink: FrameSink,
    private readonly maxFrameSize = defaultMaxFrameSize,
  ) {}

  /** Whether the bytes so far end within a frame. */
  get partial(): boolean {
    return this.#part !== 'header' || this.#left < frameHeaderLength;
  }

  /** Ignores all further bytes, also the rest of the chunk at hand. */
  stop(): void {
    this.#stopped = true;
  }

  /** @throws ConnectionError */
  push(chunk: Uint8Array): void {
    for (let at = 0; at < chunk.length && !this.#stopped; ) {
      const end = Math.min(at + this.#left, chunk.length);
      this.#take(chunk, at, end);
      at = end;
    }
  }

  /** The bytes from `start` to `end` are of the part that is due: all that is missing of it, or less at the chunk's end. */
  #take(chunk: Uint8Array, start: number, end: number): void {
    const missing = this.#left;
    this.#left -= end - start;
    const done = this.#left === 0;
    switch (this.#part) {
      case 'header':
        if (done && missing === frameHeaderLength) {
          this.#begin(chunk, start);
          break;
        }
        this.#header.set(chunk.subarray(start, end), frameHeaderLength - missing);
        if (done) this.#begin(this.#header, 0);
        break;
      case 'padLength':
        this.#endPadLength(chunk[start] ?? 0);
        break;
      case 'data':
        this.sink.onDataBytes(chunk.subarray(start, end));
        if (done) this.#expect('padding', this.#padding);
        break;
      case 'payload':
        if (done && this.#payload === nothing) {
          this.#endPayload(chunk.subarray(start, end));
          break;
        }
        if (this.#payload === nothing) this.#payload = new Uint8Array(missing);
        this.#payload.set(chunk.subarray(start, end), this.#payload.length - missing);
        if (done) this.#endPayload(this.#payload);
        break;
      case 'padding':
      case 'ignored':
        if (done) this.#expect(this.#part, 0);
        break;
    }
  }

  #begin(bytes: Uint8Array, at: number): void {
    const length = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    if (length > this.maxFrameSize) throw tooLarge(bytes.subarray(at, at + frameHeaderLength));
    this.#type = bytes[at + 3] ?? 0;
    this.#flags = bytes[at + 4] ?? 0;
    this.#streamId = readUint31(bytes, at + 5);
    if (this.#type === FrameType.DATA) this.#beginData(length);
    else if (this.#type <= FrameType.CONTINUATION) this.#beginPayload(length);
    else this.#ignore(length);
  }

  #beginData(length: number): void {
    this.#padding = 0;
    this.sink.onDataStart(this.#streamId, length, (this.#flags & Flag.END_STREAM) !== 0);
    if (this.#stopped) return;
    if ((this.#flags & Flag.PADDED) === 0) {
      this.#expect('data', length);
      return;
    }
    if (length === 0) throw new ConnectionError(ErrorCode.FRAME_SIZE_ERROR, 'padded DATA without a padding length');
    this.#padding = length - 1;
    this.#expect('padLength', 1);
  }

  #endPadLength(padding: number): void {
    const length = this.#padding;
    // RFC 9113 section 6.1.
    if (padding > length) throw new ConnectionError(ErrorCode.PROTOCOL_ERROR, 'DATA is shorter than its padding');
    this.#padding = padding;
    this.#expect('data', length - padding);
  }

  #beginPayload(length: number): void {
    if (length === 0) {
      this.#endPayload(nothing);
      return;
    }
    this.#expect('payload', length);
  }

  #endPayload(payload: Uint8Array): void {
    this.#payload = nothing;
    this.#expect('header', frameHeaderLength);
    this.sink.onFrame(this.#type, this.#flags, this.#streamId, payload);
  }

  /** RFC 9113 section 5.5: what is unknown has no meaning, except where nothing may come between. */
  #ignore(length: number): void {
    this.sink.onFrame(this.#type, this.#flags, this.#streamId, nothing);
    this.#expect('ignored', length);
  }

  #expect(part: Part, length: number): void {
    this.#part = part;
    this.#left = length;
    if (length > 0) return;
    switch (part) {
      case 'data':
        this.#expect('padding', this.#padding);
        break;
      case 'padding':
        this.#expect('header', frameHeaderLength);
        this.sink.onDataEnd();
        break;
      case 'ignored':
        this.#expect('header', frameHeaderLength);
        break;
    }
  }
}

const http1Header = 'HTTP/1.1 ';

/** In Go's words, which hint at a server that answers in HTTP/1.1: its letters make an enormous length. */
function tooLarge(header: Uint8Array): ConnectionError {
  const detail = 'http2: frame too large';
  const message =
    String.fromCharCode(...header) === http1Header
      ? `http2: failed reading the frame payload: ${detail}, note that the frame header looked like an HTTP/1.1 header`
      : detail;
  return new ConnectionError(ErrorCode.FRAME_SIZE_ERROR, detail, message);
}
