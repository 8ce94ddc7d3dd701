import { DamageError } from '../bolt/layout.js';
import { tagOf, WireError, WireReader, WireType } from '../wire/reader.js';

/** Finds the key of an encoded mvccpb.KeyValue without making objects: a snapshot has millions of them, and their values can be large. */
export class KeyFinder {
  /** Offsets of the key that was found last. */
  start = 0;
  end = 0;
  readonly #reader = new WireReader(Buffer.alloc(0));

  /** @throws DamageError where `bytes[from, to)` is no such message. */
  find(bytes: Buffer, from: number, to: number): void {
    const reader = this.#reader;
    this.start = this.end = from;
    reader.reset(bytes, from, to);
    try {
      while (reader.next()) {
        if (reader.tag !== key) continue;
        this.start = reader.from;
        this.end = reader.to;
      }
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      throw new DamageError(`a key's value is no mvccpb.KeyValue: ${error.reason}`, { cause: error });
    }
  }
}

const key = tagOf(1, WireType.Bytes);
