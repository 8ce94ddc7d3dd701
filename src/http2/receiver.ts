import { ConnectionError, ErrorCode } from './errors.js';
import { Flag, FrameType, maxStreamId, readUint31, readUint32 } from './frame.js';
import type { FrameSink } from './frame-parser.js';

/** Frames of one header block at most; a megabyte of it comes in 64. */
const maxContinuations = 1000;
/** DATA without data that may come in a row. */
const maxEmptyData = 1000;

export interface GoAway {
  /** The last stream that the peer may have acted upon. */
  readonly lastStreamId: number;
  readonly code: number;
  readonly debug: Uint8Array;
}

/** Frames whose form is right; whether they fit the state of a stream is for the listener to judge. */
export interface ReceiverEvents {
  onSettings(payload: Uint8Array): void;
  onPing(payload: Uint8Array, ack: boolean): void;
  onGoAway(goAway: GoAway): void;
  /** 0 is the connection; an increment of 0 is for the listener to refuse. */
  onWindowUpdate(streamId: number, increment: number): void;
  onReset(streamId: number, code: number): void;
  /** A whole header block. */
  onHeaders(streamId: number, block: Uint8Array, endStream: boolean): void;
  /** A frame of an existing stream that breaks a rule of streams. */
  onBrokenFrame(streamId: number, code: number, detail: string): void;
  onDataStart(streamId: number, length: number, endStream: boolean): void;
  onDataBytes(bytes: Uint8Array): void;
  onDataEnd(): void;
}

interface HeaderBlock {
  readonly streamId: number;
  readonly endStream: boolean;
  readonly parts: Uint8Array[];
  length: number;
}

function protocolError(detail: string, message?: string): ConnectionError {
  return new ConnectionError(ErrorCode.PROTOCOL_ERROR, detail, message);
}

function sizeError(detail: string): ConnectionError {
  return new ConnectionError(ErrorCode.FRAME_SIZE_ERROR, detail);
}

function tooMuch(detail: string): ConnectionError {
  return new ConnectionError(ErrorCode.ENHANCE_YOUR_CALM, detail);
}

/** Checks the form of each frame that a server sends, RFC 9113 section 6, and joins header blocks. Its methods throw ConnectionErrors. */
export class Receiver implements FrameSink {
  #begun = false;
  #headerBlock: HeaderBlock | undefined;
  #emptyData = 0;
  /** Of the latest GOAWAY. */
  #lastStreamId = maxStreamId;

  constructor(
    private readonly events: ReceiverEvents,
    /** Bytes, compressed. */
    private readonly maxHeaderBlock: number,
  ) {}

  onDataStart(streamId: number, length: number, endStream: boolean): void {
    this.#expect(FrameType.DATA, streamId);
    if (streamId === 0) throw protocolError('DATA without a stream');
    if (length > 0 || endStream) this.#emptyData = 0;
    else if (++this.#emptyData > maxEmptyData) throw tooMuch('too much DATA without data');
    this.events.onDataStart(streamId, length, endStream);
  }

  onDataBytes(bytes: Uint8Array): void {
    this.events.onDataBytes(bytes);
  }

  onDataEnd(): void {
    this.events.onDataEnd();
  }

  onFrame(type: number, flags: number, streamId: number, payload: Uint8Array): void {
    this.#expect(type, streamId, (flags & Flag.ACK) !== 0);
    switch (type) {
      case FrameType.HEADERS:
        this.#onHeaders(flags, streamId, payload);
        break;
      case FrameType.CONTINUATION:
        this.#onContinuation(flags, payload);
        break;
      case FrameType.PRIORITY:
        if (streamId === 0) throw protocolError('PRIORITY without a stream');
        if (payload.length !== 5) this.events.onBrokenFrame(streamId, ErrorCode.FRAME_SIZE_ERROR, 'PRIORITY has a broken length');
        break;
      case FrameType.RST_STREAM:
        if (payload.length !== 4) throw sizeError('RST_STREAM has a broken length');
        if (streamId === 0) throw protocolError('RST_STREAM without a stream');
        this.events.onReset(streamId, readUint32(payload, 0));
        break;
      case FrameType.SETTINGS:
        this.#onSettings(flags, streamId, payload);
        break;
      case FrameType.PUSH_PROMISE:
        // Section 8.4: ours was the setting that forbids it.
        throw protocolError('PUSH_PROMISE although push is off');
      case FrameType.PING:
        if (payload.length !== 8) throw sizeError('PING has a broken length');
        if (streamId !== 0) throw protocolError('PING on a stream');
        this.events.onPing(payload, (flags & Flag.ACK) !== 0);
        break;
      case FrameType.GOAWAY:
        this.#onGoAway(streamId, payload);
        break;
      case FrameType.WINDOW_UPDATE:
        if (payload.length !== 4) throw sizeError('WINDOW_UPDATE has a broken length');
        this.events.onWindowUpdate(streamId, readUint31(payload, 0));
        break;
    }
  }

  /** Section 3.4: SETTINGS come first. Section 4.3: nothing comes between the frames of a header block. */
  #expect(type: number, streamId: number, ack = false): void {
    if (!this.#begun) {
      if (type !== FrameType.SETTINGS || ack) {
        const message = `initial http2 frame from server is not a settings frame: *http2.${frameName(type)}`;
        throw protocolError('no SETTINGS at the begin', message);
      }
      this.#begun = true;
    }
    if (type === FrameType.CONTINUATION) {
      if (this.#headerBlock === undefined) throw protocolError('CONTINUATION of nothing');
      if (this.#headerBlock.streamId !== streamId) throw protocolError('CONTINUATION of another stream');
    } else if (this.#headerBlock !== undefined) {
      throw protocolError('a header block is interrupted');
    }
  }

  #onSettings(flags: number, streamId: number, payload: Uint8Array): void {
    if (streamId !== 0) throw protocolError('SETTINGS on a stream');
    if ((flags & Flag.ACK) === 0) this.events.onSettings(payload);
    else if (payload.length > 0) throw sizeError('an acknowledgement of SETTINGS has a payload');
  }

  /** Section 6.8, in Go's words. */
  #onGoAway(streamId: number, payload: Uint8Array): void {
    if (payload.length < 8) throw sizeError('GOAWAY has a broken length');
    if (streamId !== 0) throw protocolError('GOAWAY on a stream');
    const last = readUint31(payload, 0);
    const before = this.#lastStreamId;
    if (last > 0 && last % 2 === 0) {
      const text = `received goaway with non-zero even-numbered stream id: ${last}`;
      throw protocolError(text, text);
    }
    if (last > before) {
      const text = `received goaway with stream id: ${last}, which exceeds stream id of previous goaway: ${before}`;
      throw protocolError(text, text);
    }
    this.#lastStreamId = last;
    this.events.onGoAway({ lastStreamId: last, code: readUint32(payload, 4), debug: payload.slice(8) });
  }

  #onHeaders(flags: number, streamId: number, payload: Uint8Array): void {
    if (streamId === 0) throw protocolError('HEADERS without a stream');
    let start = 0;
    let end = payload.length;
    if (flags & Flag.PADDED) {
      start = 1;
      if (end < start) throw sizeError('HEADERS have a broken length');
      end -= payload[0] ?? 0;
    }
    // A priority, which has no meaning any more (section 5.3.2).
    if (flags & Flag.PRIORITY) start += 5;
    if (payload.length < start) throw sizeError('HEADERS have a broken length');
    if (end < start) throw protocolError('HEADERS are shorter than their padding');
    this.#headerBlock = { streamId, endStream: (flags & Flag.END_STREAM) !== 0, parts: [], length: 0 };
    this.#addToBlock(this.#headerBlock, payload.subarray(start, end), flags);
  }

  #onContinuation(flags: number, payload: Uint8Array): void {
    if (this.#headerBlock !== undefined) this.#addToBlock(this.#headerBlock, payload, flags);
  }

  #addToBlock(block: HeaderBlock, part: Uint8Array, flags: number): void {
    block.parts.push(part);
    block.length += part.length;
    if (block.length > this.maxHeaderBlock) throw tooMuch('a header block is too large');
    if (block.parts.length > maxContinuations) throw tooMuch('a header block has too many frames');
    if ((flags & Flag.END_HEADERS) === 0) return;
    this.#headerBlock = undefined;
    this.events.onHeaders(block.streamId, join(block), block.endStream);
  }
}

function join({ parts, length }: HeaderBlock): Uint8Array {
  if (parts.length === 1) return parts[0] as Uint8Array;
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

const frameNames = [
  'Data',
  'Headers',
  'Priority',
  'RSTStream',
  'Settings',
  'PushPromise',
  'Ping',
  'GoAway',
  'WindowUpdate',
  'Continuation',
];

/** The frame's type in Go. */
function frameName(type: number): string {
  return `${frameNames[type] ?? 'Unknown'}Frame`;
}
