import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { Database } from '../bolt/database.js';
import { Editor } from '../bolt/editor.js';
import { DamageError, type LeafEntry } from '../bolt/layout.js';
import { ConfChange, ConfChangeType, type ConfState, EntryType } from '../proto/raftpb/raft.js';
import { asDatadirError, BucketName, MetaKey, readMeta } from './backend.js';
import { DatadirError } from './errors.js';
import { type ClusterOptions, encodeMember, hexId, type Membership, planMembership } from './membership.js';
import { encodeRaftSnapshot, raftSnapshotFileName } from './raft-snapshot.js';
import { encodeRevision, mainRevision } from './revision.js';
import { copySnapshot } from './snapshot-copy.js';
import { Staging } from './staging.js';
import { checked, summarize } from './status.js';
import { encodeWal, walFileName, walSegmentSize } from './wal.js';

export interface RestoreOptions extends ClusterOptions {
  readonly snapshotPath: string;
  /** `<name>.etcd` where empty. */
  readonly dataDir: string;
  /** Below the data directory where empty. */
  readonly walDir: string;
  /** Takes a file without a digest; its whole structure is checked instead. */
  readonly skipHashCheck: boolean;
  /** How far the revision is raised, so that clients do not see it go back; the raised one is then the compacted one. 0 leaves it. */
  readonly bumpRevision: bigint;
  /** Ends the work with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Makes the data directory of one member of a new cluster from a snapshot, as `etcdutl snapshot restore` 3.7 does: the members are
 * new, everything else is the snapshot's. Nothing is left behind on failure, and the snapshot is only read.
 * @throws DatadirError
 */
export async function restore(options: RestoreOptions): Promise<void> {
  const { snapshotPath, skipHashCheck, signal } = options;
  const membership = await planMembership(options);
  const dataDir = options.dataDir || `${options.name}.etcd`;
  const walDir = options.walDir || join(dataDir, 'member', 'wal');
  try {
    await Staging.fill(dataDir, walDir, async (staging) => {
      const database = join(staging.snapDir, 'db');
      await copySnapshot(snapshotPath, database, { skipHashCheck, signal });
      if (skipHashCheck) checkStructure(database);
      adoptDatabase(database, membership, options.bumpRevision);
      await writeRaftFiles(staging, membership);
    });
  } catch (error) {
    throw asDatadirError(error);
  }
}

function checkStructure(path: string): void {
  const database = Database.open(path);
  try {
    checked(() => summarize(database));
  } finally {
    database.close();
  }
}

/** The raft term that a new cluster begins in. */
const term = 1n;

/** Makes the database that of a cluster whose log so far is nothing but one entry for each member. */
function adoptDatabase(path: string, { members }: Membership, bumpRevision: bigint): void {
  Editor.edit(path, (editor) => {
    const { database } = editor;
    const meta = readMeta(database);
    if (bumpRevision > 0n) {
      const revision = encodeRevision(raise(latestRevision(database), bumpRevision));
      editor.append(BucketName.Key, { key: revision, value: Buffer.alloc(0) });
      meta.set(MetaKey.ScheduledCompact, revision);
    }
    meta.set(MetaKey.ConsistentIndex, uint64(BigInt(members.length)));
    meta.set(MetaKey.Term, uint64(term));
    editor.replace(BucketName.Meta, sortedEntries([...meta].map(([key, value]) => ({ key: Buffer.from(key, 'latin1'), value }))));
    editor.replace(
      BucketName.Members,
      sortedEntries(members.map((member) => ({ key: Buffer.from(hexId(member.id)), value: encodeMember(member) }))),
    );
    if (database.bucket(BucketName.MembersRemoved) !== undefined) editor.replace(BucketName.MembersRemoved, []);
  });
}

function latestRevision(database: Database): bigint {
  const bucket = database.bucket(BucketName.Key);
  if (bucket === undefined) throw new DamageError("not etcd's: the database has no bucket key");
  const last = database.lastKey(bucket);
  return last === undefined ? 0n : mainRevision(last);
}

function raise(revision: bigint, by: bigint): bigint {
  const raised = revision + by;
  if (raised >= 2n ** 63n)
    throw new DatadirError(
      `--bump-revision ${by} is too large: the latest revision is ${revision}, the largest possible ${2n ** 63n - 1n}`,
    );
  return raised;
}

const sortedEntries = (entries: LeafEntry[]) => entries.sort((a, b) => a.key.compare(b.key));

function uint64(value: bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(value);
  return bytes;
}

/** The log and the raft snapshot that a server finds the members and its own identity in. */
async function writeRaftFiles(staging: Staging, { members, local, clusterId }: Membership): Promise<void> {
  const ids = members.map(({ id }) => String(id));
  const index = BigInt(members.length);
  const confState: ConfState = { voters: ids, learners: [], voters_outgoing: [], learners_next: [] };
  const reached = { index: String(index), term: String(term), conf_state: confState };
  const wal = encodeWal({
    nodeId: local.id,
    clusterId,
    entries: members.map((member, i) => ({
      Type: EntryType.EntryConfChange,
      Term: String(term),
      Index: String(i + 1),
      Data: addition(String(member.id), encodeMember(member)),
    })),
    state: { term: String(term), vote: ids[0], commit: String(index) },
    snapshot: reached,
  });
  await writeFile(join(staging.snapDir, raftSnapshotFileName(term, index)), encodeRaftSnapshot(members, reached));
  await writeFile(join(staging.walDir, walFileName), wal, walSegmentSize);
}

function addition(id: string, context: Buffer): Buffer {
  return Buffer.from(ConfChange.encode({ type: ConfChangeType.ConfChangeAddNode, node_id: id, context }).finish());
}

/** Writes a new file through to the disk, zeros behind the contents up to `size`. */
async function writeFile(path: string, contents: Buffer, size = contents.length): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(contents);
    await file.truncate(size);
    await file.sync();
  } finally {
    await file.close();
  }
}
