import type { SnapshotHashKV } from '../../datadir/hashkv.js';
import type { SnapshotStatus } from '../../datadir/status.js';
import { formatBytes } from '../../go/bytesize.js';
import type { Report } from '../../output/report.js';

/** etcdutl's output of snapshot files: the names of fields and of JSON are not those of the columns. */

export const statusReport = ({ hash, revision, totalKey, totalSize, version }: SnapshotStatus): Report => ({
  kind: 'report',
  columns: ['hash', 'revision', 'total keys', 'total size', 'version'],
  rows: [[hash.toString(16), revision, totalKey, formatBytes(totalSize), version]],
  document: { hash, revision, totalKey, totalSize, version },
  fields: [{ Hash: hash, Revision: revision, Keys: totalKey, Size: totalSize, Version: version }],
});

export const hashKVReport = ({ hash, hashRevision, compactRevision }: SnapshotHashKV): Report => ({
  kind: 'report',
  columns: ['hash', 'hash revision', 'compact revision'],
  rows: [[hash, hashRevision, compactRevision]],
  document: { hash, hashRevision, compactRevision },
  fields: [{ Hash: hash, 'Hash revision': hashRevision, 'Compact revision': compactRevision }],
});
