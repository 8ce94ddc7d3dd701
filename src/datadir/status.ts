import { type Bucket, maxDepth } from '../bolt/bucket.js';
import { Cursor } from '../bolt/cursor.js';
import type { Database } from '../bolt/database.js';
import { DamageError } from '../bolt/layout.js';
import { PageSet } from '../bolt/page-set.js';
import { quote } from '../go/quote.js';
import { BucketName, MetaKey, readBackend, readMeta } from './backend.js';
import { ByteMap } from './byte-map.js';
import { crc32c } from './crc32c.js';
import { DatadirError } from './errors.js';
import { KeyFinder } from './key-value.js';
import { checkRevision, isTombstone } from './revision.js';

export interface SnapshotStatus {
  /** CRC-32C over the names of all buckets and all their keys and values, in order. */
  readonly hash: number;
  /** The largest main revision; 0 where the key space is empty. */
  readonly revision: bigint;
  /** Keys that are there at that revision. */
  readonly totalKey: number;
  /** Bytes of the database, without the digest behind it. */
  readonly totalSize: number;
  /** The storage version, which servers write since 3.6; else empty. */
  readonly version: string;
}

/**
 * What `etcdutl snapshot status` reports of a database file, after a check of the whole of its structure.
 * @throws DatadirError where the file can't be read or is no sound database of etcd's.
 */
export async function status(path: string): Promise<SnapshotStatus> {
  return readBackend(path, (database) => {
    const summary = checked(() => summarize(database));
    const version = parseVersion(readMeta(database).get(MetaKey.StorageVersion)?.toString('latin1') ?? '');
    return { ...summary, totalSize: database.size, version };
  });
}

/** Walks the whole database. @throws DamageError where it is damaged, DatadirError where its contents are not etcd's. */
export function summarize(database: Database): Pick<SnapshotStatus, 'hash' | 'revision' | 'totalKey'> {
  database.checkMetaPages();
  const visited = new PageSet();
  const keys = new KeySpace();
  let hash = 0;
  for (const root = new Cursor(database, database.root, visited); root.next(); ) {
    const name = root.key;
    if (!root.isBucket) throw new DatadirError(`nil bucket: ${quote(name)}`);
    hash = crc32c(name, hash);
    const isKeys = name.toString('latin1') === BucketName.Key;
    for (const cursor = new Cursor(database, root.bucket(), visited); cursor.next(); ) {
      if (cursor.isBucket) {
        // As in Go, a bucket within counts as a key without a value.
        hash = crc32c(cursor.page, hash, cursor.keyStart, cursor.valueStart);
        visit(database, cursor.bucket(), visited, 1);
      } else {
        hash = crc32c(cursor.page, hash, cursor.keyStart, cursor.end);
      }
      if (isKeys) keys.add(cursor);
    }
  }
  return { hash, revision: keys.revision, totalKey: keys.live };
}

/** The keys of the key space, change by change. */
class KeySpace {
  readonly #finder = new KeyFinder();
  readonly #keys = new ByteMap();
  readonly #last = Buffer.alloc(8);

  /** @throws DamageError */
  add({ page, keyStart, valueStart, end }: Cursor): void {
    checkRevision(page, keyStart, valueStart);
    this.#finder.find(page, valueStart, end);
    page.copy(this.#last, 0, keyStart);
    this.#keys.set(page, this.#finder.start, this.#finder.end, isTombstone(page, keyStart, valueStart) ? 0 : 1);
  }

  get live(): number {
    return this.#keys.size;
  }

  get revision(): bigint {
    return this.#last.readBigInt64BE();
  }
}

/** @param depth how many buckets of the root's are around this one: etcd has none within another */
function visit(database: Database, bucket: Bucket, visited: PageSet, depth: number): void {
  if (depth > maxDepth) throw new DamageError('buckets within buckets without an end');
  for (const cursor = new Cursor(database, bucket, visited); cursor.next(); ) {
    if (cursor.isBucket) visit(database, cursor.bucket(), visited, depth + 1);
  }
}

/** Puts Go's words before what the walk found; Go counts all errors, the walk ends at the first. */
export function checked<T>(walk: () => T): T {
  try {
    return walk();
  } catch (error) {
    if (!(error instanceof DamageError)) throw error;
    throw new DatadirError(`snapshot file integrity check failed. 1 errors found.\n${error.message}`, { cause: error });
  }
}

/** Three numbers with what semver lets follow; Go reports nothing of another text. */
function parseVersion(text: string): string {
  const [, major, minor, patch, rest] = /^(\d{1,15})\.(\d{1,15})\.(\d{1,15})((?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?)$/.exec(text) ?? [];
  return patch === undefined ? '' : `${Number(major)}.${Number(minor)}.${Number(patch)}${rest}`;
}
