import { statSync } from 'node:fs';
import { Database } from '../bolt/database.js';
import { DamageError } from '../bolt/layout.js';
import { DatadirError } from './errors.js';
import { checkReadable } from './file-kind.js';

/** The buckets of etcd's database that are read or written here; the others (auth, authUsers, authRoles, alarm, lease, cluster, …) are kept as they are. */
export const BucketName = { Key: 'key', Meta: 'meta', Members: 'members', MembersRemoved: 'members_removed' } as const;

/** Keys of the bucket `meta`. */
export const MetaKey = {
  /** Raft index and term up to which the database has been changed, 64 bits big-endian each. */
  ConsistentIndex: 'consistent_index',
  Term: 'term',
  ScheduledCompact: 'scheduledCompactRev',
  FinishedCompact: 'finishedCompactRev',
  /** Since 3.6. */
  StorageVersion: 'storageVersion',
} as const;

/**
 * Opens a snapshot or another database file of etcd's, hands it to `read` and closes it.
 * @throws DatadirError where the file isn't sound, or is written to meanwhile; errors of `node:fs` where it can't be read.
 */
export function readBackend<T>(path: string, read: (database: Database) => T): T {
  const stats = statSync(path);
  // A directory is recognised when it is opened, by another text.
  if (!stats.isDirectory()) checkReadable(path, stats);
  return tellingDamage(() => {
    const database = Database.open(path);
    try {
      const result = read(database);
      database.assertUnchanged();
      return result;
    } finally {
      database.close();
    }
  });
}

/** The entries of the bucket `meta`. @throws DamageError where the database has none, so that it is not etcd's. */
export function readMeta(database: Database): Map<string, Buffer> {
  const bucket = database.bucket(BucketName.Meta);
  if (bucket === undefined) throw new DamageError("not etcd's: the database has no bucket meta");
  const entries = new Map<string, Buffer>();
  for (const cursor = database.cursor(bucket); cursor.next(); ) entries.set(cursor.key.toString('latin1'), cursor.value);
  return entries;
}

/** Makes a DatadirError of damage that `work` meets. */
export function tellingDamage<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw asDatadirError(error);
  }
}

export function asDatadirError(error: unknown): unknown {
  return error instanceof DamageError ? new DatadirError(error.message, { cause: error }) : error;
}
