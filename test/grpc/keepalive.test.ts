import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Channel } from '../../src/grpc/channel.js';
import { Keepalive } from '../../src/grpc/keepalive.js';
import { createChannel, failure } from '../support/channels.js';
import { RawServer, type RawServerOptions } from '../support/raw-server.js';

const path = '/test.Service/Method';
let server: RawServer;
let channel: Channel;

// The sockets are real and the timers are played: a keep-alive is ten seconds at least.
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
});

afterEach(async () => {
  vi.useRealTimers();
  channel.close();
  await server.close();
});

async function listen(options: RawServerOptions, keepalive: { keepaliveTime: number; keepaliveTimeout: number }): Promise<void> {
  server = await RawServer.listen(options);
  channel = createChannel(server.endpoint, keepalive);
}

const text = async () => Buffer.from((await channel.unary(path, Buffer.from('request'))).message).toString();

const times = { keepaliveTime: 1, keepaliveTimeout: 500 };

test('a silent connection is closed, and replaced', async () => {
  await listen(
    {
      answersPings: false,
      onRequest: (connection, id) => {
        if (connection !== server.connections[0]) connection.answer(id, 'new');
      },
    },
    times,
  );
  const call = failure(text());
  await vi.waitUntil(() => channel.ready);
  await vi.advanceTimersByTimeAsync(9_000);
  expect(server.connections[0]?.pings).toEqual([]);
  await vi.advanceTimersByTimeAsync(1_500);
  expect((await call).message).toBe('rpc error: code = Unavailable desc = keepalive ping failed to receive ACK within timeout');
  expect(await text()).toBe('new');
});

test('a connection that answers stays', async () => {
  let held: (() => void) | undefined;
  await listen(
    {
      onRequest: (connection, id) => {
        held = () => connection.answer(id, 'late');
      },
    },
    times,
  );
  const call = text();
  await vi.waitUntil(() => held !== undefined);
  await vi.advanceTimersByTimeAsync(10_000);
  for (let pings = 1; pings <= 3; pings++) {
    await vi.waitUntil(() => (server.connections[0]?.pings.length ?? 0) >= pings);
    // Lets the answer travel.
    await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
    await vi.advanceTimersByTimeAsync(500);
    await vi.advanceTimersByTimeAsync(9_500);
  }
  held?.();
  expect(await call).toBe('late');
});

test('0 sends none', async () => {
  let held: (() => void) | undefined;
  await listen(
    {
      answersPings: false,
      onRequest: (connection, id) => {
        held = () => connection.answer(id, 'late');
      },
    },
    { keepaliveTime: 0, keepaliveTimeout: 500 },
  );
  const call = text();
  await vi.waitUntil(() => held !== undefined);
  await vi.advanceTimersByTimeAsync(3_600_000);
  held?.();
  expect(await call).toBe('late');
  expect(server.connections[0]?.pings).toEqual([]);
});

test('a time beyond what a timer can wait, as of a month, is no reason to look all the time', async () => {
  const waits = vi.spyOn(globalThis, 'setTimeout');
  const clock = { monotonic: () => performance.now() };
  const ping = vi.fn();
  await listen({}, times);
  const keepalive = new Keepalive({ keepaliveTime: 30 * 86_400_000, keepaliveTimeout: 2 ** 40, clock }, ping, () => expect.unreachable());
  keepalive.start();
  expect(waits).toHaveBeenLastCalledWith(expect.anything(), 2 ** 31 - 1);
  waits.mockRestore();
  vi.advanceTimersByTime(29 * 86_400_000);
  expect(ping).not.toHaveBeenCalled();
  vi.advanceTimersByTime(2 * 86_400_000);
  expect(ping).toHaveBeenCalledOnce();
  keepalive.stop();
});
