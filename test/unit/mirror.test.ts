import { expect, test } from 'vitest';
import { copies, repetitions, replacePrefix } from '../../src/etcd/mirror-batches.js';
import { RangeResponse, type RequestOp } from '../../src/proto/etcdserverpb/rpc.js';
import { type Event, Event_EventType, KeyValue } from '../../src/proto/mvccpb/kv.js';
import { RangePage } from '../../src/wire/range-page.js';

const describeOp = ({ request_put: put, request_delete_range: del }: RequestOp) =>
  put ? `put ${put.key}=${put.value}` : `del ${del?.key}`;
const describeAll = (transactions: Iterable<RequestOp[]>) => Array.from(transactions, (operations) => operations.map(describeOp));
const same = (key: Uint8Array) => Buffer.from(key);

function event(type: 'put' | 'del', key: string, revision: number): Event {
  const kv = KeyValue.fromPartial({ key: Buffer.from(key), value: Buffer.from('v'), mod_revision: String(revision) });
  return { type: type === 'put' ? Event_EventType.PUT : Event_EventType.DELETE, kv, prev_kv: undefined };
}

test('each revision is a transaction, and so is each part of a large one', () => {
  const events = [event('put', 'a', 5), event('put', 'b', 5), event('del', 'c', 5), event('del', 'a', 6), event('put', 'a', 7)];
  expect(describeAll(repetitions(events, same, 2))).toEqual([['put a=v', 'put b=v'], ['del c'], ['del a'], ['put a=v']]);
});

test('without a limit a revision is never parted', () => {
  const events = Array.from({ length: 300 }, (_, i) => event('put', `k${i}`, 5));
  expect(describeAll(repetitions(events, same, 0)).map(({ length }) => length)).toEqual([300]);
});

const page = (sizes: readonly number[]) =>
  new RangePage(
    RangeResponse.encode(
      RangeResponse.fromPartial({ kvs: sizes.map((size, i) => ({ key: Buffer.from(`k${i}`), value: Buffer.alloc(size) })) }),
    ).finish(),
  );

test('a page is copied in batches by number and by size; what is larger goes alone', () => {
  const lengths = (sizes: readonly number[]) =>
    Array.from(copies(page(sizes), same, { maxOps: 3, maxBytes: 1000 }), (operations) => operations.length);
  expect(lengths([])).toEqual([]);
  expect(lengths([1, 1, 1, 1])).toEqual([3, 1]);
  expect(lengths([400, 400, 400])).toEqual([2, 1]);
  expect(lengths([5000, 1, 1])).toEqual([1, 2]);
});

test('the prefix of a key is replaced, its other bytes stay', () => {
  const key = Buffer.from([0x61, 0x2f, 0xff, 0x61, 0x2f]);
  expect(replacePrefix(key, Buffer.from('a/'), Buffer.from('bb')).toString('hex')).toBe('6262ff612f');
  expect(replacePrefix(key, Buffer.alloc(0), Buffer.from('x')).toString('hex')).toBe('78612fff612f');
});
