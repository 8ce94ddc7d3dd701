import { bucketHeaderSize, DamageError, decodeHeader, PageFlag, pageHeaderSize, readId, writeId } from './layout.js';

/** A tree of pages, or a single leaf that stands inline in the parent. */
export interface Bucket {
  /** 0 where inline. */
  readonly root: number;
  readonly sequence: bigint;
  readonly inline?: Buffer;
}

/** Deeper than any tree of pages that a file can hold, and than any nest of buckets that somebody makes. */
export const maxDepth = 64;

/** What stands in a leaf element whose flag says bucket; `value` is not kept. @throws DamageError */
export function decodeBucket(value: Buffer): Bucket {
  if (value.length < bucketHeaderSize) throw new DamageError('a bucket without a header');
  const bucket = { root: readId(value, 0), sequence: value.readBigUInt64LE(8) };
  if (bucket.root !== 0) return bucket;
  const inline = Buffer.from(value.subarray(bucketHeaderSize));
  if (inline.length < pageHeaderSize || decodeHeader(inline).flags !== PageFlag.Leaf)
    throw new DamageError('an inline bucket without a leaf');
  return { ...bucket, inline };
}

export function encodeBucket({ root, sequence, inline }: Bucket): Buffer {
  const header = Buffer.alloc(bucketHeaderSize);
  writeId(header, root, 0);
  header.writeBigUInt64LE(sequence, 8);
  return inline === undefined ? header : Buffer.concat([header, inline]);
}
