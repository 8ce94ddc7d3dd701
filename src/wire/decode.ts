import { BinaryReader } from '@bufbuild/protobuf/wire';
import { invalidUtf8, WireError, WireType } from './reader.js';

/** One of the generated codecs. A method, so that any of them fits. */
export interface Decoder<T> {
  decode(input: BinaryReader | Uint8Array): T;
}

/**
 * Decodes a message with a generated codec, held to the rules of `WireReader`. By itself a codec reads a field beyond the end of the message
 * around it, and goes on in the middle of a message behind a tag that isn't one.
 * @throws WireError
 */
export function decode<T>(codec: Decoder<T>, bytes: Uint8Array): T {
  const reader = new StrictReader(bytes);
  let message: T;
  try {
    message = codec.decode(reader);
  } catch (error) {
    // All that a codec fails for is what it reads.
    throw error instanceof WireError ? error : new WireError((error as Error).message, reader.pos);
  }
  if (reader.failure !== undefined) throw reader.failure;
  return message;
}

/**
 * What the codecs read from. It follows their steps: a tag, then a value; and it knows where messages begin and end, since the codecs count
 * their depth in a property of the reader.
 */
class StrictReader extends BinaryReader {
  /** Of a message that was read to another end than its own. */
  failure: WireError | undefined;
  readonly #bytes: Uint8Array;
  /** Ends of the messages under way, the outermost first. */
  readonly #ends: number[] = [];
  /** Of the field whose value comes next; 0 where a tag does. */
  #tag = 0;
  /** The length that was read last. */
  #length = 0;
  /** The library has it as a property of each reader, where a method of ours would be hidden. */
  readonly #uint32: () => number;

  constructor(bytes: Uint8Array) {
    super(bytes);
    this.#bytes = bytes;
    this.#uint32 = this.uint32;
    this.uint32 = () => {
      if (this.#tag === 0) return this.#readTag();
      if ((this.#tag & 7) === WireType.Bytes) return this.#readLength();
      this.#tag = 0;
      return this.#uint32();
    };
  }

  get __tsProtoDecodeDepth(): number {
    return this.#ends.length;
  }

  set __tsProtoDecodeDepth(depth: number) {
    this.#tag = 0;
    if (depth <= this.#ends.length) {
      if (this.pos !== this.#ends.pop()) this.failure ??= new WireError('a field goes beyond its message', this.pos);
      return;
    }
    const around = this.#ends.at(-1);
    const end = around === undefined ? this.len : this.pos + this.#length;
    if (end > (around ?? end)) throw this.#error('unexpected EOF');
    this.#ends.push(end);
  }

  override int32(): number {
    this.#tag = 0;
    return this.#uint32() | 0;
  }

  override int64(): bigint | string {
    return this.#varint(() => super.int64());
  }

  override uint64(): bigint | string {
    return this.#varint(() => super.uint64());
  }

  override bool(): boolean {
    return this.#varint(() => super.bool());
  }

  override bytes(): Uint8Array {
    const value = super.bytes();
    this.#tag = 0;
    return value;
  }

  override string(): string {
    try {
      return super.string(true);
    } catch (error) {
      throw error instanceof TypeError ? this.#error(invalidUtf8) : error;
    } finally {
      this.#tag = 0;
    }
  }

  override skip(wireType: number): Uint8Array {
    // The library would skip a number of any length.
    if (wireType === WireType.Varint) this.uint64();
    else super.skip(wireType);
    this.#tag = 0;
    return nothing;
  }

  #readTag(): number {
    const tag = this.#readLength();
    if (tag < 8) throw this.#error('illegal field number');
    const type = tag & 7;
    if (type > WireType.Fixed32 || type === 3 || type === 4) throw this.#error(`wrong wire type ${type}`);
    this.#tag = tag;
    return tag;
  }

  #readLength(): number {
    const start = this.pos;
    this.#length = this.#uint32();
    // In five bytes and more it has dropped what is beyond 32 bits.
    if (this.pos - start >= 5) {
      this.pos = start;
      if (BigInt(super.uint64()) > maxUint32) throw this.#error('a tag or length of more than 32 bits');
    }
    return this.#length;
  }

  /** Of the tenth byte only one bit counts. */
  #varint<T>(read: () => T): T {
    const start = this.pos;
    const value = read();
    if (this.pos - start === 10 && (this.#bytes[this.pos - 1] as number) > 1) throw this.#error('variable length integer overflow');
    this.#tag = 0;
    return value;
  }

  #error(reason: string): WireError {
    return new WireError(reason, this.pos);
  }
}

const maxUint32 = 2n ** 32n - 1n;
const nothing = new Uint8Array(0);
