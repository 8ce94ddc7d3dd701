import { type Bucket, encodeBucket } from './bucket.js';
import { Database } from './database.js';
import { DamageError, decodeHeader, elementSize, encodeLeaf, type LeafEntry, maxCount, pageHeaderSize, writeId } from './layout.js';
import { encodeMeta, metaPage, noFreelist } from './meta.js';

/**
 * Changes to a database file, made as bbolt makes them: pages that change are written anew behind the last one, and the metas then
 * name the new root. Pages no longer referred to are free without being listed, since the file keeps no list (as etcd has it).
 */
export class Editor {
  /** The root's. */
  readonly #entries: LeafEntry[];
  #highWater: number;

  private constructor(readonly database: Database) {
    this.#highWater = database.meta.highWater;
    this.#entries = entriesOf(database, database.root);
  }

  /** Opens the file, has `edit` change it and commits; on an error the file is as before but for unreferenced pages. @throws DamageError */
  static edit(path: string, edit: (editor: Editor) => void): void {
    const database = Database.open(path, 'r+');
    try {
      const editor = new Editor(database);
      edit(editor);
      editor.#commit();
    } finally {
      database.close();
    }
  }

  /** Gives a bucket of the root these entries alone, in the order of their keys; it is made where it is not there. */
  replace(name: string, entries: readonly LeafEntry[]): void {
    const leaf = encodeLeaf(entries);
    const sequence = this.database.bucket(name)?.sequence ?? 0n;
    // bbolt keeps a bucket inline up to a quarter of a page.
    if (leaf.length <= this.database.meta.pageSize / 4) this.#setBucket(name, { root: 0, sequence, inline: leaf });
    else this.#setBucket(name, { root: this.#append(leaf), sequence });
  }

  /** Puts an entry behind the last one of a bucket of the root. @throws DamageError where its key is not the largest, or no such bucket is there. */
  append(name: string, entry: LeafEntry): void {
    const bucket = this.database.bucket(name);
    if (bucket === undefined) throw new DamageError(`no bucket ${name}`);
    const [leaf, ...branches] = this.database.lastPath(bucket).reverse() as [Buffer, ...Buffer[]];
    const entries = entriesOf(this.database, { root: 0, sequence: 0n, inline: leaf });
    const last = entries.at(-1);
    if (last !== undefined && last.key.compare(entry.key) >= 0) throw new DamageError(`bucket ${name}: the new key is not the last`);

    let child = this.#append(encodeLeaf([...entries, entry]));
    for (const branch of branches) {
      writeId(branch, child, pageHeaderSize + elementSize * (decodeHeader(branch).count - 1) + 8);
      child = this.#append(branch);
    }
    this.#setBucket(name, { root: child, sequence: bucket.sequence });
  }

  #setBucket(name: string, bucket: Bucket): void {
    const key = Buffer.from(name);
    const at = this.#entries.findIndex((entry) => entry.key.compare(key) >= 0);
    const isThere = at >= 0 && this.#entries[at]?.key.equals(key);
    this.#entries.splice(at < 0 ? this.#entries.length : at, isThere ? 1 : 0, { key, value: encodeBucket(bucket), isBucket: true });
  }

  /** Writes a page behind the last one and gives its id. */
  #append(page: Buffer): number {
    const { pageSize } = this.database.meta;
    const pages = Math.ceil(page.length / pageSize);
    const id = this.#highWater;
    this.#highWater += pages;
    const bytes = Buffer.alloc(pages * pageSize);
    page.copy(bytes);
    writeId(bytes, id, 0);
    bytes.writeUInt32LE(pages - 1, 12);
    this.database.write(bytes, id * pageSize);
    return id;
  }

  #commit(): void {
    const { meta } = this.database;
    const root = this.#append(encodeLeaf(this.#entries));
    this.database.sync();
    // Both metas name the new tree: no damage to one of them brings the old one back.
    for (const step of [1n, 2n]) {
      const transaction = BigInt.asUintN(64, meta.transaction + step);
      const page = encodeMeta({ ...meta, root, freelist: noFreelist, highWater: this.#highWater, transaction });
      this.database.write(page, metaPage({ transaction }) * meta.pageSize);
    }
    this.database.sync();
  }
}

/** Bytes of the entries that a new page may have, far more than the root's and a leaf's of etcd's take. */
const maxEntries = 2 ** 29;

/** @throws DamageError where they are more than a page can hold */
function entriesOf(database: Database, bucket: Bucket): LeafEntry[] {
  const entries: LeafEntry[] = [];
  let size = 0;
  for (const cursor = database.cursor(bucket); cursor.next(); ) {
    size += cursor.end - cursor.keyStart;
    if (size > maxEntries || entries.length === maxCount) throw new DamageError('more entries than a page can hold');
    entries.push({ key: cursor.key, value: cursor.value, isBucket: cursor.isBucket });
  }
  return entries;
}
