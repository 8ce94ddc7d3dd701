import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeBucket } from '../../src/bolt/bucket.js';
import { bucketHeaderSize, encodeLeaf, type LeafEntry, PageFlag, pageHeaderSize, writeId } from '../../src/bolt/layout.js';
import { encodeMeta, fnv1a64, noFreelist } from '../../src/bolt/meta.js';
import { DatadirError } from '../../src/datadir/errors.js';
import { hashKV } from '../../src/datadir/hashkv.js';
import { restore } from '../../src/datadir/restore.js';
import { encodeRevision } from '../../src/datadir/revision.js';
import { status } from '../../src/datadir/status.js';
import { KeyValue } from '../../src/proto/mvccpb/kv.js';
import { buildDatabase } from '../support/bolt-file.js';
import { ownDirectory } from '../support/directory.js';

const directory = ownDirectory();
const file = join(directory, 'db');
const dataDir = join(directory, 'data');

const restoring = {
  snapshotPath: file,
  dataDir,
  walDir: '',
  name: 'default',
  initialCluster: 'default=http://localhost:2380',
  initialClusterToken: 'etcd-cluster',
  initialAdvertisePeerUrls: 'http://localhost:2380',
  skipHashCheck: true,
  bumpRevision: 1n,
};

/** What is done with a file that somebody got from somewhere. */
const uses: Readonly<Record<string, () => Promise<unknown>>> = {
  status: () => status(file),
  hashkv: () => hashKV(file),
  'hashkv at a revision': () => hashKV(file, 30n),
  restore: () => restore(restoring).finally(() => rmSync(dataDir, { recursive: true, force: true })),
};

async function failureOf(use: () => Promise<unknown>): Promise<unknown> {
  try {
    await use();
    return undefined;
  } catch (error) {
    return error;
  }
}

const change = (revision: number, key: string): LeafEntry => ({
  key: encodeRevision(BigInt(revision)),
  value: Buffer.from(KeyValue.encode(KeyValue.fromPartial({ key: Buffer.from(key), value: Buffer.alloc(revision * 3, 'v') })).finish()),
});
const entry = (key: string, value: Buffer | string): LeafEntry => ({ key: Buffer.from(key), value: Buffer.from(value) });

const pageSize = 1024;
/** A database as etcd has it, of some seventy pages. */
const sound = buildDatabase(
  new Map([
    ['key', Array.from({ length: 60 }, (_, i) => change(i + 1, `k${i % 25}`))],
    ['lease', []],
    ['members', [entry('8e9e05c52164694d', '{"id":1}')]],
    ['members_removed', []],
    [
      'meta',
      [
        entry('consistent_index', Buffer.alloc(8, 1)),
        entry('finishedCompactRev', encodeRevision(20n)),
        entry('scheduledCompactRev', encodeRevision(20n)),
        entry('storageVersion', '3.6.0'),
        entry('term', Buffer.alloc(8, 2)),
      ],
    ],
  ]),
  { pageSize, fanout: 4, inline: true },
);

/** Gives the metas their sums again, as somebody would who makes such a file on purpose. */
function sign(bytes: Buffer): void {
  for (const at of [16, pageSize + 16]) bytes.writeBigUInt64LE(fnv1a64(bytes.subarray(at, at + 56)), at + 56);
}

describe('a database', () => {
  it('that is sound serves all that is done with it', async () => {
    writeFileSync(file, sound);
    for (const use of Object.values(uses)) expect(await failureOf(use)).toBeUndefined();
    expect(await status(file)).toMatchObject({ revision: 60n, totalKey: 25, version: '3.6.0' });
  });

  it('with any numbers changed ends in an error of ours, or serves', async () => {
    const number = fc.oneof(
      fc.constantFrom(0n, 1n, 2n, 0xffn, 0xffffn, 0x7fffffffn, 0xffffffffn, 2n ** 32n, 2n ** 53n, 2n ** 63n, 2n ** 64n - 1n),
      fc.bigInt({ min: 0n, max: BigInt(sound.length / pageSize + 1) }),
      fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
    );
    // Half of them where structure is: in metas, headers of pages, and the first elements of each.
    const place = fc.oneof(
      fc.integer({ min: 0, max: sound.length - 8 }),
      fc
        .tuple(fc.integer({ min: 0, max: sound.length / pageSize - 1 }), fc.integer({ min: 0, max: 32 }))
        .map(([page, i]) => page * pageSize + i * 4),
    );
    const alteration = fc.record({ place, number, width: fc.constantFrom(1, 2, 4, 8) });
    let runs = 0;
    let served = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(alteration, { minLength: 1, maxLength: 4 }), fc.boolean(), async (alterations, isSigned) => {
        const bytes = Buffer.from(sound);
        for (const { place, number, width } of alterations) {
          const value = Buffer.alloc(8);
          value.writeBigUInt64LE(number);
          value.copy(bytes, place, 0, width);
        }
        if (isSigned) sign(bytes);
        writeFileSync(file, bytes);
        for (const [name, use] of Object.entries(uses)) {
          // It writes through to the disk.
          if (name === 'restore' && runs++ % 20 !== 0) continue;
          const failure = await failureOf(use);
          if (failure === undefined) served++;
          else expect(failure).toBeInstanceOf(DatadirError);
          expect(existsSync(dataDir)).toBe(false);
        }
      }),
      { numRuns: 300 },
    );
    expect(served).toBeGreaterThan(30);
  });

  it('that is cut anywhere ends in an error of ours', async () => {
    for (let length = 0; length < sound.length; length += 337) {
      writeFileSync(file, sound.subarray(0, length));
      for (const use of [uses['status'], uses['hashkv']])
        expect(await failureOf(use as () => Promise<unknown>)).toBeInstanceOf(DatadirError);
    }
  });

  it.each([0, 1, 3, 15, 16, 512, 1023, 1025, 3072, 2 ** 25, 2 ** 31, 2 ** 32 - 1])(
    'whose metas say that pages have %i bytes is refused',
    async (size) => {
      const bytes = Buffer.from(sound);
      for (const at of [24, pageSize + 24]) bytes.writeUInt32LE(size, at);
      sign(bytes);
      writeFileSync(file, bytes);
      for (const use of Object.values(uses)) expect(await failureOf(use)).toEqual(new DatadirError(`invalid page size ${size}`));
    },
  );

  it('whose newer meta says another size of pages is read by the other one', async () => {
    const bytes = Buffer.from(sound);
    bytes.writeUInt32LE(4096, pageSize + 24);
    sign(bytes);
    writeFileSync(file, bytes);
    for (const use of Object.values(uses)) expect(await failureOf(use)).toBeUndefined();
  });

  it('of the last possible transaction is restored', async () => {
    const bytes = Buffer.from(sound);
    for (const [i, at] of [64, pageSize + 64].entries()) bytes.writeBigUInt64LE(2n ** 64n - 2n + BigInt(i), at);
    sign(bytes);
    writeFileSync(file, bytes);
    expect(await failureOf(uses['restore'] as () => Promise<unknown>)).toBeUndefined();
  });
});

/** A database file of pages made by hand; the root is page 2. */
function writePages(pages: readonly Buffer[]): void {
  const highWater = 2 + pages.length;
  const metas = [1n, 2n].map((transaction) =>
    encodeMeta({ pageSize: 4096, root: 2, rootSequence: 0n, freelist: noFreelist, highWater, transaction }),
  );
  // Metas stand by their transaction.
  const bytes = Buffer.alloc(highWater * 4096);
  metas[1]?.copy(bytes, 0);
  metas[0]?.copy(bytes, 4096);
  for (const [i, page] of pages.entries()) {
    page.copy(bytes, (2 + i) * 4096);
    writeId(bytes, 2 + i, (2 + i) * 4096);
  }
  writeFileSync(file, bytes);
}

const bucket = (name: string, value: Buffer): LeafEntry => ({ key: Buffer.from(name), value, isBucket: true });
const bucketAt = (name: string, root: number) => bucket(name, encodeBucket({ root, sequence: 0n }));
const withMeta = (...entries: LeafEntry[]) =>
  encodeLeaf([...entries, bucket('meta', encodeBucket({ root: 0, sequence: 0n, inline: encodeLeaf([]) }))]);

describe('a nest', () => {
  it('of 20,000 inline buckets is refused at the first', async () => {
    const depth = 20_000;
    // Of each bucket: its header, a leaf's header, one element, a key of one byte, and the next bucket.
    const layer = encodeBucket({ root: 0, sequence: 0n, inline: encodeLeaf([bucket('b', Buffer.alloc(0))]) });
    const innermost = encodeBucket({ root: 0, sequence: 0n, inline: encodeLeaf([]) });
    const nest = Buffer.concat([...Array<Buffer>(depth).fill(layer), innermost]);
    const sizeAt = pageHeaderSize + bucketHeaderSize + 12;
    for (let i = 0; i < depth; i++) nest.writeUInt32LE(nest.length - layer.length * (i + 1), layer.length * i + sizeAt);
    const content = new Map([
      ['key', [bucket('b', nest)]],
      ['meta', []],
    ]);
    writeFileSync(file, buildDatabase(content, { pageSize: 4096, fanout: 4, inline: false }));
    expect(await failureOf(() => status(file))).toEqual(
      new DatadirError('snapshot file integrity check failed. 1 errors found.\npage 0: a bucket within an inline bucket'),
    );
  });

  it('of buckets with pages of their own ends at a depth that nobody needs', async () => {
    const depth = 500;
    const inner = Array.from({ length: depth }, (_, i) => encodeLeaf(i + 1 < depth ? [bucketAt('b', 4 + i)] : []));
    writePages([withMeta(bucketAt('a', 3)), ...inner]);
    expect(await failureOf(() => status(file))).toEqual(
      new DatadirError('snapshot file integrity check failed. 1 errors found.\nbuckets within buckets without an end'),
    );
    writePages([withMeta(bucketAt('a', 3)), ...inner.slice(0, 10), encodeLeaf([])]);
    expect(await failureOf(() => status(file))).toBeUndefined();
  });
});

/** A branch whose children all have the same key, which a walk without memory of pages would multiply at every level. */
function branch(children: readonly number[]): Buffer {
  const page = Buffer.alloc(pageHeaderSize + 16 * children.length + 1, 'k');
  page.fill(0, 0, pageHeaderSize);
  page.writeUInt16LE(PageFlag.Branch, 8);
  page.writeUInt16LE(children.length, 10);
  for (const [i, child] of children.entries()) {
    const at = pageHeaderSize + 16 * i;
    page.writeUInt32LE(page.length - 1 - at, at);
    page.writeUInt32LE(1, at + 4);
    writeId(page, child, at + 8);
  }
  return page;
}

it('a tree in which every page is the child of one above it twice ends', async () => {
  const levels = 40;
  const branches = Array.from({ length: levels }, (_, i) => branch([4 + i, 4 + i]));
  writePages([withMeta(bucketAt('key', 3)), ...branches, encodeLeaf([])]);
  for (const name of ['status', 'hashkv', 'restore'])
    expect(String(await failureOf(uses[name] as () => Promise<unknown>))).toMatch(/multiple references$/);
});
