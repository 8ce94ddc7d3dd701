import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { CliError } from '../command/errors.js';

export interface CopyOptions {
  readonly skipHashCheck: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** Bytes of the SHA-256 that a server puts behind a snapshot; a database alone is whole sectors of 512. */
const digestLength = 32;
const sectorSize = 512;
const chunkSize = 1 << 20;

/**
 * Copies a snapshot without its digest to a new file, checking the digest over the very bytes that are written.
 * @throws CliError where the digest is missing or another; errors of `node:fs` where a file can't be read or written.
 */
export async function copySnapshot(from: string, to: string, { skipHashCheck, signal }: CopyOptions): Promise<void> {
  await withFile(from, 'r', async (source) => {
    const stats = await source.stat();
    if (stats.isDirectory()) throw new CliError(`read ${from}: is a directory`);
    const hasDigest = stats.size % sectorSize === digestLength;
    if (!hasDigest && !skipHashCheck) throw new CliError('snapshot missing hash but --skip-hash-check=false');
    const length = hasDigest ? stats.size - digestLength : stats.size;
    const actual = await withFile(to, 'wx', (target) => copy(source, target, length, signal));
    if (skipHashCheck) return;
    const expected = Buffer.alloc(digestLength);
    await fill(source, expected, length);
    if (!actual.equals(expected)) throw new CliError(`expected sha256 ${decimals(expected)}, got ${decimals(actual)}`);
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
    if (bytesRead === 0) throw new CliError('the snapshot became shorter while it was read');
    at += bytesRead;
  }
}

async function withFile<T>(path: string, flags: 'r' | 'wx', use: (file: FileHandle) => Promise<T>): Promise<T> {
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
