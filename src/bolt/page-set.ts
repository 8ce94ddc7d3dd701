import { DamageError } from './layout.js';

/** The pages that a walk over all buckets has met, one bit each. */
export class PageSet {
  readonly #bits: Uint8Array;

  constructor(highWater: number) {
    this.#bits = new Uint8Array(Math.ceil(highWater / 8));
  }

  /** Adds a page and those it overflows to. @throws DamageError where one is in already: two parents must not share a page. */
  add(id: number, overflow: number): void {
    for (let page = id; page <= id + overflow; page++) {
      const at = Math.floor(page / 8);
      const bit = 1 << (page % 8);
      const byte = this.#bits[at] ?? 0;
      if (byte & bit) throw new DamageError(`page ${page}: multiple references`);
      this.#bits[at] = byte | bit;
    }
  }
}
