import { createHash } from 'node:crypto';

/**
 * The SHA-256 that a server sends behind a snapshot and that stays behind the database in its file. The size alone says whether it is there: a
 * database is whole sectors of a disk.
 */
export const digestSize = 32;
const sectorSize = 512;

export function hasDigest(size: number): boolean {
  return size % sectorSize === digestSize;
}

/** Sums a database as it comes, the digest behind it not included. */
export class SnapshotDigest {
  /** Bytes so far, of both. */
  size = 0;
  readonly #hash = createHash('sha256');
  /** The last bytes so far, which may be the digest. */
  #tail: Buffer = Buffer.alloc(0);

  update(bytes: Buffer): void {
    this.size += bytes.length;
    const both = Buffer.concat([this.#tail, bytes]);
    const end = Math.max(0, both.length - digestSize);
    this.#hash.update(both.subarray(0, end));
    this.#tail = Buffer.from(both.subarray(end));
  }

  /** The digest that came, undefined where none did, and the one of all bytes before it. To be called once, at the end. */
  finish(): { readonly sent: Buffer | undefined; readonly computed: Buffer } {
    return { sent: hasDigest(this.size) ? this.#tail : undefined, computed: this.#hash.digest() };
  }
}
