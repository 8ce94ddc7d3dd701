import { type IResponseStream, KVClient, LeaseClient, MaintenanceClient, WatchClient } from 'etcd3/lib/rpc.js';
import { afterEach, expect, test } from 'vitest';
import { callable } from '../../src/etcd/callable.js';
import type { CallOptions, Invoker, MessageStream } from '../../src/grpc/call.js';
import { Code, StatusError } from '../../src/grpc/status.js';
import {
  KVDefinition,
  LeaseDefinition,
  MaintenanceDefinition,
  PutRequest,
  PutResponse,
  SnapshotResponse,
  WatchDefinition,
  WatchRequest,
  WatchResponse,
} from '../../src/proto/etcdserverpb/rpc.js';

const services = { KV: KVDefinition, Watch: WatchDefinition, Lease: LeaseDefinition, Maintenance: MaintenanceDefinition };
let calls: { path: string; sent: Uint8Array[]; options: CallOptions | undefined; cancelled: boolean }[] = [];

afterEach(() => {
  calls = [];
});

/** Answers each call with the given messages, then fails it where there is an error. */
function invoker(answers: readonly Uint8Array[], error?: StatusError): Invoker {
  const peer = { address: 'a', local: 'b', secure: false };
  return {
    async unary(path, request, options) {
      calls.push({ path, sent: [request], options, cancelled: false });
      if (error !== undefined) throw error;
      return { message: answers[0] ?? Buffer.alloc(0), peer };
    },
    stream(path, options): MessageStream {
      const call = { path, sent: [] as Uint8Array[], options, cancelled: false };
      calls.push(call);
      const read = async function* () {
        yield* answers;
        if (error !== undefined) throw error;
      };
      return {
        peer,
        async write(message) {
          call.sent.push(message);
        },
        end() {},
        cancel() {
          call.cancelled = true;
        },
        pieces: read,
        [Symbol.asyncIterator]: read,
      };
    },
    close() {},
  };
}

/** What a stream emits, to its end. */
function collect(stream: IResponseStream<unknown>): Promise<unknown[]> {
  const seen: unknown[] = [];
  return new Promise((resolve) => {
    stream.on('error', (error) => seen.push(['error', error.message]));
    stream.on('status', (status) => {
      seen.push(['status', status.code]);
      setImmediate(() => resolve(seen));
    });
    stream.on('end', () => seen.push(['end']));
    stream.on('data', (value) => seen.push(value));
  });
}

test('a unary call', async () => {
  const answer = PutResponse.encode(PutResponse.fromPartial({ header: { revision: '7' } })).finish();
  const deadline = new Date(5000);
  const response = await new KVClient(callable(invoker([answer]), services)).put({ key: Buffer.from('k'), lease: 3 }, { deadline });
  expect(response.header.revision).toBe('7');
  expect(calls[0]).toMatchObject({ path: '/etcdserverpb.KV/Put', options: { deadline: 5000 } });
  expect(PutRequest.decode(calls[0]?.sent[0] ?? Buffer.alloc(0))).toMatchObject({ key: Buffer.from('k'), value: Buffer.alloc(0) });
});

test('a unary call without a request, and its error', async () => {
  const error = new StatusError(Code.Unavailable, 'gone');
  await expect(new LeaseClient(callable(invoker([], error), services)).leaseLeases()).rejects.toBe(error);
  expect(calls[0]).toMatchObject({ path: '/etcdserverpb.Lease/LeaseLeases', options: { deadline: undefined } });
});

test('a stream in both directions', async () => {
  const answer = WatchResponse.encode(WatchResponse.fromPartial({ created: true })).finish();
  const stream = await new WatchClient(callable(invoker([answer]), services)).watch();
  stream.write({ create_request: { key: Buffer.from('k') } } as never);
  expect(await collect(stream)).toEqual([expect.objectContaining({ created: true }), ['status', 0], ['end']]);
  expect(WatchRequest.decode(calls[0]?.sent[0] ?? Buffer.alloc(0)).create_request?.key).toEqual(Buffer.from('k'));
  stream.cancel();
  expect(calls[0]?.cancelled).toBe(true);
});

test('a stream of answers sends its one request, and tells its error', async () => {
  const answer = SnapshotResponse.encode(SnapshotResponse.fromPartial({ blob: Buffer.from('db') })).finish();
  const error = new StatusError(Code.Unavailable, 'gone');
  const stream = await new MaintenanceClient(callable(invoker([answer], error), services)).snapshot();
  expect(await collect(stream)).toEqual([
    expect.objectContaining({ blob: Buffer.from('db') }),
    ['error', 'rpc error: code = Unavailable desc = gone'],
    ['status', 14],
  ]);
  expect(calls[0]).toMatchObject({ path: '/etcdserverpb.Maintenance/Snapshot' });
  expect(calls[0]?.sent.map((message) => message.length)).toEqual([0]);
});

test('a method that is not there', async () => {
  await expect(callable(invoker([]), services).exec('Auth', 'authEnable', {})).rejects.toThrow('no method Auth.authEnable');
});

test('a string that is no UTF-8 is not sent', async () => {
  const maintenance = new MaintenanceClient(callable(invoker([]), services));
  await expect(maintenance.downgrade({ version: 'a\udcff' })).rejects.toThrow(
    new StatusError(Code.Internal, 'grpc: error while marshaling: string field contains invalid UTF-8'),
  );
  expect(calls).toEqual([]);
});
