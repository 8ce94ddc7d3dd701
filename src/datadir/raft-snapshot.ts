import { toJson } from '../go/json.js';
import { Snapshot as RaftSnapshot, type SnapshotMetadata } from '../proto/raftpb/raft.js';
import { Snapshot } from '../proto/snappb/snap.js';
import { crc32c } from './crc32c.js';
import { hexId, type Member } from './membership.js';

export function raftSnapshotFileName(term: bigint, index: bigint): string {
  const hex = (value: bigint) => value.toString(16).padStart(16, '0');
  return `${hex(term)}-${hex(index)}.snap`;
}

/** A raft snapshot file: the members, for servers up to 3.5 that still read them here, and how far the log is covered. */
export function encodeRaftSnapshot(members: readonly Member[], metadata: SnapshotMetadata): Buffer {
  const data = Buffer.from(RaftSnapshot.encode({ data: Buffer.from(dumpV2Store(members)), metadata }).finish());
  return Buffer.from(Snapshot.encode({ crc: crc32c(data), data }).finish());
}

/** The events a v2 store remembers; servers index this list without a look at its length. */
const historyCapacity = 1000;

/**
 * A dump of the store of etcd's v2 API that nothing but the members was ever put into, each a file `raftAttributes` in a directory
 * of its own. Every addition took one index, and found the store empty of members before.
 */
function dumpV2Store(members: readonly Member[]): string {
  const files = members.map(({ id, peerUrls }, i) => {
    const path = `/0/members/${hexId(id)}`;
    return { id: hexId(id), directory: path, path: `${path}/raftAttributes`, value: toJson({ peerURLs: peerUrls }), index: i + 1 };
  });
  const nodes = files.map((file) => [
    file.id,
    directory(file.directory, file.index, { raftAttributes: node(file.path, file.index, file.value, null) }),
  ]);
  const events = files.map(({ path, value, index }) => ({
    action: 'create',
    node: { key: path, value, modifiedIndex: index, createdIndex: index },
  }));
  const count = files.length;
  return JSON.stringify({
    Root: directory('/', 0, {
      0: directory('/0', 0, { members: directory('/0/members', 1, Object.fromEntries(nodes)) }),
      1: directory('/1', 0, {}),
    }),
    WatcherHub: {
      EventHistory: {
        Queue: {
          Events: [...events, ...Array(Math.max(0, historyCapacity - count)).fill(null)],
          Size: count,
          Front: 0,
          Back: count,
          Capacity: historyCapacity,
        },
        StartIndex: 1,
        LastIndex: count,
      },
    },
    CurrentIndex: count,
    Stats: { ...noStats, getsFail: 1, createSuccess: count },
    CurrentVersion: 2,
  });
}

const noStats = {
  getsSuccess: 0,
  getsFail: 0,
  setsSuccess: 0,
  setsFail: 0,
  deleteSuccess: 0,
  deleteFail: 0,
  updateSuccess: 0,
  updateFail: 0,
  createSuccess: 0,
  createFail: 0,
  compareAndSwapSuccess: 0,
  compareAndSwapFail: 0,
  compareAndDeleteSuccess: 0,
  compareAndDeleteFail: 0,
  expireCount: 0,
  watchers: 0,
};

type Nodes = { readonly [name: string]: object };

function directory(path: string, index: number, children: Nodes): object {
  return node(path, index, '', children);
}

function node(path: string, index: number, value: string, children: Nodes | null): object {
  return {
    Path: path,
    CreatedIndex: index,
    ModifiedIndex: index,
    // Never.
    ExpireTime: '0001-01-01T00:00:00Z',
    Value: value,
    Children: children,
  };
}
