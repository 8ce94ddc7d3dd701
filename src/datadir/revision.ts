import { DamageError } from '../bolt/layout.js';
import { quote } from '../go/quote.js';

/**
 * The keys of the bucket `key`: main revision, `_`, and the number of the change within its transaction, both 64 bits big-endian, so
 * that bytes compare as revisions do; a deletion has a `t` behind. What `meta` says of compactions has the same form.
 */
export const revisionLength = 17;
const separator = 0x5f;
const tombstone = 0x74;

/** @throws DamageError with etcd's words where `bytes[start, end)` is no revision. */
export function checkRevision(bytes: Buffer, start: number, end: number): void {
  const length = end - start;
  if (length !== revisionLength && length !== revisionLength + 1) throw new DamageError(`invalid revision length: ${length}`);
  const sign = bytes[start + 8];
  if (sign !== separator) throw new DamageError(`invalid separator in bucket key: ${quote(Buffer.of(sign ?? 0)).replaceAll('"', "'")}`);
  if (((bytes[start] ?? 0) | (bytes[start + 9] ?? 0)) & 0x80) {
    throw new DamageError(`negative revision: main=${bytes.readBigInt64BE(start)} sub=${bytes.readBigInt64BE(start + 9)}`);
  }
}

export function isTombstone(bytes: Buffer, start: number, end: number): boolean {
  return end - start === revisionLength + 1 && bytes[end - 1] === tombstone;
}

/** The main revision. @throws DamageError as `checkRevision`. */
export function mainRevision(bytes: Buffer): bigint {
  checkRevision(bytes, 0, bytes.length);
  return bytes.readBigInt64BE(0);
}

export function encodeRevision(main: bigint, sub = 0n): Buffer {
  const bytes = Buffer.alloc(revisionLength);
  bytes.writeBigInt64BE(main, 0);
  bytes[8] = separator;
  bytes.writeBigInt64BE(sub, 9);
  return bytes;
}
