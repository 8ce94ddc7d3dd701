import { Metadata } from '../proto/etcdserverpb/metadata.js';
import { type ConfState, Entry, HardState } from '../proto/raftpb/raft.js';
import { Record, RecordType, SnapshotRecord } from '../proto/walpb/record.js';
import { crc32c } from './crc32c.js';

/** The first segment; names are sequence number and first index. */
export const walFileName = `${'0'.repeat(16)}-${'0'.repeat(16)}.wal`;
/** Bytes that etcd reserves for a segment; what follows the records is zero. */
export const walSegmentSize = 64_000_000;

export interface WalContents {
  readonly nodeId: bigint;
  readonly clusterId: bigint;
  readonly entries: readonly Entry[];
  readonly state: HardState;
  /** Up to where the raft snapshot next to the log reaches. */
  readonly snapshot: { readonly index: string; readonly term: string; readonly conf_state: ConfState };
}

/** The records of a new member's log, in the order in which etcd writes them. */
export function encodeWal({ nodeId, clusterId, entries, state, snapshot }: WalContents): Buffer {
  const metadata = Metadata.encode({ NodeID: String(nodeId), ClusterID: String(clusterId) }).finish();
  const noSnapshot = SnapshotRecord.encode({ index: '0', term: '0' }).finish();
  return encodeRecords([
    { type: RecordType.Crc },
    { type: RecordType.Metadata, data: metadata },
    { type: RecordType.Snapshot, data: noSnapshot },
    ...entries.map((entry) => ({ type: RecordType.Entry, data: Entry.encode(entry).finish() })),
    { type: RecordType.State, data: HardState.encode(state).finish() },
    { type: RecordType.Snapshot, data: SnapshotRecord.encode(snapshot).finish() },
  ]);
}

export interface WalRecord {
  readonly type: RecordType;
  readonly data?: Uint8Array;
}

/**
 * Frames records: 8 bytes of length, little-endian, then the record, padded to 8 bytes. Where there is padding, the length's highest
 * byte has bit 7 and the number of padding bytes. The sum of a record goes over the data of all records so far.
 */
export function encodeRecords(records: readonly WalRecord[]): Buffer {
  let crc = 0;
  const frames = records.flatMap(({ type, data }) => {
    if (data !== undefined) crc = crc32c(data, crc);
    const record = Record.encode({ type, crc, data: data && Buffer.from(data) }).finish();
    const padding = -record.length & 7;
    const length = Buffer.alloc(8);
    length.writeUInt32LE(record.length);
    length[7] = padding === 0 ? 0 : 0x80 | padding;
    return [length, record, Buffer.alloc(padding)];
  });
  return Buffer.concat(frames);
}
