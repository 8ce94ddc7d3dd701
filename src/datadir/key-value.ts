import { DamageError } from '../bolt/layout.js';

/**
 * Finds the key of an encoded mvccpb.KeyValue without making objects: a snapshot has millions of them, and their values can be
 * large. The message is checked on the way as a decoder would.
 */
export class KeyFinder {
  /** Offsets of the key that was found last. */
  start = 0;
  end = 0;
  #at = 0;

  /** @throws DamageError where `bytes[from, to)` is no such message. */
  find(bytes: Buffer, from: number, to: number): void {
    this.start = this.end = from;
    this.#at = from;
    while (this.#at < to) {
      const tag = this.#varint(bytes, to);
      if (tag < 8) throw damage('illegal tag 0');
      switch (tag & 7) {
        case 0:
          this.#varint(bytes, to);
          break;
        case 1:
          this.#at += 8;
          break;
        case 2: {
          const length = this.#varint(bytes, to);
          if (tag === keyTag) {
            this.start = this.#at;
            this.end = this.#at + length;
          }
          this.#at += length;
          break;
        }
        case 5:
          this.#at += 4;
          break;
        default:
          throw damage(`wrong wire type ${tag & 7}`);
      }
    }
    if (this.#at > to) throw damage('unexpected EOF');
  }

  #varint(bytes: Buffer, to: number): number {
    let value = 0;
    for (let scale = 1; this.#at < to && scale < 2 ** 70; scale *= 128) {
      const byte = bytes[this.#at++] ?? 0;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
    }
    throw damage('unexpected EOF');
  }
}

/** Field 1, length-delimited. */
const keyTag = 0x0a;

function damage(reason: string): DamageError {
  return new DamageError(`a key's value is no mvccpb.KeyValue: ${reason}`);
}
