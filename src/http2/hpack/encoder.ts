import { ByteWriter } from './byte-writer.js';
import { DynamicTable, defaultTableSize, entrySize } from './dynamic-table.js';
import type { Field, Indexing } from './field.js';
import { encodeHuffman, huffmanLength } from './huffman.js';
import { encodeInteger } from './integer.js';
import { staticTable } from './static-table.js';

/** Patterns and prefixes of RFC 7541 section 6. */
const pattern = {
  indexed: { flags: 0x80, prefix: 7 },
  index: { flags: 0x40, prefix: 6 },
  sizeUpdate: { flags: 0x20, prefix: 5 },
  never: { flags: 0x10, prefix: 4 },
  without: { flags: 0x00, prefix: 4 },
} as const;

const staticFields = new Map<string, number>();
const staticNames = new Map<string, number>();
staticTable.forEach(({ name, value }, index) => {
  if (value !== '') staticFields.set(key(name, value), index + 1);
  if (!staticNames.has(name)) staticNames.set(name, index + 1);
});

/** No name has a line feed, so that a pair has one key. */
function key(name: string, value: string): string {
  return `${name}\n${value}`;
}

/** Makes header blocks, RFC 7541; each depends on those before it. */
export class Encoder {
  readonly #table: DynamicTable;
  /** Where fields and names of the dynamic table are; positions of evicted ones may be left. */
  readonly #fields = new Map<string, number>();
  readonly #names = new Map<string, number>();
  readonly #out = new ByteWriter();
  readonly #ownLimit: number;
  /** The smallest size since the last block, and the last one, which must both be reported where they changed (section 4.2). */
  #smallest: number;
  #wanted: number;

  /** @param limit the largest dynamic table to keep, whatever the peer allows */
  constructor(limit = defaultTableSize) {
    this.#ownLimit = limit;
    this.#table = new DynamicTable(defaultTableSize);
    this.#smallest = this.#wanted = defaultTableSize;
    this.resize(defaultTableSize);
  }

  /** The peer's SETTINGS_HEADER_TABLE_SIZE. */
  resize(size: number): void {
    this.#wanted = Math.min(size, this.#ownLimit);
    this.#smallest = Math.min(this.#smallest, this.#wanted);
  }

  /** @returns the header block, valid until the next call */
  encode(fields: readonly Field[]): Uint8Array {
    this.#reportSize();
    for (const [name, value, indexing = 'index'] of fields) this.#encodeField(name, value, indexing);
    return this.#out.take();
  }

  #reportSize(): void {
    for (const size of [this.#smallest, this.#wanted]) {
      if (size === this.#table.maxSize) continue;
      this.#table.resize(size);
      encodeInteger(size, pattern.sizeUpdate.prefix, pattern.sizeUpdate.flags, this.#out);
    }
    this.#smallest = this.#wanted;
  }

  #encodeField(name: string, value: string, indexing: Indexing): void {
    const pair = key(name, value);
    const found = indexing === 'never' ? undefined : (staticFields.get(pair) ?? this.#find(this.#fields, pair));
    if (found !== undefined) {
      encodeInteger(found, pattern.indexed.prefix, pattern.indexed.flags, this.#out);
      return;
    }
    const fits = entrySize(name, value) <= this.#table.maxSize;
    const { flags, prefix } = pattern[indexing === 'index' && !fits ? 'without' : indexing];
    const nameIndex = staticNames.get(name) ?? this.#find(this.#names, name);
    encodeInteger(nameIndex ?? 0, prefix, flags, this.#out);
    if (nameIndex === undefined) this.#encodeString(name);
    this.#encodeString(value);
    if (indexing === 'index' && fits) this.#add(name, value, pair);
  }

  /** Section 5.2: as it is or in Huffman code, whichever is shorter. */
  #encodeString(text: string): void {
    const length = huffmanLength(text);
    if (length < text.length) {
      encodeInteger(length, 7, 0x80, this.#out);
      encodeHuffman(text, this.#out);
    } else {
      encodeInteger(text.length, 7, 0, this.#out);
      this.#out.pushLatin1(text);
    }
  }

  #add(name: string, value: string, pair: string): void {
    const position = this.#table.nextPosition;
    this.#table.add({ name, value });
    this.#fields.set(pair, position);
    this.#names.set(name, position);
    // Each entry takes 32 bytes at least, so that this is rare.
    if (this.#fields.size > 2 * this.#table.length + 64) {
      this.#forget(this.#fields);
      this.#forget(this.#names);
    }
  }

  #forget(positions: Map<string, number>): void {
    for (const [text, position] of positions) if (!this.#table.has(position)) positions.delete(text);
  }

  /** The index that section 2.3.3 gives an entry of the dynamic table. */
  #find(positions: ReadonlyMap<string, number>, text: string): number | undefined {
    const position = positions.get(text);
    if (position === undefined || !this.#table.has(position)) return undefined;
    return staticTable.length + this.#table.nextPosition - position;
  }
}
