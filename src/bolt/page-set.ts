import { DamageError } from './layout.js';

/** Pages of a chunk, one bit each. */
const chunkPages = 2 ** 16;

/** The pages that a walk has met. Memory goes by those alone, not by how many a file claims to have. */
export class PageSet {
  readonly #chunks = new Map<number, Uint8Array>();

  /** Adds a page and those it overflows to. @throws DamageError where one is in already: two parents must not share a page. */
  add(id: number, overflow: number): void {
    for (let page = id; page <= id + overflow; page++) {
      const chunk = this.#chunk(Math.floor(page / chunkPages));
      const at = (page % chunkPages) >>> 3;
      const bit = 1 << (page & 7);
      const byte = chunk[at] as number;
      if (byte & bit) throw new DamageError(`page ${page}: multiple references`);
      chunk[at] = byte | bit;
    }
  }

  #chunk(number: number): Uint8Array {
    let chunk = this.#chunks.get(number);
    if (chunk === undefined) {
      chunk = new Uint8Array(chunkPages / 8);
      this.#chunks.set(number, chunk);
    }
    return chunk;
  }
}
