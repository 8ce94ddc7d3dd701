import { closeSync, fstatSync, fsyncSync, openSync, readSync, writeSync } from 'node:fs';
import { type Bucket, maxDepth } from './bucket.js';
import { Cursor, type Pages } from './cursor.js';
import { DamageError, decodeHeader, elementSize, PageFlag, pageHeaderSize, readId } from './layout.js';
import { decodeMeta, largestPage, type Meta, metaEnd, smallestPage } from './meta.js';

/**
 * A database file, read page by page at the positions that the tree names, so that memory does not grow with the file. Reads block:
 * a file has millions of pages, each a read of some microseconds, which a trip through the thread pool makes ten times as long.
 */
export class Database implements Pages {
  readonly #fd: number;
  readonly meta: Meta;

  private constructor(fd: number) {
    this.#fd = fd;
    this.meta = this.#chooseMeta();
  }

  /** @throws DamageError where it is no sound database, an error of `node:fs` where it can't be read. */
  static open(path: string, flags: 'r' | 'r+' = 'r'): Database {
    const fd = openSync(path, flags);
    try {
      if (fstatSync(fd).isDirectory()) throw new DamageError('invalid database');
      return new Database(fd);
    } catch (error) {
      closeSync(fd);
      throw error;
    }
  }

  close(): void {
    closeSync(this.#fd);
  }

  /** Bytes that the database takes; the file may go on behind. */
  get size(): number {
    return this.meta.highWater * this.meta.pageSize;
  }

  get root(): Bucket {
    return { root: this.meta.root, sequence: this.meta.rootSequence };
  }

  /** A bucket of the root. @throws DamageError where the name belongs to a key. */
  bucket(name: string): Bucket | undefined {
    const wanted = Buffer.from(name);
    for (const cursor = this.cursor(this.root); cursor.next(); ) {
      if (cursor.key.equals(wanted)) return cursor.bucket();
    }
    return undefined;
  }

  cursor(bucket: Bucket): Cursor {
    return new Cursor(this, bucket);
  }

  /** The largest key. */
  lastKey(bucket: Bucket): Buffer | undefined {
    const inline = this.lastPath(bucket).at(-1);
    let key: Buffer | undefined;
    if (inline !== undefined) for (const cursor = this.cursor({ root: 0, sequence: 0n, inline }); cursor.next(); ) key = cursor.key;
    return key;
  }

  /** The pages from the bucket's root to its last leaf, the root first. */
  lastPath(bucket: Bucket): Buffer[] {
    const path = [bucket.inline ?? this.readPage(bucket.root)];
    for (;;) {
      const page = path.at(-1) as Buffer;
      const { flags, count } = decodeHeader(page);
      if (flags === PageFlag.Leaf) return path;
      if (count === 0 || path.length > maxDepth) throw new DamageError(`page ${readId(page, 0)}: a branch without an end`);
      path.push(this.readPage(readId(page, pageHeaderSize + elementSize * (count - 1) + 8)));
    }
  }

  /**
   * A branch or leaf page with the pages it overflows to, into `buffer` where that is large enough.
   * @throws DamageError where the page is not what its place in the tree says.
   */
  readPage(id: number, buffer?: Buffer): Buffer {
    const { pageSize, highWater } = this.meta;
    if (id < 2 || id >= highWater) throw new DamageError(`page ${id}: out of bounds: ${highWater}`);
    let page = this.#read(id * pageSize, pageSize, buffer);
    const header = decodeHeader(page);
    if (header.id !== id) throw new DamageError(`page ${id}: says it is page ${header.id}`);
    if (header.flags !== PageFlag.Branch && header.flags !== PageFlag.Leaf) {
      throw new DamageError(`page ${id}: invalid type: ${header.flags.toString(16)}`);
    }
    if (header.overflow > 0) {
      const length = (header.overflow + 1) * pageSize;
      if (id + header.overflow >= highWater || length > maxPageLength) {
        throw new DamageError(`page ${id}: overflows to ${header.overflow} pages, out of bounds: ${highWater}`);
      }
      page = this.#read(id * pageSize, length, buffer);
    }
    if (pageHeaderSize + elementSize * header.count > page.length) {
      throw new DamageError(`page ${id}: ${header.count} elements do not fit`);
    }
    return page;
  }

  write(bytes: Uint8Array, position: number): void {
    for (let at = 0; at < bytes.length; ) at += writeSync(this.#fd, bytes, at, bytes.length - at, position + at);
  }

  sync(): void {
    fsyncSync(this.#fd);
  }

  /** @throws DamageError where somebody committed to the file since it was opened: what was read may be a mix of before and after. */
  assertUnchanged(): void {
    if (this.#chooseMeta().transaction !== this.meta.transaction) {
      throw new DamageError('the file was written to while it was read: take a snapshot, or stop the server');
    }
  }

  /** Opening needs one of the metas alone, and nothing of its page's header. @throws DamageError where a header is damaged. */
  checkMetaPages(): void {
    for (const id of [0, 1]) {
      const header = decodeHeader(this.#read(id * this.meta.pageSize, pageHeaderSize));
      if (header.id !== id || header.flags !== PageFlag.Meta) throw new DamageError(`page ${id}: damaged header`);
    }
  }

  #chooseMeta(): Meta {
    const fileSize = fstatSync(this.#fd).size;
    const pageSize = this.#pageSize(fileSize);
    if (fileSize < 2 * pageSize) throw new DamageError(`file size too small ${fileSize}`);
    const metas = [0, 1].map((id) => attempt(() => decodeMeta(this.#read(id * pageSize, metaEnd), pageSize)));
    const [newest] = metas
      .filter((meta): meta is Meta => !(meta instanceof DamageError))
      .sort((a, b) => Number(b.transaction - a.transaction));
    if (newest === undefined) throw metas[0];
    if (newest.highWater * pageSize > fileSize) {
      throw new DamageError(`the file is cut short: ${fileSize} bytes of ${newest.highWater * pageSize}`);
    }
    return newest;
  }

  /** Either meta has it; where the first is damaged, the second is looked for at every size a page may have. */
  #pageSize(fileSize: number): number {
    if (fileSize < metaEnd) throw new DamageError('invalid database');
    const first = attempt(() => decodeMeta(this.#read(0, metaEnd)));
    if (!(first instanceof DamageError)) return first.pageSize;
    for (let size = smallestPage; size <= largestPage && size + metaEnd <= fileSize; size *= 2) {
      const second = attempt(() => decodeMeta(this.#read(size, metaEnd), size));
      if (!(second instanceof DamageError)) return second.pageSize;
    }
    throw first;
  }

  #read(position: number, length: number, buffer?: Buffer): Buffer {
    const target = buffer !== undefined && buffer.length >= length ? buffer.subarray(0, length) : Buffer.allocUnsafe(length);
    for (let at = 0; at < length; ) {
      const count = readSync(this.#fd, target, at, length - at, position + at);
      if (count === 0) throw new DamageError(`the file is cut short: it ends at ${position + at}`);
      at += count;
    }
    return target;
  }
}

/** Bytes of a page with its overflow: a leaf holds two values at least, and a server takes a few megabytes for one unless told otherwise. */
const maxPageLength = 2 ** 29;

function attempt(read: () => Meta): Meta | DamageError {
  try {
    return read();
  } catch (error) {
    if (error instanceof DamageError) return error;
    throw error;
  }
}
