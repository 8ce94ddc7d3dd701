import { Code, StatusError } from '../grpc/status.js';
import { type DeepPartial, WatchCreateRequest, type WatchResponse } from '../proto/etcdserverpb/rpc.js';
import type { Client } from './client.js';
import { compacted, WatchCanceledError } from './errors.js';
import { Watcher } from './watcher.js';

/**
 * The answers to one watch until the signal aborts, resumed like those of a Watcher.
 * @throws StatusError of code OutOfRange where the history is compacted
 * @throws WatchCanceledError where the server ended the watch otherwise
 */
export async function* watch(
  client: Client,
  request: DeepPartial<WatchCreateRequest>,
  signal?: AbortSignal,
): AsyncGenerator<WatchResponse> {
  const watcher = new Watcher<undefined>(client);
  const close = () => watcher.close();
  signal?.addEventListener('abort', close);
  if (signal?.aborted) close();
  try {
    await watcher.add(undefined, WatchCreateRequest.fromPartial(request));
    for await (const { response, refusal } of watcher.messages()) {
      if (refusal !== undefined) throw new WatchCanceledError(refusal);
      if (response.compact_revision !== '0') throw new StatusError(Code.OutOfRange, compacted);
      if (response.canceled)
        throw new WatchCanceledError(response.cancel_reason || 'etcdserver: mvcc: required revision is a future revision');
      yield response;
    }
  } finally {
    signal?.removeEventListener('abort', close);
    close();
  }
}
