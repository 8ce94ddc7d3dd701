import { toBytes } from '../go/text.js';

/** One piece of output while it is put together. It grows: what a value is shown as may be longer than the value. */
export class Piece {
  #buffer: Buffer;
  #at = 0;

  /** @param expected bytes, for which there is room at first */
  constructor(expected = 256) {
    this.#buffer = Buffer.allocUnsafe(expected);
  }

  add(data: string | Uint8Array): this {
    const bytes = typeof data === 'string' ? toBytes(data) : data;
    this.#makeRoom(bytes.length);
    this.#buffer.set(bytes, this.#at);
    this.#at += bytes.length;
    return this;
  }

  /** The same of text that is ASCII, several times as fast. */
  addAscii(text: string): this {
    this.#makeRoom(text.length);
    this.#at += this.#buffer.write(text, this.#at, 'latin1');
    return this;
  }

  addLine(data: string | Uint8Array): this {
    this.add(data);
    this.#makeRoom(1);
    this.#buffer[this.#at++] = newline;
    return this;
  }

  done(): Uint8Array {
    return this.#buffer.subarray(0, this.#at);
  }

  #makeRoom(length: number): void {
    const needed = this.#at + length;
    if (needed <= this.#buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(needed, this.#buffer.length * 2));
    this.#buffer.copy(larger, 0, 0, this.#at);
    this.#buffer = larger;
  }
}

const newline = 0x0a;
