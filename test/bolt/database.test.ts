import { closeSync, openSync, readFileSync, truncateSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Bucket } from '../../src/bolt/bucket.js';
import { Database } from '../../src/bolt/database.js';
import { Editor } from '../../src/bolt/editor.js';
import { DamageError, type LeafEntry, writeId } from '../../src/bolt/layout.js';
import { decodeMeta, encodeMeta, fnv1a64, noFreelist } from '../../src/bolt/meta.js';
import { buildDatabase, type Shape } from '../support/bolt-file.js';
import { ownDirectory } from '../support/directory.js';

const file = join(ownDirectory(), 'db');

const bytes = (minLength: number, maxLength: number) => fc.uint8Array({ minLength, maxLength }).map((b) => Buffer.from(b));
const entries = fc
  .uniqueArray(
    fc.record({ key: bytes(1, 12), value: fc.oneof({ weight: 9, arbitrary: bytes(0, 40) }, { weight: 1, arbitrary: bytes(0, 5000) }) }),
    {
      selector: ({ key }) => key.toString('hex'),
      maxLength: 60,
    },
  )
  .map((list) => list.sort((a, b) => a.key.compare(b.key)));
const buckets = fc
  .dictionary(fc.string({ minLength: 1, maxLength: 8, unit: 'grapheme-ascii' }), entries, { maxKeys: 6 })
  .map((o) => new Map(Object.entries(o)));
const shape: fc.Arbitrary<Shape> = fc.record({
  pageSize: fc.constantFrom(1024, 4096, 16384),
  fanout: fc.integer({ min: 2, max: 8 }),
  inline: fc.boolean(),
});

function read<T>(use: (database: Database) => T): T {
  const database = Database.open(file);
  try {
    return use(database);
  } finally {
    database.close();
  }
}

function entriesOf(database: Database, bucket: Bucket): LeafEntry[] {
  const list: LeafEntry[] = [];
  for (const cursor = database.cursor(bucket); cursor.next(); ) list.push({ key: cursor.key, value: cursor.value });
  return list;
}

function readAll(): Map<string, LeafEntry[]> {
  return read((database) => {
    const all = new Map<string, LeafEntry[]>();
    for (const cursor = database.cursor(database.root); cursor.next(); )
      all.set(cursor.key.toString(), entriesOf(database, cursor.bucket()));
    return all;
  });
}

const sorted = (map: ReadonlyMap<string, readonly LeafEntry[]>) => [...map].sort(([a], [b]) => Buffer.from(a).compare(Buffer.from(b)));

describe('Database', () => {
  it('gives what was put in, in order, whatever the shape of the tree', () => {
    fc.assert(
      fc.property(buckets, shape, (content, shape) => {
        writeFileSync(file, buildDatabase(content, shape));
        expect([...readAll()]).toEqual(sorted(content));
        for (const [name, list] of content) {
          expect(read((database) => database.lastKey(database.bucket(name) as Bucket))).toEqual(list.at(-1)?.key);
        }
      }),
    );
  });

  it('reads no wrong structure into a file with a flipped bit: it says so, or only keys and values differ', () => {
    const content = new Map([
      ['a', Array.from({ length: 40 }, (_, i) => ({ key: Buffer.from(`key${String(i).padStart(3, '0')}`), value: Buffer.alloc(i, 'v') }))],
      ['b', [{ key: Buffer.from('k'), value: Buffer.alloc(3000) }]],
    ]);
    const whole = buildDatabase(content, { pageSize: 1024, fanout: 4, inline: true });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: whole.length * 8 - 1 }), (bit) => {
        const damaged = Buffer.from(whole);
        damaged.writeUInt8(damaged.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
        writeFileSync(file, damaged);
        try {
          for (const list of readAll().values()) expect(list).toEqual([...list].sort((a, b) => a.key.compare(b.key)));
        } catch (error) {
          expect(error).toBeInstanceOf(DamageError);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('ends a walk over a branch that is its own child', () => {
    const whole = buildDatabase(new Map([['a', [{ key: Buffer.from('k'), value: Buffer.from('v') }]]]), {
      pageSize: 1024,
      fanout: 4,
      inline: true,
    });
    // The root's leaf becomes a branch whose only child is the page itself.
    const page = whole.subarray(2048);
    page.writeUInt16LE(1, 8);
    page.writeUInt32LE(16, 16);
    page.writeUInt32LE(1, 20);
    page.writeBigUInt64LE(2n, 24);
    writeFileSync(file, whole);
    expect(readAll).toThrow('page 2: multiple references');
    expect(() => read((database) => database.lastPath(database.root))).toThrow('a branch without an end');
  });

  it.each([
    [0, 'invalid database'],
    [79, 'invalid database'],
    [100, 'file size too small 100'],
    [4096, 'the file is cut short: 4096 bytes of 7168'],
    [7167, 'the file is cut short: 7167 bytes of 7168'],
  ])('refuses a file cut to %i bytes', (length, message) => {
    writeFileSync(
      file,
      buildDatabase(new Map([['a', [{ key: Buffer.from('k'), value: Buffer.alloc(4000) }]]]), { pageSize: 1024, fanout: 4, inline: false }),
    );
    truncateSync(file, length);
    expect(() => Database.open(file)).toThrow(new DamageError(message));
  });

  it('reads and appends beyond 4 GiB', () => {
    const content = [{ key: Buffer.from('k'), value: Buffer.from('v') }];
    const whole = buildDatabase(new Map([['a', content]]), { pageSize: 4096, fanout: 4, inline: true });
    const far = 2 ** 20 + 5;
    const root = Buffer.from(whole.subarray(-4096));
    writeId(root, far, 0);
    const meta = { ...decodeMeta(whole), root: far, highWater: far + 1 };
    // Sparse: it takes a few pages on the disk.
    const fd = openSync(file, 'w');
    writeSync(fd, encodeMeta(meta), 0, 4096, 0);
    writeSync(fd, encodeMeta({ ...meta, transaction: 11n }), 0, 4096, 4096);
    writeSync(fd, root, 0, 4096, far * 4096);
    closeSync(fd);
    const more = { key: Buffer.from('l'), value: Buffer.alloc(0) };
    Editor.edit(file, (editor) => editor.append('a', more));
    expect([...readAll()]).toEqual([['a', [...content, more]]]);
  });

  it('refuses a directory, and what is no database', () => {
    expect(() => Database.open('.')).toThrow(new DamageError('invalid database'));
    writeFileSync(file, Buffer.alloc(10_000, 'text\n'));
    expect(() => Database.open(file)).toThrow(new DamageError('invalid database'));
  });

  it('goes by the meta that is valid, and by the newer one of two', () => {
    const content = new Map([['a', [{ key: Buffer.from('k'), value: Buffer.from('v') }]]]);
    const whole = buildDatabase(content, { pageSize: 4096, fanout: 4, inline: true });
    expect(decodeMeta(whole).transaction).toBe(10n);
    for (const [damaged, transaction] of [
      [undefined, 11n],
      [0, 11n],
      [4096, 10n],
    ] as const) {
      const bytes = Buffer.from(whole);
      if (damaged !== undefined) bytes.fill(0xff, damaged + 40, damaged + 48);
      writeFileSync(file, bytes);
      expect(read(({ meta }) => meta.transaction)).toBe(transaction);
    }
    writeFileSync(file, Buffer.from(whole).fill(0xff, 40, 48).fill(0xff, 4136, 4144));
    expect(() => Database.open(file)).toThrow(new DamageError('checksum error'));
  });

  it('notices a commit by somebody else', () => {
    const content = new Map([['a', []]]);
    writeFileSync(file, buildDatabase(content, { pageSize: 1024, fanout: 4, inline: true }));
    read((database) => {
      database.assertUnchanged();
      Editor.edit(file, (editor) => editor.replace('a', []));
      expect(() => database.assertUnchanged()).toThrow('written to while it was read');
    });
  });
});

describe('Editor', () => {
  it('replaces and makes buckets, and leaves the others alone', () => {
    fc.assert(
      fc.property(
        buckets,
        shape,
        fc.string({ minLength: 1, maxLength: 8, unit: 'grapheme-ascii' }),
        entries,
        (content, shape, name, list) => {
          writeFileSync(file, buildDatabase(content, shape));
          Editor.edit(file, (editor) => editor.replace(name, list));
          expect([...readAll()]).toEqual(sorted(new Map([...content, [name, list]])));
        },
      ),
    );
  });

  it('appends to a bucket of any depth', () => {
    fc.assert(
      fc.property(entries, shape, bytes(0, 3000), (list, shape, value) => {
        writeFileSync(
          file,
          buildDatabase(
            new Map([
              ['a', list],
              ['b', list],
            ]),
            shape,
          ),
        );
        const last = { key: Buffer.alloc(13, 0xff), value };
        Editor.edit(file, (editor) => editor.append('b', last));
        expect([...readAll()]).toEqual([
          ['a', list],
          ['b', [...list, last]],
        ]);
        expect(() => Editor.edit(file, (editor) => editor.append('b', last))).toThrow('not the last');
        expect(() => Editor.edit(file, (editor) => editor.append('c', last))).toThrow(new DamageError('no bucket c'));
      }),
    );
  });

  it('leaves both metas with the new tree', () => {
    writeFileSync(file, buildDatabase(new Map([['a', []]]), { pageSize: 1024, fanout: 4, inline: true }));
    Editor.edit(file, (editor) => editor.replace('a', [{ key: Buffer.from('k'), value: Buffer.from('v') }]));
    expect(read(({ meta }) => meta)).toMatchObject({ transaction: 13n, freelist: noFreelist });
    expect(decodeMeta(readFileSync(file))).toMatchObject({ transaction: 12n, root: read(({ meta }) => meta.root) });
    read((database) => expect(database.size).toBe(4096));
  });
});

describe('a meta', () => {
  it('has a sum of 64 bits', () => {
    // Vectors of http://www.isthe.com/chongo/tech/comp/fnv/
    expect(fnv1a64(Buffer.from(''))).toBe(0xcbf29ce484222325n);
    expect(fnv1a64(Buffer.from('a'))).toBe(0xaf63dc4c8601ec8cn);
    expect(fnv1a64(Buffer.from('foobar'))).toBe(0x85944171f73967e8n);
  });

  it('reads as it was written, page ids beyond 2^32 too', () => {
    const meta = {
      pageSize: 4096,
      root: 2 ** 40 + 3,
      rootSequence: 5n,
      freelist: noFreelist,
      highWater: 2 ** 40 + 9,
      transaction: 2n ** 63n + 1n,
    };
    expect(decodeMeta(encodeMeta(meta))).toEqual(meta);
  });
});
