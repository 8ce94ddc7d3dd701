import type { RequestOp } from '../proto/etcdserverpb/rpc.js';
import { type Event, Event_EventType } from '../proto/mvccpb/kv.js';
import type { RangePage } from '../wire/range-page.js';

/** Puts `to` in the place of the prefix that all keys have. */
export function replacePrefix(key: Uint8Array, from: Uint8Array, to: Uint8Array): Buffer {
  return Buffer.concat([to, key.subarray(from.length)]);
}

export type KeyMapping = (key: Uint8Array) => Buffer;

/** The puts that copy a page of pairs, in batches that a transaction takes. A pair larger than `maxBytes` is a batch of its own. */
export function* copies(page: RangePage, mapKey: KeyMapping, limits: { maxOps: number; readonly maxBytes: number }): Iterable<RequestOp[]> {
  let operations: RequestOp[] = [];
  let bytes = 0;
  while (page.next()) {
    const size = page.encodedPair.length;
    if (operations.length > 0 && (operations.length >= limits.maxOps || bytes + size > limits.maxBytes)) {
      yield operations;
      operations = [];
      bytes = 0;
    }
    operations.push(put(mapKey(page.key), page.value));
    bytes += size;
  }
  if (operations.length > 0) yield operations;
}

/** The transactions that repeat a watch's events: one for each revision, or several where one has more than `maxOps` (0: no limit). */
export function* repetitions(events: readonly Event[], mapKey: KeyMapping, maxOps: number): Iterable<RequestOp[]> {
  let operations: RequestOp[] = [];
  let revision: string | undefined;
  for (const { type, kv } of events) {
    if (kv === undefined) continue;
    if (operations.length > 0 && (kv.mod_revision !== revision || operations.length === maxOps)) {
      yield operations;
      operations = [];
    }
    revision = kv.mod_revision;
    const key = mapKey(kv.key);
    operations.push(
      type === Event_EventType.DELETE ? { request_delete_range: { key, range_end: none, prev_kv: false } } : put(key, kv.value),
    );
  }
  if (operations.length > 0) yield operations;
}

const none = Buffer.alloc(0);

function put(key: Buffer, value: Buffer): RequestOp {
  return { request_put: { key, value, lease: '0', prev_kv: false, ignore_value: false, ignore_lease: false } };
}
