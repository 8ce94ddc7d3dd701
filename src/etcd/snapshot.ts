import { createHash, type Hash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { CliError, Exit } from '../command/errors.js';
import { makeLogger } from '../connect/log.js';
import { formatBytes } from '../go/bytesize.js';
import { formatDuration } from '../go/duration.js';
import { describeSystemError, errnoText, isSystemError } from '../go/syserror.js';
import { StatusError } from '../grpc/status.js';
import type { Files, Host } from '../host/host.js';
import { MaintenanceDefinition, SnapshotRequest, type SnapshotResponse } from '../proto/etcdserverpb/rpc.js';
import type { Client } from './client.js';
import { describeError } from './errors.js';
import { methodPath } from './service-definition.js';
import { typedStream } from './stream.js';

const method = MaintenanceDefinition.methods.snapshot;
const path = methodPath(MaintenanceDefinition, method);

/** Bytes of the SHA-256 digest behind the database, whose size is a multiple of a disk sector's. */
const digestSize = 32;
const sectorSize = 512;

export interface SnapshotOptions {
  /** Milliseconds since the epoch, for the whole download; none bounds only the wait for a cluster that was never reached. */
  readonly deadline?: number | undefined;
  readonly signal?: AbortSignal;
}

/**
 * Downloads the member's database into a file, which is there whole and verified or not at all (contract 7.2).
 * @returns the storage version of the server, empty where it told none
 * @throws CliError of status 5
 */
export async function saveSnapshot(client: Client, host: Host, file: string, options: SnapshotOptions = {}): Promise<string> {
  const { files, clock } = host;
  const [endpoint = ''] = client.options.endpoints;
  const logger = makeLogger(host, '');
  const part = `${file}.part`;
  const handle = await files.open(part, 'w', 0o600).catch(failWith(`could not open ${part} (`, ')'));
  try {
    await logger.log('info', 'created temporary db file', { path: part });
    const start = clock.monotonic();
    const { size, version } = await download(client, host, handle, part, options);
    await handle.sync().catch(failWith('could not fsync snapshot: '));
    await handle.close().catch(failWith('could not close file descriptor: '));
    await logger.log('info', 'fetched snapshot', {
      endpoint,
      size: formatBytes(size),
      took: formatDuration(clock.monotonic() - start),
      'etcd-version': version,
    });
    await rename(part, file, files);
    await logger.log('info', 'saved', { path: file });
    return version;
  } finally {
    await handle.close();
    await files.rm(part, { force: true });
  }
}

/** Writes the blobs as they come, and checks the digest that ends them. */
async function download(
  client: Client,
  host: Host,
  handle: FileHandle,
  part: string,
  options: SnapshotOptions,
): Promise<{ readonly size: number; readonly version: string }> {
  const [endpoint = ''] = client.options.endpoints;
  const check = new DigestCheck();
  let version: string | undefined;
  for await (const response of receive(client, options)) {
    if (version === undefined) await makeLogger(host, '').log('info', 'fetching snapshot', { endpoint });
    version ??= response.version;
    check.update(response.blob);
    // Goes on where the last one ended, and writes all of it.
    await handle.writeFile(response.blob).catch(failWith('could not write snapshot: ', '', part));
  }
  check.finish();
  return { size: check.size, version: version ?? '' };
}

/** The messages of the snapshot, one by one as they are asked for. @throws CliError */
async function* receive(client: Client, options: SnapshotOptions): AsyncGenerator<SnapshotResponse> {
  const { logger } = client.options;
  const call = await client.openStream(path, options).catch((error) => {
    throw error instanceof StatusError ? failure(describeError(error), error) : error;
  });
  const stream = typedStream(call, method);
  let started = false;
  try {
    await stream.write(SnapshotRequest.create());
    stream.end();
    await logger.log('info', 'opened snapshot stream; downloading', {});
    for await (const response of stream) {
      started = true;
      yield response;
    }
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    if (options.signal?.aborted) throw failure(describeError(error), error);
    if (error.peer === undefined && !started) {
      await logger.log('error', 'streamer failed to create ClientStream', { error: error.message });
      throw failure(describeError(error), error);
    }
    await logger.log('warn', 'failed to receive from snapshot stream; closing', { error: error.message });
    // A refusal is told in gRPC's form, other than with every other command.
    throw failure(started ? `could not write snapshot: ${describeError(error)}` : error.message, error);
  }
  await logger.log('info', 'completed snapshot read; closing', {});
}

/** Hashes all bytes but the last ones, which must be the digest of those before. */
class DigestCheck {
  size = 0;
  private readonly hash: Hash = createHash('sha256');
  private tail: Buffer = Buffer.alloc(0);

  update(bytes: Buffer): void {
    this.size += bytes.length;
    const both = Buffer.concat([this.tail, bytes]);
    const end = Math.max(0, both.length - digestSize);
    this.hash.update(both.subarray(0, end));
    this.tail = both.subarray(end);
  }

  /** @throws CliError */
  finish(): void {
    if (this.size % sectorSize !== digestSize) throw failure(`sha256 checksum not found [bytes: ${this.size}]`);
    const computed = this.hash.digest();
    if (computed.equals(this.tail)) return;
    throw failure(`sha256 of the snapshot is ${computed.toString('hex')}, the server sent ${this.tail.toString('hex')}`);
  }
}

function failure(message: string, cause?: unknown): CliError {
  return new CliError(message, Exit.Interrupted, { cause });
}

async function rename(part: string, file: string, files: Files): Promise<void> {
  try {
    await files.rename(part, file);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    const target = await files.stat(file).catch(() => undefined);
    // So Go tells a folder, whatever the system says.
    const reason = errnoText(target?.isDirectory() ? 'EEXIST' : error.code);
    throw failure(`could not rename ${part} to ${file} (rename ${part} ${file}: ${reason})`, error);
  }
}

/** Tells a failed system call in Go's words; a file's own calls do not know its path. */
function failWith(before: string, after = '', path?: string): (error: unknown) => never {
  return (error) => {
    if (!isSystemError(error)) throw error;
    throw failure(`${before}${describeSystemError(path === undefined ? error : { ...error, code: error.code, path })}${after}`, error);
  };
}
