import { quote } from '../go/quote.js';
import { Code, StatusError } from './status.js';

/** Compressed flag and length of a length-prefixed message. */
const prefixSize = 5;

/** A message with its prefix, ready to be sent. https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md#requests */
export function prefixMessage(message: Uint8Array): Buffer {
  const prefixed = Buffer.allocUnsafe(prefixSize + message.length);
  prefixed[0] = 0;
  prefixed.writeUInt32BE(message.length, 1);
  prefixed.set(message, prefixSize);
  return prefixed;
}

/**
 * Cuts a byte stream into messages, one at a time and only when asked. A message that lies within one chunk is a view of it; a longer one
 * is copied once into a buffer of its own.
 */
export class MessageReader {
  readonly #maxBytes: number;
  readonly #encoding: string | undefined;
  readonly #onTaken: (length: number) => void;
  readonly #chunks: Uint8Array[] = [];
  /** Read position in the first chunk. */
  #offset = 0;
  readonly #prefix = Buffer.alloc(prefixSize);
  #prefixFilled = 0;
  #body: Buffer | undefined;
  #bodyFilled = 0;

  /**
   * @param encoding the answer's `grpc-encoding`: no compression is ever asked for, so that any other than identity is an error
   * @param onTaken is called with how many of the bytes that were pushed are no longer held here, or are the reader's
   */
  constructor(maxBytes: number, encoding: string | undefined, onTaken: (length: number) => void = () => {}) {
    this.#maxBytes = maxBytes;
    this.#encoding = encoding;
    this.#onTaken = onTaken;
  }

  push(chunk: Uint8Array): void {
    if (chunk.length > 0) this.#chunks.push(chunk);
  }

  /** Whether the bytes so far end in the middle of a message. */
  get partial(): boolean {
    return this.#prefixFilled > 0 || this.#chunks.length > 0;
  }

  /**
   * The next whole message, or undefined until more bytes are pushed.
   * @throws StatusError for a message over the limit or one that can't be decoded.
   */
  next(): Uint8Array | undefined {
    const length = this.#readPrefix();
    if (length === undefined) return undefined;
    if (this.#body === undefined) {
      const whole = this.#view(length);
      if (whole !== undefined) {
        this.#prefixFilled = 0;
        return whole;
      }
      this.#body = Buffer.allocUnsafeSlow(length);
      this.#bodyFilled = 0;
    }
    const body = this.#body;
    while (this.#bodyFilled < length) {
      const part = this.#take(length - this.#bodyFilled);
      if (part === undefined) return undefined;
      body.set(part, this.#bodyFilled);
      this.#bodyFilled += part.length;
    }
    this.#body = undefined;
    this.#prefixFilled = 0;
    return body;
  }

  /** Bytes of the messages as they come, their framing removed; undefined until more bytes are pushed. @throws StatusError as next(). */
  nextPiece(): Uint8Array | undefined {
    for (;;) {
      const length = this.#readPrefix();
      if (length === undefined) return undefined;
      if (this.#bodyFilled < length) {
        const part = this.#take(length - this.#bodyFilled);
        if (part !== undefined) this.#bodyFilled += part.length;
        if (this.#bodyFilled === length) this.#endPiece();
        return part;
      }
      this.#endPiece();
    }
  }

  #endPiece(): void {
    this.#prefixFilled = 0;
    this.#bodyFilled = 0;
  }

  #readPrefix(): number | undefined {
    const prefix = this.#prefix;
    if (this.#prefixFilled < prefixSize) {
      do {
        const part = this.#take(prefixSize - this.#prefixFilled);
        if (part === undefined) return undefined;
        prefix.set(part, this.#prefixFilled);
        this.#prefixFilled += part.length;
      } while (this.#prefixFilled < prefixSize);
      this.#check(prefix[0] ?? 0, prefix.readUInt32BE(1));
      this.#bodyFilled = 0;
    }
    return prefix.readUInt32BE(1);
  }

  #check(flag: number, length: number): void {
    if (length > this.#maxBytes) {
      throw new StatusError(Code.ResourceExhausted, `grpc: received message larger than max (${length} vs. ${this.#maxBytes})`);
    }
    if (flag === 0) return;
    if (flag !== 1) throw new StatusError(Code.Internal, `grpc: received unexpected payload format ${flag}`);
    if (this.#encoding === undefined || this.#encoding === '' || this.#encoding === 'identity') {
      throw new StatusError(Code.Internal, 'grpc: compressed flag set with identity or empty encoding');
    }
    throw new StatusError(
      Code.Internal,
      `grpc: Decompressor is not installed for grpc-encoding ${quote(Buffer.from(this.#encoding, 'latin1'))}`,
    );
  }

  /** Exactly `length` bytes if the first chunk has them all. */
  #view(length: number): Uint8Array | undefined {
    const left = (this.#chunks[0]?.length ?? 0) - this.#offset;
    if (length === 0) return Buffer.alloc(0);
    return left >= length ? this.#take(length) : undefined;
  }

  /** Up to `length` bytes of the first chunk. */
  #take(length: number): Uint8Array | undefined {
    const chunk = this.#chunks[0];
    if (chunk === undefined) return undefined;
    const end = Math.min(this.#offset + length, chunk.length);
    const part = end - this.#offset === chunk.length ? chunk : chunk.subarray(this.#offset, end);
    this.#offset = end;
    if (end === chunk.length) {
      this.#chunks.shift();
      this.#offset = 0;
    }
    this.#onTaken(part.length);
    return part;
  }
}
