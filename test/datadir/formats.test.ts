import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteMap } from '../../src/datadir/byte-map.js';
import { crc32c } from '../../src/datadir/crc32c.js';
import { KeyFinder } from '../../src/datadir/key-value.js';
import { encodeRaftSnapshot, raftSnapshotFileName } from '../../src/datadir/raft-snapshot.js';
import { checkRevision, encodeRevision, isTombstone, mainRevision } from '../../src/datadir/revision.js';
import { encodeRecords, encodeWal } from '../../src/datadir/wal.js';
import { KeyValue } from '../../src/proto/mvccpb/kv.js';
import { Snapshot as RaftSnapshot } from '../../src/proto/raftpb/raft.js';
import { Snapshot } from '../../src/proto/snappb/snap.js';
import { Record } from '../../src/proto/walpb/record.js';

const bytes = fc.uint8Array({ maxLength: 60 }).map((b) => Buffer.from(b));

describe('crc32c', () => {
  it('has the values of RFC 3720, B.4', () => {
    expect(crc32c(Buffer.from('123456789'))).toBe(0xe3069283);
    expect(crc32c(Buffer.alloc(32))).toBe(0x8a9136aa);
    expect(crc32c(Buffer.alloc(32, 0xff))).toBe(0x62a8ab43);
  });

  it('goes on where it stopped, and sums a part', () => {
    fc.assert(
      fc.property(bytes, bytes, (a, b) => {
        const whole = Buffer.concat([a, b]);
        expect(crc32c(b, crc32c(a))).toBe(crc32c(whole));
        expect(crc32c(whole, 0, a.length, whole.length)).toBe(crc32c(b));
      }),
    );
  });
});

describe('ByteMap', () => {
  const key = fc.uint8Array({ maxLength: 3 });
  it('does what a Map does', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(key, fc.integer({ min: 0, max: 2 ** 32 - 1 })), { maxLength: 400 }), (steps) => {
        const ours = new ByteMap();
        const theirs = new Map<string, number>();
        for (const [key, value] of steps) {
          const padded = Buffer.from([1, ...key, 2]);
          const name = Buffer.from(key).toString('hex');
          expect(ours.set(padded, 1, 1 + key.length, value)).toBe(theirs.get(name) ?? 0);
          if (value === 0) theirs.delete(name);
          else theirs.set(name, value);
          expect(ours.size).toBe(theirs.size);
        }
      }),
    );
  });

  it('grows', () => {
    const map = new ByteMap();
    const keys = Array.from({ length: 50_000 }, (_, i) => Buffer.from(`/registry/${i}/${'x'.repeat(i % 100)}`));
    for (const [i, key] of keys.entries()) map.set(key, 0, key.length, i + 1);
    expect(map.size).toBe(keys.length);
    expect(keys.every((key, i) => map.set(key, 0, key.length, 0) === i + 1)).toBe(true);
    expect(map.size).toBe(0);
  });
});

describe('KeyFinder', () => {
  const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String);
  const pair = fc.record({ key: bytes, create_revision: int64, mod_revision: int64, version: int64, value: bytes, lease: int64 });

  it('finds the key that the codec finds', () => {
    fc.assert(
      fc.property(pair, bytes, (kv, around) => {
        const finder = new KeyFinder();
        const encoded = KeyValue.encode(kv).finish();
        const message = Buffer.concat([around, encoded, around]);
        finder.find(message, around.length, around.length + encoded.length);
        expect(message.subarray(finder.start, finder.end)).toEqual(kv.key);
      }),
    );
  });

  it('refuses a message that ends too early, and what is none', () => {
    const message = Buffer.from(
      KeyValue.encode(KeyValue.fromPartial({ key: Buffer.from('key'), value: Buffer.from('value'), version: '300' })).finish(),
    );
    expect(() => new KeyFinder().find(message, 0, message.length - 1)).toThrow('unexpected EOF');
    expect(() => new KeyFinder().find(Buffer.alloc(20, 0xff), 0, 20)).toThrow('variable length integer overflow');
    expect(() => new KeyFinder().find(Buffer.from([0x0f]), 0, 1)).toThrow('wrong wire type 7');
    expect(() => new KeyFinder().find(Buffer.from([0x00]), 0, 1)).toThrow('illegal field number');
  });
});

describe('a revision', () => {
  it("has the bytes of etcd's revision keys", () => {
    expect(encodeRevision(258n, 3n).toString('hex')).toBe('0000000000000102' + '5f' + '0000000000000003');
    expect(mainRevision(encodeRevision(2n ** 62n))).toBe(2n ** 62n);
    const deletion = Buffer.concat([encodeRevision(2n), Buffer.from('t')]);
    expect(isTombstone(deletion, 0, deletion.length)).toBe(true);
    expect(isTombstone(deletion, 0, deletion.length - 1)).toBe(false);
  });

  it.each([
    [Buffer.alloc(5), 'invalid revision length: 5'],
    [Buffer.alloc(17), "invalid separator in bucket key: '\\x00'"],
    [Buffer.from(`ff${'00'.repeat(7)}5f${'00'.repeat(8)}`, 'hex'), 'negative revision: main=-72057594037927936 sub=0'],
  ])('is told from other bytes', (wrong, message) => {
    expect(() => checkRevision(wrong, 0, wrong.length)).toThrow(message);
  });
});

const member = { id: 0x8e9e05c52164694dn, name: 'default', peerUrls: ['http://localhost:2380'] };
const confState = { voters: [String(member.id)], learners: [], voters_outgoing: [], learners_next: [] };

describe('a write-ahead log', () => {
  it('has the bytes that etcdutl 3.7.1 writes', () => {
    const context = Buffer.from('{"id":10276657743932975437,"peerURLs":["http://localhost:2380"],"name":"default"}');
    const addition = Buffer.concat([Buffer.from('100018cdd2918bd2b881cf8e012251', 'hex'), context]);
    const log = encodeWal({
      nodeId: member.id,
      clusterId: 0xcdf818194e3a8c32n,
      entries: [{ Type: 1, Term: '1', Index: '1', Data: addition }],
      state: { term: '1', vote: String(member.id), commit: '1' },
      snapshot: { index: '1', term: '1', conf_state: confState },
    });
    expect(log.toString('hex')).toBe(
      '040000000000008408041000000000002000000000000000080110bb81c7fc051a1608cdd2918bd2b881cf8e0110b298eaf1948386fccd010e00000000000082' +
        '08051094bbc7ed0e1a0408001000000072000000000000860802' +
        '10dbf28c8e071a6808011001180122601000' +
        `18cdd2918bd2b881cf8e012251${context.toString('hex')}000000000000` +
        '1900000000000087080310ffefac9c011a0f080110cdd2918bd2b881cf8e01180100000000000000' +
        '1b00000000000085' +
        '0805108f9a8eec0a1a11080110011a0b08cdd2918bd2b881cf8e010000000000',
    );
  });

  it('gives each record whole words and the sum of all data so far', () => {
    const record = fc.record({ type: fc.constantFrom(1, 2, 3, 5), data: bytes });
    fc.assert(
      fc.property(fc.array(record, { maxLength: 10 }), (records) => {
        const framed = encodeRecords(records);
        let at = 0;
        let sum = 0;
        for (const { type, data } of records) {
          const length = framed.readUInt32LE(at);
          const flags = framed.readUInt8(at + 7);
          const padding = flags === 0 ? 0 : flags & 0x7f;
          expect((length + padding) % 8).toBe(0);
          expect(padding).toBeLessThan(8);
          sum = crc32c(data, sum);
          expect(Record.decode(framed.subarray(at + 8, at + 8 + length))).toEqual({ type, crc: sum, data });
          at += 8 + length + padding;
        }
        expect(at).toBe(framed.length);
      }),
    );
  });
});

describe('a raft snapshot', () => {
  it('has the members as a dump of the v2 store', () => {
    const other = { id: 5n, name: 'other', peerUrls: ['http://h:1', 'http://h:2'] };
    const metadata = { index: '2', term: '1', conf_state: confState };
    const { crc, data = Buffer.alloc(0) } = Snapshot.decode(encodeRaftSnapshot([other, member], metadata));
    expect(crc).toBe(crc32c(data));
    const snapshot = RaftSnapshot.decode(data);
    expect(snapshot.metadata).toEqual(metadata);
    const store = JSON.parse(String(snapshot.data));
    expect(store).toMatchObject({
      Root: {
        Path: '/',
        Children: {
          0: {
            Children: {
              members: {
                Path: '/0/members',
                CreatedIndex: 1,
                Children: {
                  5: {
                    Path: '/0/members/5',
                    Children: { raftAttributes: { Value: '{"peerURLs":["http://h:1","http://h:2"]}', Children: null } },
                  },
                  '8e9e05c52164694d': { CreatedIndex: 2, Value: '' },
                },
              },
            },
          },
          1: { Path: '/1', Children: {} },
        },
      },
      CurrentIndex: 2,
      CurrentVersion: 2,
      Stats: { createSuccess: 2 },
    });
    // A server puts its next event at `Back`, without a look at the list's length.
    expect(store.WatcherHub.EventHistory.Queue).toMatchObject({ Size: 2, Back: 2, Capacity: 1000 });
    expect(store.WatcherHub.EventHistory.Queue.Events).toHaveLength(1000);
  });

  it('is named by term and index', () => {
    expect(raftSnapshotFileName(1n, 255n)).toBe('0000000000000001-00000000000000ff.snap');
  });
});
