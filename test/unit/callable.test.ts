import { KVClient, LeaseClient, MaintenanceClient, WatchClient } from 'etcd3/lib/rpc.js';
import { afterEach, expect, test } from 'vitest';
import { callable } from '../../src/etcd/callable.js';
import type { CallOptions, Invoker } from '../../src/grpc/call.js';
import { Code, StatusError } from '../../src/grpc/status.js';
import {
  KVDefinition,
  LeaseDefinition,
  MaintenanceDefinition,
  PutRequest,
  PutResponse,
  WatchDefinition,
} from '../../src/proto/etcdserverpb/rpc.js';

const services = { KV: KVDefinition, Watch: WatchDefinition, Lease: LeaseDefinition, Maintenance: MaintenanceDefinition };
let calls: { path: string; sent: Uint8Array[]; options: CallOptions | undefined }[] = [];

afterEach(() => {
  calls = [];
});

/** Answers each call with the given messages, then fails it where there is an error. */
function invoker(answers: readonly Uint8Array[], error?: StatusError): Invoker {
  const peer = { address: 'a', local: 'b', secure: false };
  return {
    async unary(path, request, options) {
      calls.push({ path, sent: [request], options });
      if (error !== undefined) throw error;
      return { message: answers[0] ?? Buffer.alloc(0), peer };
    },
    stream: () => expect.unreachable(),
    close() {},
  };
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

test('a call that streams is refused', async () => {
  await expect(new WatchClient(callable(invoker([]), services)).watch()).rejects.toThrow(
    'Watch: calls that stream are made by Client.openStream',
  );
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
