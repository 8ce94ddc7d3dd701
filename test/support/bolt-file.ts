import { encodeBucket } from '../../src/bolt/bucket.js';
import { elementSize, encodeLeaf, type LeafEntry, PageFlag, pageHeaderSize, writeId } from '../../src/bolt/layout.js';
import { encodeMeta, noFreelist } from '../../src/bolt/meta.js';

export interface Shape {
  readonly pageSize: number;
  /** Entries per leaf, and children per branch. */
  readonly fanout: number;
  /** Puts buckets of one leaf into the root, whatever their size. */
  readonly inline: boolean;
}

/** A database file of these buckets, whose trees are as deep as the fan-out makes them. Entries are in order. */
export function buildDatabase(buckets: ReadonlyMap<string, readonly LeafEntry[]>, { pageSize, fanout, inline }: Shape): Buffer {
  const pages: Buffer[] = [];
  let highWater = 2;

  const place = (page: Buffer) => {
    const count = Math.ceil(page.length / pageSize);
    const bytes = Buffer.alloc(count * pageSize);
    page.copy(bytes);
    writeId(bytes, highWater, 0);
    bytes.writeUInt32LE(count - 1, 12);
    pages.push(bytes);
    highWater += count;
    return highWater - count;
  };
  const plant = (entries: readonly LeafEntry[]) => {
    let level = chunks(entries, fanout).map((part) => ({ key: part[0]?.key ?? Buffer.alloc(0), id: place(encodeLeaf(part)) }));
    while (level.length > 1)
      level = chunks(level, fanout).map((part) => ({ key: part[0]?.key ?? Buffer.alloc(0), id: place(encodeBranch(part)) }));
    return level[0]?.id ?? place(encodeLeaf([]));
  };
  const named = [...buckets].map(([name, entries]): LeafEntry => {
    const bucket = inline && entries.length <= fanout ? { root: 0, inline: encodeLeaf(entries) } : { root: plant(entries) };
    return { key: Buffer.from(name), value: encodeBucket({ sequence: 7n, ...bucket }), isBucket: true };
  });
  const root = plant(named.sort((a, b) => a.key.compare(b.key)));
  const metas = [10n, 11n].map((transaction) =>
    encodeMeta({ pageSize, root, rootSequence: 0n, freelist: noFreelist, highWater, transaction }),
  );
  return Buffer.concat([...metas, ...pages]);
}

function encodeBranch(children: readonly { readonly key: Buffer; readonly id: number }[]): Buffer {
  const head = Buffer.alloc(pageHeaderSize + elementSize * children.length);
  head.writeUInt16LE(PageFlag.Branch, 8);
  head.writeUInt16LE(children.length, 10);
  let position = head.length;
  for (const [i, { key, id }] of children.entries()) {
    const at = pageHeaderSize + elementSize * i;
    head.writeUInt32LE(position - at, at);
    head.writeUInt32LE(key.length, at + 4);
    writeId(head, id, at + 8);
    position += key.length;
  }
  return Buffer.concat([head, ...children.map(({ key }) => key)]);
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size));
}
