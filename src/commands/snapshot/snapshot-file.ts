import { randomBytes } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { CliError, Exit } from '../../command/errors.js';
import { makeLogger } from '../../connect/log.js';
import { SnapshotDigest } from '../../datadir/digest.js';
import { specialKind } from '../../datadir/file-kind.js';
import type { Client } from '../../etcd/client.js';
import { ConnectError, describeError } from '../../etcd/errors.js';
import { isUnreached, type SnapshotOptions, snapshot } from '../../etcd/snapshot.js';
import { formatBytes } from '../../go/bytesize.js';
import { formatDuration } from '../../go/duration.js';
import { describeSystemError, errnoText, isSystemError } from '../../go/syserror.js';
import { StatusError } from '../../grpc/status.js';
import type { Files, Host } from '../../host/host.js';

/**
 * Downloads the member's database into a file, which is there whole and verified or not at all (contract 7.2), whoever else saves to its name.
 * @returns the storage version of the server, empty where it told none
 * @throws CliError of status 5
 */
export async function saveSnapshot(client: Client, host: Host, file: string, options: SnapshotOptions = {}): Promise<string> {
  const { files, clock } = host;
  const [endpoint = ''] = client.options.endpoints;
  const logger = makeLogger(host, '');
  await refuseSpecial(file, files);
  const { part, handle } = await openPart(file, files).catch(failWith(`could not open ${file}.part (`, ')'));
  let renamed = false;
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
    renamed = true;
    await logger.log('info', 'saved', { path: file });
    return version;
  } finally {
    await handle.close();
    // Once it has its name, that of the part may be another process's.
    if (!renamed) await files.rm(part, { force: true });
  }
}

/** A device or a FIFO must not become a file, nor the system's link to what is open, as of `snapshot save /dev/stdout >backup`. */
async function refuseSpecial(file: string, files: Files): Promise<void> {
  const stats = await files.stat(file).catch(() => undefined);
  const kind = stats && specialKind(stats);
  if (kind !== undefined) throw failure(`could not save to ${file}: it is ${kind}, not a regular file`);
  const target = await files.readlink(file).catch(() => undefined);
  if (target !== undefined && /^\/(proc|dev\/fd)\//.test(resolve(dirname(file), target))) {
    throw failure(`could not save to ${file}: it is a link to ${target}, not a regular file`);
  }
}

/** Go's name for the part, or, where somebody else has it or left it behind, one of our own: two that save must not write to one file. */
async function openPart(file: string, files: Files): Promise<{ readonly part: string; readonly handle: FileHandle }> {
  const part = `${file}.part`;
  try {
    return { part, handle: await files.open(part, 'wx', 0o600) };
  } catch (error) {
    if (!isSystemError(error) || error.code !== 'EEXIST') throw error;
    const own = `${part}.${randomBytes(6).toString('hex')}`;
    return { part: own, handle: await files.open(own, 'wx', 0o600) };
  }
}

/** Writes the pieces as they come, and checks the digest that ends them. @throws CliError */
async function download(
  client: Client,
  host: Host,
  handle: FileHandle,
  part: string,
  options: SnapshotOptions,
): Promise<{ readonly size: number; readonly version: string }> {
  const [endpoint = ''] = client.options.endpoints;
  const digest = new SnapshotDigest();
  let version: string | undefined;
  try {
    for await (const piece of snapshot(client, options)) {
      if (version === undefined) await makeLogger(host, '').log('info', 'fetching snapshot', { endpoint });
      version ??= piece.version;
      digest.update(piece.blob);
      // Goes on where the last one ended, and writes all of it.
      await handle.writeFile(piece.blob).catch(failWith('could not write snapshot: ', '', part));
    }
  } catch (error) {
    throw describeDownload(error, version !== undefined);
  }
  const { sent, computed } = digest.finish();
  if (sent === undefined) throw failure(`sha256 checksum not found [bytes: ${digest.size}]`);
  if (!computed.equals(sent)) {
    throw failure(`sha256 of the snapshot is ${computed.toString('hex')}, the server sent ${sent.toString('hex')}`);
  }
  return { size: digest.size, version: version ?? '' };
}

function describeDownload(error: unknown, started: boolean): unknown {
  if (error instanceof ConnectError) return failure(error.message, error);
  if (!(error instanceof StatusError)) return error;
  if (started) return failure(`could not write snapshot: ${describeError(error)}`, error);
  // A refusal is printed in gRPC's form, other than with every other command.
  return failure(isUnreached(error) ? describeError(error) : error.message, error);
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
    // So Go calls a folder, whatever the system says.
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
