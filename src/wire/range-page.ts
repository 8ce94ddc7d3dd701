import { asBuffer, boolAt, int64At, tagOf, WireReader, WireType } from './reader.js';

/** Fields of a RangeResponse and of the pairs in it, contract section 8.3. */
const Range = {
  Header: tagOf(1, WireType.Bytes),
  Pair: tagOf(2, WireType.Bytes),
  More: tagOf(3, WireType.Varint),
  Count: tagOf(4, WireType.Varint),
} as const;
const Pair = {
  Key: tagOf(1, WireType.Bytes),
  CreateRevision: tagOf(2, WireType.Varint),
  ModRevision: tagOf(3, WireType.Varint),
  Version: tagOf(4, WireType.Varint),
  Value: tagOf(5, WireType.Bytes),
  Lease: tagOf(6, WireType.Varint),
} as const;

/** Where a number of a pair stands that has none, since it is zero. */
const absent = -1;

/**
 * A walk over an encoded RangeResponse that makes no objects per pair: large ranges are copied from the answer into the output.
 */
export class RangePage {
  readonly #bytes: Buffer;
  readonly #reader: WireReader;
  /** The encoded ResponseHeader, once the walk has met it. */
  header: Buffer | undefined;
  more = false;
  /** Decimal. */
  count: string | undefined;
  /** The current pair: offsets into the bytes. */
  #pairFrom = 0;
  #pairTo = 0;
  #keyFrom = 0;
  #keyTo = 0;
  #valueFrom = 0;
  #valueTo = 0;
  #createRevision = absent;
  #modRevision = absent;
  #version = absent;
  #lease = absent;

  constructor(message: Uint8Array) {
    this.#bytes = asBuffer(message);
    this.#reader = new WireReader(message);
  }

  /** Steps to the next pair; false at the end, when `header`, `more` and `count` are known. @throws WireError */
  next(): boolean {
    const reader = this.#reader;
    while (reader.next()) {
      switch (reader.tag) {
        case Range.Pair:
          this.#readPair(reader);
          return true;
        case Range.Header:
          this.header = readHeader(reader);
          break;
        case Range.More:
          this.more = boolAt(this.#bytes, reader.from);
          break;
        case Range.Count:
          this.count = int64At(this.#bytes, reader.from);
      }
    }
    return false;
  }

  /** The pair as it stands in the message, tag and length included. */
  get encodedPair(): Buffer {
    return this.#bytes.subarray(this.#pairFrom, this.#pairTo);
  }

  get size(): number {
    return this.#bytes.length;
  }

  get key(): Buffer {
    return this.#bytes.subarray(this.#keyFrom, this.#keyTo);
  }

  get value(): Buffer {
    return this.#bytes.subarray(this.#valueFrom, this.#valueTo);
  }

  get create_revision(): string {
    return this.#number(this.#createRevision);
  }

  get mod_revision(): string {
    return this.#number(this.#modRevision);
  }

  get version(): string {
    return this.#number(this.#version);
  }

  get lease(): string {
    return this.#number(this.#lease);
  }

  copyKey(target: Buffer, at: number): number {
    return at + this.#bytes.copy(target, at, this.#keyFrom, this.#keyTo);
  }

  copyValue(target: Buffer, at: number): number {
    return at + this.#bytes.copy(target, at, this.#valueFrom, this.#valueTo);
  }

  #readPair(reader: WireReader): void {
    this.#pairFrom = reader.start;
    this.#pairTo = reader.to;
    this.#keyFrom = this.#keyTo = this.#valueFrom = this.#valueTo = 0;
    this.#createRevision = this.#modRevision = this.#version = this.#lease = absent;
    const end = reader.enter();
    while (reader.next()) {
      switch (reader.tag) {
        case Pair.Key:
          this.#keyFrom = reader.from;
          this.#keyTo = reader.to;
          break;
        case Pair.Value:
          this.#valueFrom = reader.from;
          this.#valueTo = reader.to;
          break;
        case Pair.CreateRevision:
          this.#createRevision = reader.from;
          break;
        case Pair.ModRevision:
          this.#modRevision = reader.from;
          break;
        case Pair.Version:
          this.#version = reader.from;
          break;
        case Pair.Lease:
          this.#lease = reader.from;
      }
    }
    reader.leave(end);
  }

  #number(at: number): string {
    return at === absent ? '0' : int64At(this.#bytes, at);
  }
}

/** Nothing in it is looked at here, but whoever decodes it must not be the first to see that it is broken. */
function readHeader(reader: WireReader): Buffer {
  const { value } = reader;
  const end = reader.enter();
  while (reader.next());
  reader.leave(end);
  return value;
}

/** The field of a RangeStreamResponse. */
const rangeResponse = tagOf(1, WireType.Bytes);

/** The RangeResponse inside a RangeStreamResponse. @throws WireError */
export function unwrapRangeStream(message: Uint8Array): Uint8Array {
  const reader = new WireReader(message);
  const parts: Buffer[] = [];
  while (reader.next()) if (reader.tag === rangeResponse) parts.push(reader.value);
  // A message that comes twice is one whose fields are those of both.
  return parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts);
}
