import type { Entry } from './static-table.js';

/** What an entry costs beside its bytes, RFC 7541 section 4.1. */
export const entryOverhead = 32;

/** SETTINGS_HEADER_TABLE_SIZE where nobody says otherwise, RFC 9113 section 6.5.2. */
export const defaultTableSize = 4096;

export function entrySize(name: string, value: string): number {
  return name.length + value.length + entryOverhead;
}

/** RFC 7541 section 2.3.2: first in, first out, bounded by the size of its entries. Names and values are Latin-1, a character for a byte. */
export class DynamicTable {
  /** Oldest first; those before `#start` are evicted. */
  #entries: Entry[] = [];
  #start = 0;
  #size = 0;
  #maxSize: number;
  /** How many were evicted ever, which makes positions that stay. */
  #evicted = 0;

  constructor(maxSize = defaultTableSize) {
    this.#maxSize = maxSize;
  }

  get maxSize(): number {
    return this.#maxSize;
  }

  get size(): number {
    return this.#size;
  }

  get length(): number {
    return this.#entries.length - this.#start;
  }

  /** The position that the next entry gets; positions never change. */
  get nextPosition(): number {
    return this.#evicted + this.length;
  }

  /** Whether the entry of that position is still here. */
  has(position: number): boolean {
    return position >= this.#evicted;
  }

  /** The newest is at 0. */
  get(index: number): Entry | undefined {
    return index < this.length ? this.#entries[this.#entries.length - 1 - index] : undefined;
  }

  /** An entry that is larger than the table empties it, RFC 7541 section 4.4. @returns whether it was added */
  add(entry: Entry): boolean {
    const size = entrySize(entry.name, entry.value);
    this.#evictTo(this.#maxSize - size);
    if (size > this.#maxSize) return false;
    this.#entries.push(entry);
    this.#size += size;
    return true;
  }

  resize(maxSize: number): void {
    this.#maxSize = maxSize;
    this.#evictTo(maxSize);
  }

  #evictTo(size: number): void {
    while (this.#size > size && this.#start < this.#entries.length) {
      const { name, value } = this.#entries[this.#start++] as Entry;
      this.#size -= entrySize(name, value);
      this.#evicted++;
    }
    // Moved now and then, so that adding costs the same however long the connection lasts.
    if (this.#start > 64 && this.#start * 2 > this.#entries.length) {
      this.#entries = this.#entries.slice(this.#start);
      this.#start = 0;
    }
  }
}
