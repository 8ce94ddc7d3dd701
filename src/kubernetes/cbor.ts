import { toText } from '../go/text.js';
import { asBuffer } from '../wire/reader.js';
import { floatText } from './number.js';
import { compareBytes, DecodeError, JsonNumber, type Members, maxDepth, type Tree } from './tree.js';

/** The tag 55799 that a CBOR value of Kubernetes begins with, RFC 8949, 3.4.6. */
const selfDescribed = Buffer.of(0xd9, 0xd9, 0xf7);

export const isCbor = (value: Uint8Array) => asBuffer(value.subarray(0, selfDescribed.length)).equals(selfDescribed);

/**
 * Reads a CBOR value, RFC 8949, as Kubernetes writes it: strings and names are byte strings. Names are sorted, as the API has them.
 * @throws DecodeError
 */
export function decodeCbor(value: Uint8Array): Tree {
  const reader = new CborReader(value);
  const tree = reader.read(0);
  if (!reader.atEnd) throw new DecodeError('bytes behind the CBOR value');
  return tree;
}

/** RFC 8949, 3.1. */
const Major = { Unsigned: 0, Negative: 1, Bytes: 2, Text: 3, Array: 4, Map: 5, Tag: 6, Simple: 7 } as const;

/** The value of a head that leaves the length open, RFC 8949, 3.2. */
const indefinite = -1;

class CborReader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(value: Uint8Array) {
    this.#bytes = asBuffer(value);
  }

  get atEnd(): boolean {
    return this.#at === this.#bytes.length;
  }

  read(depth: number): Tree {
    if (depth > maxDepth) throw new DecodeError(`CBOR nested deeper than ${maxDepth}`);
    const first = this.#byte();
    const major = first >> 5;
    if (major === Major.Simple) return this.#simple(first & 0x1f);
    const argument = this.#argument(first & 0x1f);
    switch (major) {
      case Major.Unsigned:
        return argument;
      case Major.Negative:
        return typeof argument === 'bigint' ? -1n - argument : -1 - argument;
      case Major.Bytes:
      case Major.Text:
        return toText(this.#string(major, argument));
      case Major.Array:
        return this.#array(argument, depth);
      case Major.Map:
        return this.#map(argument, depth);
      default:
        return this.#tagged(argument, depth);
    }
  }

  #array(length: number | bigint, depth: number): Tree[] {
    const items: Tree[] = [];
    while (!this.#ends(length, items.length)) items.push(this.read(depth + 1));
    return items;
  }

  #map(length: number | bigint, depth: number): Members {
    const entries: [string, Tree][] = [];
    while (!this.#ends(length, entries.length)) {
      const name = this.read(depth + 1);
      if (typeof name !== 'string') throw new DecodeError('a CBOR map with a name that is no string');
      entries.push([name, this.read(depth + 1)]);
    }
    return new Map(entries.sort(([one], [other]) => compareBytes(one, other)));
  }

  /** Whether the items of an array or map are all read. Each takes a byte, so that a length beyond the value ends in an error. */
  #ends(length: number | bigint, read: number): boolean {
    if (length !== indefinite) return BigInt(read) === BigInt(length);
    if (this.#bytes[this.#at] !== 0xff) return false;
    this.#at++;
    return true;
  }

  /** Tags 21 to 23 say how bytes are shown as text, RFC 8949, 3.4.5.2; the others change nothing. */
  #tagged(tag: number | bigint, depth: number): Tree {
    const encoding = encodings.get(Number(tag));
    const first = this.#bytes[this.#at] ?? 0;
    if (encoding === undefined || first >> 5 !== Major.Bytes) return this.read(depth + 1);
    this.#at++;
    return this.#string(Major.Bytes, this.#argument(first & 0x1f)).toString(encoding);
  }

  /** A string of one piece or of several. */
  #string(major: number, length: number | bigint): Buffer {
    if (length !== indefinite) return this.#take(length);
    const pieces: Buffer[] = [];
    while (!this.#ends(indefinite, 0)) {
      const first = this.#byte();
      const piece = this.#argument(first & 0x1f);
      if (first >> 5 !== major || piece === indefinite) throw new DecodeError('a CBOR string with a piece that is none');
      pieces.push(this.#take(piece));
    }
    return Buffer.concat(pieces);
  }

  #simple(kind: number): Tree {
    switch (kind) {
      case 20:
        return false;
      case 21:
        return true;
      case 22:
      case 23:
        return null;
      case 25:
        return float(halfFloat(this.#take(2).readUInt16BE()));
      case 26:
        return float(this.#take(4).readFloatBE());
      case 27:
        return float(this.#take(8).readDoubleBE());
      default:
        throw new DecodeError(`CBOR's simple value ${kind}`);
    }
  }

  /** The number in or behind the first byte of an item. */
  #argument(low: number): number | bigint {
    if (low < 24) return low;
    if (low === 24) return this.#take(1).readUInt8();
    if (low === 25) return this.#take(2).readUInt16BE();
    if (low === 26) return this.#take(4).readUInt32BE();
    if (low === 31) return indefinite;
    if (low !== 27) throw new DecodeError('a CBOR head that is none');
    const value = this.#take(8).readBigUInt64BE();
    return value <= Number.MAX_SAFE_INTEGER ? Number(value) : value;
  }

  #byte(): number {
    return this.#take(1).readUInt8();
  }

  #take(length: number | bigint): Buffer {
    if (length > this.#bytes.length - this.#at) throw new DecodeError('CBOR that ends too early');
    const from = this.#at;
    this.#at += Number(length);
    return this.#bytes.subarray(from, this.#at);
  }
}

const encodings: ReadonlyMap<number, BufferEncoding> = new Map([
  [21, 'base64url'],
  [22, 'base64'],
  [23, 'hex'],
]);

function float(value: number): Tree {
  if (!Number.isFinite(value)) throw new DecodeError('a CBOR number that JSON does not have');
  return new JsonNumber(floatText(value));
}

/** RFC 8949, appendix D. */
function halfFloat(bits: number): number {
  const exponent = (bits >> 10) & 0x1f;
  const mantissa = bits & 0x3ff;
  const size =
    exponent === 0
      ? mantissa * 2 ** -24
      : exponent === 31
        ? mantissa === 0
          ? Number.POSITIVE_INFINITY
          : Number.NaN
        : (mantissa + 1024) * 2 ** (exponent - 25);
  return bits & 0x8000 ? -size : size;
}
