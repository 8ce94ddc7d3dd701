import { type Bucket, decodeBucket, maxDepth } from './bucket.js';
import { bucketFlag, DamageError, decodeHeader, elementSize, PageFlag, pageHeaderSize, readId } from './layout.js';
import { PageSet } from './page-set.js';

/** Where pages come from, a Database. */
export interface Pages {
  /** @throws DamageError */
  readPage(id: number, buffer?: Buffer): Buffer;
}

interface Branch {
  readonly page: Buffer;
  readonly count: number;
  index: number;
}

/**
 * A walk over a bucket's entries in the order of their keys. It trusts nothing: pages, bounds and the order of keys are checked on
 * the way, so that a damaged file ends the walk with an error and never with wrong entries.
 *
 * The current entry is offsets into a page that the next step overwrites: key from `keyStart` to `valueStart`, value from there to `end`.
 */
export class Cursor {
  page: Buffer = empty;
  keyStart = 0;
  valueStart = 0;
  end = 0;
  isBucket = false;

  readonly #branches: Branch[] = [];
  /** One per level, used again for each page of that level. */
  readonly #buffers: Buffer[] = [];
  #index = 0;
  #count = 0;
  /** The key that the next one may not be below; a leaf's key may not come twice, a branch's is the first of its child. */
  #floor: Buffer = empty;
  #floorStart = 0;
  #floorEnd = 0;
  #isFloorTaken = false;

  readonly #pages: Pages;
  readonly #visited: PageSet;
  readonly #isInline: boolean;

  /** @param visited gets the pages of the walk: one that is in there already is an error, since a walk over a circle might not end. */
  constructor(pages: Pages, bucket: Bucket, visited = new PageSet()) {
    this.#pages = pages;
    this.#visited = visited;
    this.#isInline = bucket.inline !== undefined;
    if (bucket.inline === undefined) this.#enter(bucket.root);
    else this.#enterLeaf(bucket.inline, decodeHeader(bucket.inline).count);
  }

  /** Steps to the next entry; false at the end. */
  next(): boolean {
    while (this.#index >= this.#count) if (!this.#nextLeaf()) return false;
    const at = pageHeaderSize + elementSize * this.#index++;
    const { page } = this;
    this.isBucket = (page.readUInt32LE(at) & bucketFlag) !== 0;
    this.keyStart = at + page.readUInt32LE(at + 4);
    this.valueStart = this.keyStart + page.readUInt32LE(at + 8);
    this.end = this.valueStart + page.readUInt32LE(at + 12);
    if (this.end > page.length) throw this.#damage('an entry goes beyond the page');
    this.#raiseFloor(page, this.keyStart, this.valueStart, true);
    return true;
  }

  /** A copy. */
  get key(): Buffer {
    return Buffer.from(this.page.subarray(this.keyStart, this.valueStart));
  }

  /** A copy. */
  get value(): Buffer {
    return Buffer.from(this.page.subarray(this.valueStart, this.end));
  }

  /** The current entry as a bucket. @throws DamageError where it is a plain value, or stands where no bucket can. */
  bucket(): Bucket {
    if (!this.isBucket) throw this.#damage('an entry is no bucket');
    // bbolt takes no bucket inline that has one itself.
    if (this.#isInline) throw this.#damage('a bucket within an inline bucket');
    return decodeBucket(this.value);
  }

  #nextLeaf(): boolean {
    for (;;) {
      const branch = this.#branches.at(-1);
      if (branch === undefined) return false;
      if (branch.index === branch.count) {
        this.#branches.pop();
        continue;
      }
      const at = pageHeaderSize + elementSize * branch.index++;
      const keyStart = at + branch.page.readUInt32LE(at);
      const keyEnd = keyStart + branch.page.readUInt32LE(at + 4);
      if (keyEnd > branch.page.length) throw new DamageError(`page ${readId(branch.page, 0)}: an entry goes beyond the page`);
      this.#raiseFloor(branch.page, keyStart, keyEnd, false);
      if (this.#enter(readId(branch.page, at + 8))) return true;
    }
  }

  /** True where the page is a leaf. */
  #enter(id: number): boolean {
    const depth = this.#branches.length;
    if (depth > maxDepth) throw new DamageError(`page ${id}: a branch without an end`);
    // The floor may stand in the buffer that is read into now.
    this.#floor = Buffer.from(this.#floor.subarray(this.#floorStart, this.#floorEnd));
    this.#floorStart = 0;
    this.#floorEnd = this.#floor.length;

    const page = this.#pages.readPage(id, this.#buffers[depth]);
    const { flags, count, overflow } = decodeHeader(page);
    // A page that overflows is rare and may be huge: it is not kept.
    if (overflow === 0) this.#buffers[depth] = page;
    this.#visited.add(id, overflow);
    if (flags === PageFlag.Leaf) {
      this.#enterLeaf(page, count);
      return true;
    }
    this.#branches.push({ page, count, index: 0 });
    return false;
  }

  #enterLeaf(page: Buffer, count: number): void {
    if (pageHeaderSize + elementSize * count > page.length) throw new DamageError('an inline bucket is cut short');
    this.page = page;
    this.#index = 0;
    this.#count = count;
  }

  #raiseFloor(page: Buffer, start: number, end: number, isTaken: boolean): void {
    if (start === end) throw new DamageError(`page ${readId(page, 0)}: a key of no bytes`);
    if (this.#floorEnd > this.#floorStart) {
      const order = page.compare(this.#floor, this.#floorStart, this.#floorEnd, start, end);
      if (order < 0 || (order === 0 && this.#isFloorTaken)) throw new DamageError(`page ${readId(page, 0)}: keys out of order`);
    }
    this.#floor = page;
    this.#floorStart = start;
    this.#floorEnd = end;
    this.#isFloorTaken = isTaken;
  }

  #damage(reason: string): DamageError {
    return new DamageError(`page ${readId(this.page, 0)}: ${reason}`);
  }
}

const empty = Buffer.alloc(0);
