import { DynamicTable, defaultTableSize, entrySize } from './dynamic-table.js';
import type { Field } from './field.js';
import { decodeHuffman } from './huffman.js';
import { type Cursor, compressionError, decodeInteger } from './integer.js';
import { latin1 } from './latin1.js';
import { type Entry, staticTable } from './static-table.js';

/** Reads header blocks, RFC 7541; each depends on those before it, so that none may be left out. */
export class Decoder {
  readonly #table: DynamicTable;
  readonly #tableLimit: number;

  /**
   * @param maxListSize the largest list that is handed out, counted as SETTINGS_MAX_HEADER_LIST_SIZE does (RFC 9113 section 6.5.2)
   * @param tableLimit the SETTINGS_HEADER_TABLE_SIZE that the peer was told
   */
  constructor(
    readonly maxListSize: number,
    tableLimit = defaultTableSize,
  ) {
    this.#tableLimit = tableLimit;
    this.#table = new DynamicTable(tableLimit);
  }

  /** The fields of a block, or undefined where they are too many; the table is kept up all the same. @throws ConnectionError */
  decode(block: Uint8Array): Field[] | undefined {
    const cursor: Cursor = { bytes: block, at: 0 };
    const fields: Field[] = [];
    let size = 0;
    let updates = true;
    while (cursor.at < block.length) {
      const first = block[cursor.at++] ?? 0;
      if ((first & 0xe0) === 0x20) {
        // Section 4.2: size updates stand at the begin of a block.
        if (!updates) throw compressionError('a table size update follows a field');
        this.#resize(decodeInteger(first, 5, cursor));
        continue;
      }
      updates = false;
      const { name, value } = this.#readField(first, cursor);
      size += entrySize(name, value);
      if (size <= this.maxListSize) fields.push([name, value]);
    }
    return size <= this.maxListSize ? fields : undefined;
  }

  #resize(size: number): void {
    if (size > this.#tableLimit) throw compressionError('a table size update exceeds the limit');
    this.#table.resize(size);
  }

  /** Section 6. */
  #readField(first: number, cursor: Cursor): Entry {
    if (first >= 0x80) return this.#at(decodeInteger(first, 7, cursor));
    const indexed = first >= 0x40;
    const index = decodeInteger(first, indexed ? 6 : 4, cursor);
    const name = index === 0 ? readString(cursor) : this.#at(index).name;
    const entry = { name, value: readString(cursor) };
    if (indexed) this.#table.add(entry);
    return entry;
  }

  /** Section 2.3.3. */
  #at(index: number): Entry {
    const entry = index <= staticTable.length ? staticTable[index - 1] : this.#table.get(index - staticTable.length - 1);
    if (entry === undefined) throw compressionError('an index is in no table');
    return entry;
  }
}

/** Section 5.2. */
function readString(cursor: Cursor): string {
  const first = cursor.bytes[cursor.at++];
  if (first === undefined) throw compressionError('a string is cut off');
  const length = decodeInteger(first, 7, cursor);
  const start = cursor.at;
  const end = start + length;
  if (end > cursor.bytes.length) throw compressionError('a string is cut off');
  cursor.at = end;
  return first >= 0x80 ? decodeHuffman(cursor.bytes, start, end) : latin1(cursor.bytes.subarray(start, end));
}
