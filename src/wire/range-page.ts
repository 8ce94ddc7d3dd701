/**
 * A walk over an encoded RangeResponse that makes no objects per pair: large ranges are copied from the answer into the output.
 * Field numbers are those of contract section 8.3.
 */
export class RangePage {
  private readonly bytes: Buffer;
  private readonly end: number;
  private at = 0;
  /** The encoded ResponseHeader, once the walk has met it. */
  header: Buffer | undefined;
  more = false;
  /** Decimal. */
  count: string | undefined;
  /** The current pair: offsets into `bytes`. */
  private pairFrom = 0;
  private keyFrom = 0;
  private keyTo = 0;
  private valueFrom = 0;
  private valueTo = 0;
  private readonly numbers: [create: number, mod: number, version: number, lease: number] = [-1, -1, -1, -1];

  constructor(message: Uint8Array) {
    this.bytes = Buffer.from(message.buffer, message.byteOffset, message.byteLength);
    this.end = this.bytes.length;
  }

  /** Steps to the next pair; false at the end, when `header`, `more` and `count` are known. */
  next(): boolean {
    while (this.at < this.end) {
      const from = this.at;
      const tag = this.varint();
      if (tag === 0x12) {
        this.pairFrom = from;
        const length = this.varint();
        this.enterPair(this.checked(length));
        return true;
      }
      if (tag === 0x0a) {
        const length = this.varint();
        this.header = this.bytes.subarray(this.at, this.checked(length));
        this.at += length;
      } else if (tag === 0x18) this.more = this.varint() !== 0;
      else if (tag === 0x20) this.count = this.int64At(this.at, true);
      else this.skip(tag & 7);
    }
    return false;
  }

  /** The pair as it stands in the message, tag and length included. */
  get encodedPair(): Buffer {
    return this.bytes.subarray(this.pairFrom, this.at);
  }

  get size(): number {
    return this.end;
  }

  get key(): Buffer {
    return this.bytes.subarray(this.keyFrom, this.keyTo);
  }

  get value(): Buffer {
    return this.bytes.subarray(this.valueFrom, this.valueTo);
  }

  get create_revision(): string {
    return this.number(0);
  }

  get mod_revision(): string {
    return this.number(1);
  }

  get version(): string {
    return this.number(2);
  }

  get lease(): string {
    return this.number(3);
  }

  copyKey(target: Buffer, at: number): number {
    return at + this.bytes.copy(target, at, this.keyFrom, this.keyTo);
  }

  copyValue(target: Buffer, at: number): number {
    return at + this.bytes.copy(target, at, this.valueFrom, this.valueTo);
  }

  private enterPair(end: number): void {
    this.keyFrom = this.keyTo = this.valueFrom = this.valueTo = 0;
    this.numbers.fill(-1);
    while (this.at < end) {
      const tag = this.varint();
      const field = tag >>> 3;
      if (tag === 0x0a || tag === 0x2a) {
        const length = this.varint();
        const to = this.checked(length);
        if (field === 1) {
          this.keyFrom = this.at;
          this.keyTo = to;
        } else {
          this.valueFrom = this.at;
          this.valueTo = to;
        }
        this.at = to;
      } else if ((tag & 7) === 0 && field >= 2 && field <= 6) {
        this.numbers[field === 6 ? 3 : field - 2] = this.at;
        this.skip(0);
      } else this.skip(tag & 7);
    }
  }

  private number(index: 0 | 1 | 2 | 3): string {
    const at = this.numbers[index];
    return at < 0 ? '0' : this.int64At(at, false);
  }

  private checked(length: number): number {
    const to = this.at + length;
    if (to > this.end) throw new RangeError('the answer of the server ends in the middle of a field');
    return to;
  }

  private byteAt(at: number): number {
    const byte = this.bytes[at];
    if (byte === undefined) throw new RangeError('the answer of the server ends in the middle of a number');
    return byte;
  }

  /** A varint below 2^53; tags and lengths are. */
  private varint(): number {
    let value = 0;
    let factor = 1;
    for (;;) {
      const byte = this.byteAt(this.at++);
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
      factor *= 128;
    }
  }

  private int64At(from: number, advance: boolean): string {
    let at = from;
    let value = 0;
    let factor = 1;
    let byte = 0x80;
    for (; at < from + 7 && byte >= 0x80; factor *= 128) {
      byte = this.byteAt(at++);
      value += (byte & 0x7f) * factor;
    }
    let text: string;
    if (byte < 0x80) text = String(value);
    else {
      let large = BigInt(value);
      for (let shift = 49n; shift < 70n && byte >= 0x80; shift += 7n) {
        byte = this.byteAt(at++);
        large |= BigInt(byte & 0x7f) << shift;
      }
      text = BigInt.asIntN(64, large).toString();
    }
    if (advance) this.at = at;
    return text;
  }

  private skip(wireType: number): void {
    if (wireType === 0) {
      while (this.byteAt(this.at++) >= 0x80);
    } else if (wireType === 1) this.at += 8;
    else if (wireType === 2) {
      const length = this.varint();
      this.at = this.checked(length);
    } else if (wireType === 5) this.at += 4;
    else throw new RangeError(`the answer of the server has a field of unknown wire type ${wireType}`);
  }
}

/** The RangeResponse inside a RangeStreamResponse, a message of this one field. */
export function unwrapRangeStream(message: Uint8Array): Uint8Array {
  let at = 1;
  while (((message[at] ?? 0) & 0x80) !== 0) at++;
  return message.subarray(at + 1);
}
