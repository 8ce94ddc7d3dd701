import { StatusError } from '../grpc/status.js';
import { MaintenanceDefinition, SnapshotRequest } from '../proto/etcdserverpb/rpc.js';
import type { Client } from './client.js';
import { ConnectError, describeError } from './errors.js';
import { methodPath } from './service-definition.js';
import { typedStream } from './stream.js';

const method = MaintenanceDefinition.methods.snapshot;
const path = methodPath(MaintenanceDefinition, method);

export interface SnapshotOptions {
  /** Milliseconds since the epoch, for the whole download; none bounds only the wait for a cluster that was never reached. */
  readonly deadline?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A part of a member's database. */
export interface SnapshotPiece {
  /** Of the storage, empty where the server says none: those before 3.6 don't. */
  readonly version: string;
  /** The next bytes; behind the database come 32 of its SHA-256. */
  readonly blob: Buffer;
  /** Bytes of the database that are still to come, by the server's account, decimal. */
  readonly remaining: string;
}

/**
 * The database of the client's member, piece by piece as they are asked for, and the digest behind it, which nobody has checked.
 * @throws ConnectError where the login fails
 * @throws StatusError
 */
export async function* snapshot(client: Client, options: SnapshotOptions = {}): AsyncGenerator<SnapshotPiece> {
  const { logger } = client.options;
  const call = await client.openStream(path, options).catch((error) => {
    throw error instanceof StatusError ? new ConnectError(describeError(error), { cause: error }) : error;
  });
  const stream = typedStream(call, method);
  let started = false;
  try {
    await stream.write(SnapshotRequest.create());
    stream.end();
    await logger.log('info', 'opened snapshot stream; downloading', {});
    for await (const { version, blob, remaining_bytes: remaining } of stream) {
      started = true;
      yield { version, blob, remaining };
    }
  } catch (error) {
    if (error instanceof StatusError && !options.signal?.aborted) {
      const { message } = error;
      if (isUnreached(error) && !started) await logger.log('error', 'streamer failed to create ClientStream', { error: message });
      else await logger.log('warn', 'failed to receive from snapshot stream; closing', { error: message });
    }
    throw error;
  }
  await logger.log('info', 'completed snapshot read; closing', {});
}

/** Whether a call failed before any server took it. */
export function isUnreached(error: StatusError): boolean {
  return error.peer === undefined;
}
