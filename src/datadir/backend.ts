import { statSync } from 'node:fs';
import { Database } from '../bolt/database.js';
import { DamageError } from '../bolt/layout.js';
import { CliError } from '../command/errors.js';
import { describeSystemError, errnoText, isSystemError } from '../go/syserror.js';

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
 * @throws CliError where the file is not there, not sound, or written to meanwhile.
 */
export function readBackend<T>(path: string, read: (database: Database) => T): T {
  try {
    statSync(path);
  } catch (error) {
    if (isSystemError(error)) throw new CliError(`stat ${path}: ${errnoText(error.code)}`);
    throw error;
  }
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

/** Makes damage and failures of the file system errors that the user is told. */
export function tellingDamage<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw asCliError(error);
  }
}

export function asCliError(error: unknown): unknown {
  if (error instanceof DamageError) return new CliError(error.message, undefined, { cause: error });
  if (isSystemError(error)) return new CliError(describeSystemError(error), undefined, { cause: error });
  return error;
}
