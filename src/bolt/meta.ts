import { DamageError, PageFlag, pageHeaderSize, readId, writeId } from './layout.js';

/** One of the two pages at the start of the file that say where everything else is. */
export interface Meta {
  readonly pageSize: number;
  readonly root: number;
  readonly rootSequence: bigint;
  /** Page id of the list of free pages, `noFreelist` where it is not kept in the file. */
  readonly freelist: bigint;
  /** The first page id that was never used: the database is this many pages long. */
  readonly highWater: number;
  readonly transaction: bigint;
}

/** Free pages are found by a scan when the file is opened for writing, as etcd has it. */
export const noFreelist = 2n ** 64n - 1n;
/** Bytes from the start of the page that a meta needs. */
export const metaEnd = pageHeaderSize + 64;

/** Sizes that pages can have, powers of two: those that bbolt looks for. */
export const smallestPage = 1024;
export const largestPage = 2 ** 24;

const magic = 0xed0cdaed;
const version = 2;
const checksumAt = pageHeaderSize + 56;

/**
 * @param foundAt the page size at which this meta was found, where that is known already
 * @throws DamageError where the page isn't a valid meta, in bbolt's own words where it has any
 */
export function decodeMeta(page: Buffer, foundAt?: number): Meta {
  const at = pageHeaderSize;
  if (page.length < metaEnd || page.readUInt32LE(at) !== magic) throw new DamageError('invalid database');
  if (page.readUInt32LE(at + 4) !== version) throw new DamageError('version mismatch');
  if (page.readBigUInt64LE(checksumAt) !== fnv1a64(page.subarray(at, checksumAt))) throw new DamageError('checksum error');
  const pageSize = page.readUInt32LE(at + 8);
  const isSound = pageSize >= smallestPage && pageSize <= largestPage && (pageSize & (pageSize - 1)) === 0;
  if (!isSound || pageSize !== (foundAt ?? pageSize)) throw new DamageError(`invalid page size ${pageSize}`);
  return {
    pageSize,
    root: readId(page, at + 16),
    rootSequence: page.readBigUInt64LE(at + 24),
    freelist: page.readBigUInt64LE(at + 32),
    highWater: readId(page, at + 40),
    transaction: page.readBigUInt64LE(at + 48),
  };
}

/** The meta's page; which of the two it is follows from its transaction. */
export function encodeMeta(meta: Meta): Buffer {
  const page = Buffer.alloc(meta.pageSize);
  const at = pageHeaderSize;
  writeId(page, metaPage(meta), 0);
  page.writeUInt16LE(PageFlag.Meta, 8);
  page.writeUInt32LE(magic, at);
  page.writeUInt32LE(version, at + 4);
  page.writeUInt32LE(meta.pageSize, at + 8);
  writeId(page, meta.root, at + 16);
  page.writeBigUInt64LE(meta.rootSequence, at + 24);
  page.writeBigUInt64LE(meta.freelist, at + 32);
  writeId(page, meta.highWater, at + 40);
  page.writeBigUInt64LE(meta.transaction, at + 48);
  page.writeBigUInt64LE(fnv1a64(page.subarray(at, checksumAt)), checksumAt);
  return page;
}

export function metaPage(meta: Pick<Meta, 'transaction'>): 0 | 1 {
  return meta.transaction % 2n === 0n ? 0 : 1;
}

/** FNV-1a of 64 bits, http://www.isthe.com/chongo/tech/comp/fnv/ */
export function fnv1a64(bytes: Uint8Array): bigint {
  let hash = 0xcbf29ce484222325n;
  for (const byte of bytes) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  return hash;
}
