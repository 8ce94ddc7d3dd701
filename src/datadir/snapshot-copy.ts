import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { digestSize, hasDigest } from './digest.js';
import { DatadirError } from './errors.js';
import { checkReadable } from './file-kind.js';

export interface CopyOptions {
  readonly skipHashCheck: boolean;
  readonly signal?: AbortSignal | undefined;
}

const chunkSize = 1 << 20;
/** Without waiting for a writer, should the path have become a FIFO's meanwhile. */
const reading = constants.O_RDONLY | constants.O_NONBLOCK;

/**
 * Copies a snapshot without its digest to a new file, checking the digest over the very bytes that are written.
 * @throws DatadirError where the digest is missing or another; errors of `node:fs` where a file can't be read or written.
 */
export async function copySnapshot(from: string, to: string, { skipHashCheck, signal }: CopyOptions): Promise<void> {
  // A device may do something when it is opened. Opening reports that a file isn't there.
  const before = await stat(from).catch(() => undefined);
  if (before !== undefined) checkReadable(from, before);
  await withFile(from, reading, async (source) => {
    const stats = await source.stat();
    checkReadable(from, stats);
    const isSummed = hasDigest(stats.size);
    if (!isSummed && !skipHashCheck) throw new DatadirError('snapshot missing hash but --skip-hash-check=false');
    const length = isSummed ? stats.size - digestSize : stats.size;
    const actual = await withFile(to, 'wx', (target) => copy(source, target, length, signal));
    if (skipHashCheck) return;
    const expected = Buffer.alloc(digestSize);
    await fill(source, expected, length);
    if (!actual.equals(expected)) throw new DatadirError(`expected sha256 ${decimals(expected)}, got ${decimals(actual)}`);
  });
}

/** Hashes each chunk while it is written; gives the SHA-256 of all. */
async function copy(source: FileHandle, target: FileHandle, length: number, signal: AbortSignal | undefined): Promise<Buffer> {
  const hash = createHash('sha256');
  const buffer = Buffer.allocUnsafeSlow(chunkSize);
  for (let at = 0; at < length; ) {
    signal?.throwIfAborted();
    const chunk = buffer.subarray(0, Math.min(chunkSize, length - at));
    await fill(source, chunk, at);
    const written = target.writeFile(chunk);
    hash.update(chunk);
    await written;
    at += chunk.length;
  }
  return hash.digest();
}

async function fill(file: FileHandle, buffer: Buffer, position: number): Promise<void> {
  for (let at = 0; at < buffer.length; ) {
    const { bytesRead } = await file.read(buffer, at, buffer.length - at, position + at);
    if (bytesRead === 0) throw new DatadirError('the snapshot became shorter while it was read');
    at += bytesRead;
  }
}

async function withFile<T>(path: string, flags: number | 'wx', use: (file: FileHandle) => Promise<T>): Promise<T> {
  const file = await open(path, flags, 0o600);
  try {
    return await use(file);
  } finally {
    await file.close();
  }
}

/** Bytes as Go prints a slice of them. */
function decimals(bytes: Buffer): string {
  return `[${[...bytes].join(' ')}]`;
}
