import { defaultMaxFrameSize, Flag, FrameType, frameHeaderLength, preface } from './frame.js';

/** Frames on their way out, joined so that they leave in one write. RFC 9113 section 6 has their layouts. */
export class FrameWriter {
  #bytes = new Uint8Array(512);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** All that was written, which is the caller's from then on. */
  take(): Uint8Array {
    const bytes = this.#bytes.subarray(0, this.#length);
    this.#bytes = new Uint8Array(512);
    this.#length = 0;
    return bytes;
  }

  preface(): void {
    this.#reserve(preface.length);
    for (let at = 0; at < preface.length; at++) this.#byte(preface.charCodeAt(at));
  }

  /** The bytes are copied. */
  data(streamId: number, payload: Uint8Array, endStream: boolean): void {
    this.#frame(FrameType.DATA, endStream ? Flag.END_STREAM : 0, streamId, payload);
  }

  /** A header block, with CONTINUATION frames where it is larger than a frame; section 4.3. */
  headers(streamId: number, block: Uint8Array, endStream: boolean, maxFrameSize = defaultMaxFrameSize): void {
    const ending = endStream ? Flag.END_STREAM : 0;
    for (let at = 0; at === 0 || at < block.length; at += maxFrameSize) {
      const part = block.subarray(at, at + maxFrameSize);
      const last = at + maxFrameSize >= block.length ? Flag.END_HEADERS : 0;
      if (at === 0) this.#frame(FrameType.HEADERS, ending | last, streamId, part);
      else this.#frame(FrameType.CONTINUATION, last, streamId, part);
    }
  }

  resetStream(streamId: number, code: number): void {
    this.#header(4, FrameType.RST_STREAM, 0, streamId);
    this.#uint32(code);
  }

  settings(settings: readonly (readonly [id: number, value: number])[]): void {
    this.#header(6 * settings.length, FrameType.SETTINGS, 0, 0);
    for (const [id, value] of settings) {
      this.#byte(id >>> 8);
      this.#byte(id);
      this.#uint32(value);
    }
  }

  settingsAck(): void {
    this.#header(0, FrameType.SETTINGS, Flag.ACK, 0);
  }

  ping(payload: Uint8Array, ack: boolean): void {
    this.#frame(FrameType.PING, ack ? Flag.ACK : 0, 0, payload);
  }

  goAway(lastStreamId: number, code: number, debug: string): void {
    this.#header(8 + debug.length, FrameType.GOAWAY, 0, 0);
    this.#uint32(lastStreamId);
    this.#uint32(code);
    for (let at = 0; at < debug.length; at++) this.#byte(debug.charCodeAt(at));
  }

  windowUpdate(streamId: number, increment: number): void {
    this.#header(4, FrameType.WINDOW_UPDATE, 0, streamId);
    this.#uint32(increment);
  }

  #frame(type: number, flags: number, streamId: number, payload: Uint8Array): void {
    this.#header(payload.length, type, flags, streamId);
    this.#bytes.set(payload, this.#length);
    this.#length += payload.length;
  }

  /** Makes room for the payload, too. */
  #header(length: number, type: number, flags: number, streamId: number): void {
    this.#reserve(frameHeaderLength + length);
    this.#byte(length >>> 16);
    this.#byte(length >>> 8);
    this.#byte(length);
    this.#byte(type);
    this.#byte(flags);
    this.#uint32(streamId);
  }

  #uint32(value: number): void {
    this.#byte(value >>> 24);
    this.#byte(value >>> 16);
    this.#byte(value >>> 8);
    this.#byte(value);
  }

  #byte(value: number): void {
    this.#bytes[this.#length++] = value;
  }

  #reserve(length: number): void {
    const needed = this.#length + length;
    if (needed <= this.#bytes.length) return;
    const bytes = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
    bytes.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = bytes;
  }
}
