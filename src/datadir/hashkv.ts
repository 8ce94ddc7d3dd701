import type { Bucket } from '../bolt/bucket.js';
import type { Database } from '../bolt/database.js';
import { BucketName, MetaKey, readBackend, readMeta } from './backend.js';
import { ByteMap } from './byte-map.js';
import { crc32c } from './crc32c.js';
import { DatadirError } from './errors.js';
import { KeyFinder } from './key-value.js';
import { checkRevision, isTombstone, mainRevision } from './revision.js';

export interface SnapshotHashKV {
  readonly hash: number;
  readonly hashRevision: bigint;
  /** -1 where nothing was compacted yet. */
  readonly compactRevision: bigint;
}

/**
 * The hash that a server with this database answers to HashKV, at `revision` or, for 0, at the newest.
 * @throws DatadirError where the revision is compacted or in the future, or the file is no sound database of etcd's.
 */
export async function hashKV(path: string, revision = 0n): Promise<SnapshotHashKV> {
  return readBackend(path, (database) => {
    const bucket = database.bucket(BucketName.Key);
    const { current, compacted } = readRevisions(database, bucket);
    if (revision > 0n && revision < compacted) throw new DatadirError('mvcc: required revision has been compacted');
    if (revision > current) throw new DatadirError('mvcc: required revision is a future revision');
    const hashRevision = revision === 0n ? current : revision;
    const hash = bucket === undefined ? crc32c(keyBucketName) : hashUpTo(database, bucket, hashRevision, compacted);
    return { hash, hashRevision, compactRevision: compacted };
  });
}

const keyBucketName = Buffer.from(BucketName.Key);

/** The revisions that a server would start with. */
function readRevisions(database: Database, bucket: Bucket | undefined): { readonly current: bigint; readonly compacted: bigint } {
  const meta = readMeta(database);
  const revisionOf = (bytes: Buffer | undefined, otherwise: bigint) => (bytes === undefined ? otherwise : mainRevision(bytes));
  const last = revisionOf(bucket && database.lastKey(bucket), 1n);
  // A compaction that was begun counts: the server would end it first.
  const compacted = larger(revisionOf(meta.get(MetaKey.FinishedCompact), -1n), revisionOf(meta.get(MetaKey.ScheduledCompact), -1n));
  return { current: larger(last, compacted), compacted };
}

const larger = (a: bigint, b: bigint) => (a > b ? a : b);

/**
 * Sums keys and values up to a revision. Of what the compaction covers, only what it keeps at that revision counts, whether or not
 * the server has removed the rest yet; and not the deletion right at the compacted revision, which servers up to 3.5.15 remove.
 */
function hashUpTo(database: Database, bucket: Bucket, revision: bigint, compacted: bigint): number {
  if (revision < 0n) return crc32c(keyBucketName);
  const upper = mainBytes(revision);
  const lower = compacted < 0n ? undefined : mainBytes(compacted);
  const kept = lower && findKept(database, bucket, upper, lower);
  let hash = crc32c(keyBucketName);
  let ordinal = 0;
  for (const cursor = database.cursor(bucket); cursor.next(); ) {
    const { page, keyStart, valueStart, end } = cursor;
    checkRevision(page, keyStart, valueStart);
    if (compareMain(page, keyStart, upper) > 0) break;
    const order = lower === undefined ? 1 : compareMain(page, keyStart, lower);
    if (order <= 0 && kept !== undefined && !kept.has(ordinal++)) continue;
    if (order === 0 && isTombstone(page, keyStart, valueStart)) continue;
    hash = crc32c(page, hash, keyStart, end);
  }
  return hash;
}

/** Which entries up to the compacted revision the key space at `upper` has; undefined where it has no key at all, as then none is left out. */
function findKept(database: Database, bucket: Bucket, upper: Buffer, lower: Buffer): BitSet | undefined {
  const kept = new BitSet();
  /** By key: its last entry's ordinal plus one, or `later` where that is behind the compacted revision. */
  const last = new ByteMap();
  const finder = new KeyFinder();
  let ordinal = 0;
  for (const cursor = database.cursor(bucket); cursor.next(); ) {
    const { page, keyStart, valueStart, end } = cursor;
    checkRevision(page, keyStart, valueStart);
    if (compareMain(page, keyStart, upper) > 0) break;
    const isCovered = compareMain(page, keyStart, lower) <= 0;
    const isPut = !isTombstone(page, keyStart, valueStart);
    finder.find(page, valueStart, end);
    const previous = last.set(page, finder.start, finder.end, isPut ? (isCovered ? ordinal + 1 : later) : 0);
    if (previous !== 0 && previous !== later) kept.delete(previous - 1);
    if (isCovered) {
      if (isPut) kept.add(ordinal);
      ordinal++;
    }
  }
  return last.size === 0 ? undefined : kept;
}

const later = 2 ** 32 - 1;

function mainBytes(main: bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(main);
  return bytes;
}

/** Big-endian bytes of revisions, which are never negative, compare as numbers do. */
function compareMain(page: Buffer, at: number, main: Buffer): number {
  return page.compare(main, 0, 8, at, at + 8);
}

class BitSet {
  #bits = new Uint8Array(1024);

  add(index: number): void {
    const at = index >>> 3;
    if (at >= this.#bits.length) {
      const larger = new Uint8Array(this.#bits.length * 2);
      larger.set(this.#bits);
      this.#bits = larger;
    }
    this.#bits[at] = (this.#bits[at] ?? 0) | (1 << (index & 7));
  }

  delete(index: number): void {
    this.#bits[index >>> 3] = (this.#bits[index >>> 3] ?? 0) & ~(1 << (index & 7));
  }

  has(index: number): boolean {
    return ((this.#bits[index >>> 3] ?? 0) & (1 << (index & 7))) !== 0;
  }
}
