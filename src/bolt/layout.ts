/**
 * What stands where in a file of bbolt, format version 2 (https://github.com/etcd-io/bbolt). Offsets are bytes; numbers are
 * little-endian, as on every machine that etcd supports. Page ids are JavaScript numbers: below 2^53 for any file that can exist.
 */

export const PageFlag = { Branch: 0x01, Leaf: 0x02, Meta: 0x04, Freelist: 0x10 } as const;

/** id, flags, count, overflow. */
export const pageHeaderSize = 16;
/** Of a leaf: flags, position from the element's start, key size, value size. Of a branch: position, key size, child's page id. */
export const elementSize = 16;
/** Root page id and sequence; an inline bucket has root 0 and its page right behind. */
export const bucketHeaderSize = 16;
/** A leaf element whose value is a bucket. */
export const bucketFlag = 0x01;

/** A file that is no database, or one that is cut short or damaged; the message says where. */
export class DamageError extends Error {
  override readonly name = 'DamageError';
}

export function readId(bytes: Buffer, at: number): number {
  return bytes.readUInt32LE(at) + bytes.readUInt32LE(at + 4) * 2 ** 32;
}

export function writeId(bytes: Buffer, id: number, at: number): void {
  bytes.writeUInt32LE(id % 2 ** 32, at);
  bytes.writeUInt32LE(Math.floor(id / 2 ** 32), at + 4);
}

/** Elements that a page can have when another is put in. */
export const maxCount = 2 ** 16 - 2;

export interface PageHeader {
  readonly id: number;
  readonly flags: number;
  /** Elements. */
  readonly count: number;
  /** Pages that follow and belong to this one. */
  readonly overflow: number;
}

export function decodeHeader(page: Buffer): PageHeader {
  return { id: readId(page, 0), flags: page.readUInt16LE(8), count: page.readUInt16LE(10), overflow: page.readUInt32LE(12) };
}

export interface LeafEntry {
  readonly key: Buffer;
  readonly value: Buffer;
  readonly isBucket?: boolean;
}

/** A leaf page without id and overflow, which depend on where it goes. */
export function encodeLeaf(entries: readonly LeafEntry[]): Buffer {
  const head = Buffer.alloc(pageHeaderSize + elementSize * entries.length);
  head.writeUInt16LE(PageFlag.Leaf, 8);
  head.writeUInt16LE(entries.length, 10);
  let position = head.length;
  entries.forEach(({ key, value, isBucket }, i) => {
    const at = pageHeaderSize + elementSize * i;
    head.writeUInt32LE(isBucket ? bucketFlag : 0, at);
    head.writeUInt32LE(position - at, at + 4);
    head.writeUInt32LE(key.length, at + 8);
    head.writeUInt32LE(value.length, at + 12);
    position += key.length + value.length;
  });
  return Buffer.concat([head, ...entries.flatMap(({ key, value }) => [key, value])]);
}
