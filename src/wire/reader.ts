/** Bytes that are not the protobuf message they should be. */
export class WireError extends Error {
  override readonly name = 'WireError';

  constructor(
    readonly reason: string,
    /** Offset of the field or number that is wrong. */
    readonly at: number,
  ) {
    super(`${reason} at byte ${at}`);
  }
}

/** The reason of a WireError that Go's decoder has words of its own for. */
export const invalidUtf8 = 'string field contains invalid UTF-8';

/** How a field's value is encoded, https://protobuf.dev/programming-guides/encoding/#structure. Groups (3 and 4) are refused: no message here has any. */
export const WireType = { Varint: 0, Fixed64: 1, Bytes: 2, Fixed32: 5 } as const;
export type WireType = (typeof WireType)[keyof typeof WireType];

/** What `WireReader.tag` is for a field. */
export const tagOf = (field: number, type: WireType): number => field * 8 + type;

/** Field numbers have 29 bits. */
const maxTag = 2 ** 32 - 1;
/** Seven bits a byte: ten bytes hold 64, and of the tenth only the lowest bit counts. */
const maxVarint = 10;
const lastScale = 128 ** (maxVarint - 1);

/**
 * Walks an encoded message field by field, and with `enter` and `leave` the messages in it, without making objects. Each length is checked
 * against the message around the field, and each varint for its size, before the walk goes on.
 */
export class WireReader {
  #bytes: Buffer;
  #at = 0;
  /** Of the message that is walked, which may stand in others. */
  #end: number;
  /** Of the current field, see `tagOf`. */
  tag = 0;
  /** Where the current field begins, its tag included. */
  start = 0;
  /** Offsets of the current field's value, without the length before it. */
  from = 0;
  to = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = asBuffer(bytes);
    this.#end = bytes.length;
  }

  /** Turns to another message, `bytes[from, to)`. */
  reset(bytes: Buffer, from: number, to: number): void {
    this.#bytes = bytes;
    this.#at = from;
    this.#end = to;
  }

  /** Steps to the next field; false at the end of the message. @throws WireError */
  next(): boolean {
    const start = this.#at;
    if (start >= this.#end) return false;
    this.start = start;
    let tag = this.#bytes[start] as number;
    // Nearly all tags are one byte, and most lengths.
    if (tag < 0x80) this.#at = start + 1;
    else tag = this.#varint();
    if (tag < 8 || tag > maxTag) throw new WireError('illegal field number', start);
    this.tag = tag;
    let from = this.#at;
    let to: number;
    switch (tag & 7) {
      case WireType.Varint:
        this.#varint();
        to = this.#at;
        break;
      case WireType.Bytes: {
        const length = this.#varint();
        from = this.#at;
        to = from + length;
        break;
      }
      case WireType.Fixed64:
        to = from + 8;
        break;
      case WireType.Fixed32:
        to = from + 4;
        break;
      default:
        throw new WireError(`wrong wire type ${tag & 7}`, start);
    }
    if (to > this.#end) throw new WireError('unexpected EOF', start);
    this.from = from;
    this.to = to;
    this.#at = to;
    return true;
  }

  /** Turns to the message that the current field holds. @returns what `leave` needs to come back */
  enter(): number {
    const end = this.#end;
    this.#at = this.from;
    this.#end = this.to;
    return end;
  }

  /** Goes on behind the message that was entered. */
  leave(end: number): void {
    this.#at = this.#end;
    this.#end = end;
  }

  /** The current field's value: a view, not a copy. */
  get value(): Buffer {
    return this.#bytes.subarray(this.from, this.to);
  }

  /** A number of up to 64 bits. Beyond 2^53 it is not exact; no tag and no length is that large. */
  #varint(): number {
    const bytes = this.#bytes;
    const start = this.#at;
    const end = this.#end;
    let at = start;
    let value = 0;
    for (let scale = 1; at < end && scale <= lastScale; scale *= 128) {
      const byte = bytes[at++] as number;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) {
        if (scale === lastScale && byte > 1) break;
        this.#at = at;
        return value;
      }
    }
    throw new WireError(at - start === maxVarint ? 'variable length integer overflow' : 'unexpected EOF', start);
  }
}

/** The number of 64 bits that begins at an offset, which a reader has been over, signed and in decimal. */
export function int64At(bytes: Buffer, from: number): string {
  let at = from;
  let value = 0;
  let byte = 0x80;
  // Seven bytes are exact as a JavaScript number.
  for (let scale = 1; byte >= 0x80 && scale < 2 ** 49; scale *= 128) {
    byte = bytes[at++] as number;
    value += (byte & 0x7f) * scale;
  }
  if (byte < 0x80) return String(value);
  let large = BigInt(value);
  for (let shift = 49n; byte >= 0x80; shift += 7n) {
    byte = bytes[at++] as number;
    large |= BigInt(byte & 0x7f) << shift;
  }
  return BigInt.asIntN(64, large).toString();
}

/** Whether the varint at an offset, which a reader has been over, is not zero. */
export function boolAt(bytes: Buffer, from: number): boolean {
  let at = from;
  while (bytes[at] === 0x80) at++;
  return bytes[at] !== 0;
}

export function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
