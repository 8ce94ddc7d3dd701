import { describe, expect, test } from 'vitest';
import { retrying } from '../../src/etcd/retry.js';
import type { Invoker } from '../../src/grpc/call.js';
import { Code, StatusError } from '../../src/grpc/status.js';
import { TestClock } from '../support/host.js';

const range = '/etcdserverpb.KV/Range';
const put = '/etcdserverpb.KV/Put';
const answer = { message: Buffer.from('answer'), peer: { address: 'a', local: 'b', secure: false } };

/** A server that fails the first calls, and how the retrying invoker fares with it. */
function serve(error: StatusError, failures: number, endpoints = ['a:1']) {
  let calls = 0;
  const logged: unknown[] = [];
  const clock = new TestClock();
  const inner = {
    async unary() {
      if (calls++ < failures) throw error;
      return answer;
    },
    close() {},
  } as unknown as Invoker;
  const logger = { log: async (_level: string, _message: string, fields: object) => void logged.push(fields) };
  const invoker = retrying(inner, { endpoints, clock, logger, refreshToken: async () => false });
  const began = clock.now();
  return { invoker, calls: () => calls, logged, clock, slept: () => clock.now() - began };
}

const gone = new StatusError(Code.Unavailable, 'error reading from server: EOF');
const canceled = new StatusError(Code.Canceled, 'stream terminated by RST_STREAM with error code: CANCEL');
const late = new StatusError(Code.DeadlineExceeded, 'too late');

describe('a call that may run twice', () => {
  test.each([gone, canceled, late])('is tried again: $details', async (error) => {
    const { invoker, calls, logged } = serve(error, 20);
    expect(await invoker.unary(range, Buffer.alloc(0))).toBe(answer);
    expect(calls()).toBe(21);
    expect(logged).toHaveLength(20);
    expect(logged[19]).toMatchObject({ method: range, attempt: 19, error: error.message });
  });

  test('a hundred times, which takes some seconds', async () => {
    const { invoker, calls, slept } = serve(gone, 1000);
    await expect(invoker.unary(range, Buffer.alloc(0))).rejects.toBe(gone);
    expect(calls()).toBe(100);
    // The played clock: 25 ms, more or less, between two tries.
    expect(slept()).toBeGreaterThan(99 * 20);
    expect(slept()).toBeLessThan(99 * 30);
  });

  test('not for long past its deadline', async () => {
    const { invoker, calls, clock } = serve(gone, 1000);
    await expect(invoker.unary(range, Buffer.alloc(0), { deadline: clock.now() + 110 })).rejects.toBe(gone);
    expect(calls()).toBeLessThan(8);
  });

  test.each([Code.Internal, Code.ResourceExhausted, Code.Unknown])('fails at once with any other code, as %i', async (code) => {
    const error = new StatusError(code, 'x');
    const { invoker, calls } = serve(error, 1);
    await expect(invoker.unary(range, Buffer.alloc(0))).rejects.toBe(error);
    expect(calls()).toBe(1);
  });

  test.each([Code.Canceled, Code.DeadlineExceeded])('fails at once with code %i where its caller ended it', async (code) => {
    const error = new StatusError(code, 'x', undefined, true);
    const { invoker, calls } = serve(error, 1);
    await expect(invoker.unary(range, Buffer.alloc(0))).rejects.toBe(error);
    expect(calls()).toBe(1);
  });
});

test.each([gone, canceled, late])('a call that must not run twice fails at once: $details', async (error) => {
  const { invoker, calls, logged } = serve(error, 1);
  await expect(invoker.unary(put, Buffer.alloc(0))).rejects.toBe(error);
  expect([calls(), logged.length]).toEqual([1, 1]);
});
