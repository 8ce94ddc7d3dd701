import { Code, StatusError } from '../../grpc/status.js';
import {
  type Compare,
  Compare_CompareResult,
  Compare_CompareTarget,
  RangeRequest,
  RangeRequest_SortOrder,
  RangeRequest_SortTarget,
} from '../../proto/etcdserverpb/rpc.js';
import { Event_EventType } from '../../proto/mvccpb/kv.js';
import type { Client } from '../client.js';
import { canceled } from '../errors.js';
import { prefixEnd } from '../keys.js';
import { preceding } from '../revision.js';
import { watch } from '../watch.js';

/**
 * What locks and elections share (contract 6.2): whoever takes part puts a key of its own below a common prefix, and the oldest key wins.
 */

/** The prefix of a lock or an election of this name. */
export function prefixOf(name: Buffer): Buffer {
  return Buffer.concat([name, Buffer.from('/')]);
}

/** Asks for the winner's key. */
export function oldestBelow(prefix: Buffer): RangeRequest {
  return createdBelow(prefix, RangeRequest_SortOrder.ASCEND);
}

/** Holds while the key is the one that was created at this revision; at revision 0, while there is none. */
export function createdAt(key: Buffer, revision: string): Compare {
  return {
    result: Compare_CompareResult.EQUAL,
    target: Compare_CompareTarget.CREATE,
    key,
    create_revision: revision,
    range_end: Buffer.alloc(0),
  };
}

/**
 * Whether a key may be there although the call that puts it failed: one that was on its way when somebody gave it up is applied all the same.
 * What never had a connection surely put nothing.
 */
export function mayHaveEntered(error: unknown): boolean {
  return !(error instanceof StatusError) || error.peer !== undefined;
}

/**
 * Returns when no key below the prefix is older than `revision`. It watches only the youngest of them: who waits is woken once.
 * @throws StatusError, of code Canceled where the signal aborted
 */
export async function waitForTurn(client: Client, prefix: Buffer, revision: string, signal: AbortSignal): Promise<void> {
  const youngest = {
    ...createdBelow(prefix, RangeRequest_SortOrder.DESCEND),
    max_create_revision: String(preceding(revision)),
  };
  while (!signal.aborted) {
    const { header, kvs } = await client.kv.range(youngest, { signal });
    const [before] = kvs;
    if (before === undefined) return;
    try {
      await waitForDeletion(client, before.key, header?.revision ?? '0', signal);
    } catch (error) {
      // Its history was compacted while no stream was up: look again.
      if (!(error instanceof StatusError && error.code === Code.OutOfRange)) throw error;
    }
  }
  throw canceled();
}

async function waitForDeletion(client: Client, key: Buffer, revision: string, signal: AbortSignal): Promise<void> {
  for await (const { events } of watch(client, { key, start_revision: revision }, signal)) {
    if (events.some((event) => event.type === Event_EventType.DELETE)) return;
  }
}

function createdBelow(prefix: Buffer, order: RangeRequest_SortOrder): RangeRequest {
  return RangeRequest.fromPartial({
    key: prefix,
    range_end: prefixEnd(prefix),
    limit: '1',
    sort_target: RangeRequest_SortTarget.CREATE,
    sort_order: order,
  });
}
