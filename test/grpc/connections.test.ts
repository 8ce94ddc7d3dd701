import { mkdtemp, rm } from 'node:fs/promises';
import * as net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { Channel } from '../../src/grpc/channel.js';
import { createChannel, failure } from '../support/channels.js';
import { eventually } from '../support/eventually.js';
import { grpcFrame, type RawConnection, RawServer, type RawServerOptions } from '../support/raw-server.js';

const path = '/test.Service/Method';
const request = Buffer.from('request');
const refusedPort = 9;

const cleanups: (() => unknown)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function listen(options: RawServerOptions): Promise<RawServer> {
  const server = await RawServer.listen(options);
  cleanups.push(() => server.close());
  return server;
}

function connect(...args: Parameters<typeof createChannel>): Channel {
  const channel = createChannel(...args);
  cleanups.push(() => channel.close());
  return channel;
}

const text = async (channel: Channel, deadline?: number) =>
  Buffer.from((await channel.unary(path, request, { deadline })).message).toString();
const soon = (milliseconds = 300) => Date.now() + milliseconds;

/** A server that answers each request with its name. */
const named = (name: string) => listen({ onRequest: (connection, id) => connection.answer(id, name) });

describe('waiting for a connection', () => {
  test('refused: the deadline ends the wait with the latest error', async () => {
    const channel = connect(`127.0.0.1:${refusedPort}`);
    const error = await failure(text(channel, soon()));
    expect(error.message).toBe(
      'rpc error: code = DeadlineExceeded desc = latest balancer error: connection error: desc = "transport: Error while dialing: dial tcp 127.0.0.1:9: connect: connection refused"',
    );
    expect(error.peer).toBeUndefined();
    expect(channel.lastError()).toContain('connection refused');
    expect([channel.ready, channel.everReady]).toEqual([false, false]);
  });

  test('with a message over the limit, which is told only to who is connected', async () => {
    const channel = connect(`127.0.0.1:${refusedPort}`, { maxSendBytes: 1 });
    expect((await failure(text(channel, soon()))).details).toContain('connection refused');
  });

  test('no answer to the connection at all', async () => {
    const silent = net.createServer((socket) => socket.on('error', () => {}));
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    cleanups.push(() => silent.close());
    const channel = connect(`127.0.0.1:${(silent.address() as net.AddressInfo).port}`);
    expect((await failure(text(channel, soon()))).details).toBe('context deadline exceeded while waiting for connections to become ready');
    channel.close();
  });

  test('a server that comes up later', async () => {
    const first = await named('up');
    const { port } = first;
    await first.close();
    cleanups.pop();
    const channel = connect(`127.0.0.1:${port}`);
    const answer = text(channel, soon(20_000));
    await eventually(() => channel.lastError());
    await listen({ port, onRequest: (connection, id) => connection.answer(id, 'up') });
    expect(await answer).toBe('up');
    expect(channel.lastError()).toBeUndefined();
    expect(channel.ready).toBe(true);
  });

  test('a call given up while it waits is never sent', async () => {
    const first = await named('x');
    const { port } = first;
    await first.close();
    cleanups.pop();
    const channel = connect(`127.0.0.1:${port}`);
    const abort = new AbortController();
    const call = failure(channel.unary(path, request, { signal: abort.signal }));
    abort.abort();
    expect((await call).message).toBe('rpc error: code = Canceled desc = context canceled');
    const bodies: string[] = [];
    await listen({
      port,
      onRequest: (connection, id, body) => {
        bodies.push(body.subarray(5).toString());
        connection.answer(id, 'x');
      },
    });
    await channel.unary(path, Buffer.from('second'), { deadline: soon(20_000) });
    expect(bodies).toEqual(['second']);
  });

  test('a deadline that has passed', async () => {
    const server = await named('x');
    const channel = connect(server.endpoint);
    expect((await failure(text(channel, Date.now() - 1))).message).toBe(
      'rpc error: code = DeadlineExceeded desc = context deadline exceeded',
    );
    await text(channel);
    expect((await failure(text(channel, Date.now() - 1))).details).toBe('context deadline exceeded');
  });

  test('closing the channel ends it', async () => {
    const channel = connect(`127.0.0.1:${refusedPort}`);
    const call = failure(text(channel));
    channel.close();
    expect((await call).message).toBe('rpc error: code = Canceled desc = grpc: the client connection is closing');
    expect((await failure(text(channel))).details).toBe('grpc: the client connection is closing');
  });

  test.each([
    ['an HTTP/1.1 server', 'HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n'],
    ['something else', '220 mail.example.com ESMTP\r\n'],
  ])('%s on the port', async (_, greeting) => {
    const other = net.createServer((socket) => {
      socket.on('error', () => {});
      socket.once('data', () => socket.end(greeting));
    });
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    cleanups.push(() => other.close());
    const channel = connect(`127.0.0.1:${(other.address() as net.AddressInfo).port}`);
    const { details } = await failure(text(channel, soon()));
    expect(details).toContain('latest balancer error: connection error: desc = "error reading server preface: http2: ');
  });
});

describe('calls on a connection', () => {
  test('no answer: the deadline ends the call, and tells the server', async () => {
    let served: RawConnection | undefined;
    const server = await listen({
      onRequest: (connection) => {
        served = connection;
      },
    });
    const channel = connect(server.endpoint);
    const error = await failure(text(channel, soon()));
    expect(error.message).toBe('rpc error: code = DeadlineExceeded desc = context deadline exceeded');
    expect(error.peer?.address).toBe(server.endpoint);
    await eventually(() => served?.resets.get(1) === 8);
  });

  test('abort', async () => {
    const abort = new AbortController();
    const server = await listen({ onRequest: () => abort.abort() });
    const error = await failure(connect(server.endpoint).unary(path, request, { signal: abort.signal }));
    expect(error.message).toBe('rpc error: code = Canceled desc = context canceled');
  });

  test('a connection that is lost fails its calls, which are not sent again', async () => {
    let requests = 0;
    const server = await listen({
      onRequest: (connection, id) => {
        if (requests++ === 0) connection.destroy();
        else connection.answer(id, 'second');
      },
    });
    const channel = connect(server.endpoint);
    const error = await failure(text(channel));
    expect(error.message).toBe('rpc error: code = Unavailable desc = error reading from server: EOF');
    expect(requests).toBe(1);
    expect(await text(channel)).toBe('second');
  });

  test('a connection that is reset', async () => {
    const server = await listen({ onRequest: (connection) => connection.socket.resetAndDestroy() });
    const { code, details } = await failure(text(connect(server.endpoint)));
    expect(code).toBe(14);
    expect(details).toMatch(/^error reading from server: (EOF|connection reset by peer)$/);
  });

  test('messages that came before the connection was lost are read first', async () => {
    const server = await listen({
      onRequest: (connection, id) => {
        connection.respond(id);
        for (const message of ['a', 'b', 'c']) connection.data(id, grpcFrame(message));
        connection.socket.end();
      },
    });
    const stream = connect(server.endpoint).stream(path);
    stream.end();
    const all: string[] = [];
    const read = async () => {
      for await (const message of stream) {
        all.push(Buffer.from(message).toString());
        // The next connection is made when the first is lost.
        await eventually(() => server.connections.length === 2);
      }
    };
    expect((await failure(read())).details).toBe('error reading from server: EOF');
    expect(all).toEqual(['a', 'b', 'c']);
  });

  test('an answer whose connection ends right behind it is whole', async () => {
    const server = await listen({
      onRequest: (connection, id) => {
        connection.answer(id, 'last');
        connection.socket.end();
      },
    });
    const channel = connect(server.endpoint);
    expect(await text(channel)).toBe('last');
  });

  test('peer', async () => {
    const server = await named('x');
    const { peer } = await connect(server.endpoint).unary(path, request);
    expect(peer).toEqual({ address: server.endpoint, local: expect.stringMatching(/^127\.0\.0\.1:\d+$/), secure: false });
  });

  test('unix socket', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'grpc-'));
    cleanups.push(() => rm(directory, { recursive: true }));
    const socket = join(directory, 'x.sock');
    const server = await listen({ path: socket, onRequest: (connection, id) => connection.answer(id, 'unix') });
    const { message, peer } = await connect(server.endpoint).unary(path, request);
    expect(Buffer.from(message).toString()).toBe('unix');
    expect(peer).toEqual({ address: socket, local: '@', secure: false });
  });
});

describe('GOAWAY', () => {
  test('before any call: a new connection is made', async () => {
    const server: RawServer = await listen({
      onConnect: (connection) => {
        connection.settings();
        if (server.connections.length === 0) connection.goAway(0);
      },
      onRequest: (connection, id) => connection.answer(id, 'second'),
    });
    expect(await text(connect(server.endpoint), soon(20_000))).toBe('second');
  });

  test('graceful: the call in flight ends, the next one takes a new connection', async () => {
    const server: RawServer = await listen({
      onRequest: (connection, id) => {
        const [first] = server.connections;
        if (connection !== first) return connection.answer(id, 'new');
        // A call that was sent before the client had read of the end is beyond the last stream.
        if (held !== undefined) return;
        connection.goAway(2 ** 31 - 1, 0, 'graceful_stop');
        connection.goAway(id, 0, 'graceful_stop');
        held = () => connection.answer(id, 'old');
      },
    });
    let held: (() => void) | undefined;
    const channel = connect(server.endpoint);
    const old = text(channel);
    await eventually(() => held);
    expect(await text(channel)).toBe('new');
    held?.();
    expect(await old).toBe('old');
  });

  test('with a last stream below the call: it is sent again, and applied once', async () => {
    const applied: string[] = [];
    const server: RawServer = await listen({
      onRequest: (connection, id, body) => {
        if (connection === server.connections[0]) return connection.goAway(0);
        applied.push(body.subarray(5).toString());
        connection.answer(id, 'done');
      },
    });
    expect(await text(connect(server.endpoint))).toBe('done');
    expect(applied).toEqual(['request']);
  });

  test('then the connection ends: the call in flight fails and tells both', async () => {
    const server = await listen({
      onRequest: (connection, id) => {
        connection.goAway(id, 0, 'bye');
        connection.socket.end();
      },
    });
    const error = await failure(text(connect(server.endpoint)));
    expect(error.code).toBe(14);
    expect(error.details).toBe(
      'closing transport due to: connection error: desc = "error reading from server: EOF", received prior goaway: code: NO_ERROR, debug data: "bye"',
    );
  });

  test('its debug data is escaped as in Go, and of several the first says why', async () => {
    const server = await listen({
      onRequest: (connection, id) => {
        connection.goAway(id, 0, '\x1b[31m\x7f\u009bé"');
        connection.goAway(id, 0, 'second');
        connection.socket.end();
      },
    });
    const { details } = await failure(text(connect(server.endpoint)));
    expect(details).toContain('received prior goaway: code: NO_ERROR, debug data: "\\x1b[31m\\x7f\\u009bé\\""');
  });

  test('instead of SETTINGS', async () => {
    const server = await listen({ onConnect: (connection) => connection.goAway(0, 0, 'bye') });
    const { details } = await failure(text(connect(server.endpoint), soon()));
    expect(details).toContain('latest balancer error: connection error: desc = "');
  });

  test.each([0, 2, 11])('of code %i ends the connection with its last call, though the server keeps it open', async (code) => {
    const server: RawServer = await listen({
      staysOpen: true,
      onRequest: (connection, id) => {
        const isFirst = connection === server.connections[0];
        connection.answer(id, 'x');
        if (isFirst) connection.goAway(id, code);
      },
    });
    const channel = connect(server.endpoint);
    expect(await text(channel)).toBe('x');
    await eventually(() => server.connections[0]?.closedByClient);
    expect(await text(channel)).toBe('x');
  });

  test('with an error and a last stream below the call: it is sent again', async () => {
    const server: RawServer = await listen({
      onRequest: (connection, id) => {
        if (connection === server.connections[0]) connection.goAway(0, 11);
        else connection.answer(id, 'done');
      },
    });
    expect(await text(connect(server.endpoint))).toBe('done');
  });

  test('with an error: the call in flight ends well', async () => {
    const server = await listen({
      onRequest: (connection, id) => {
        connection.goAway(id, 11, 'too_many_pings');
        connection.answer(id, 'x');
      },
    });
    expect(await text(connect(server.endpoint))).toBe('x');
  });

  test('with an error, then the connection ends', async () => {
    const server = await listen({
      onRequest: (connection, id) => {
        connection.goAway(id, 11, 'too_many_pings');
        connection.socket.end();
      },
    });
    const error = await failure(text(connect(server.endpoint)));
    expect(error.code).toBe(14);
    expect(error.details).toContain('received prior goaway: code: ENHANCE_YOUR_CALM, debug data: "too_many_pings"');
  });
});

describe('a server that accepts and hangs up', () => {
  const times = 30;

  test.each(['with its SETTINGS', 'at the request'])('%s, is asked again at once, until it is well', async (when) => {
    let drops = 0;
    const server = await listen({
      onConnect: (connection) => {
        connection.settings();
        if (when === 'with its SETTINGS' && drops++ < times) connection.socket.end();
      },
      onRequest: (connection, id) => {
        if (when === 'at the request' && drops++ < times) connection.destroy();
        else connection.answer(id, 'well');
      },
    });
    const channel = connect(server.endpoint);
    let answer: string | undefined;
    // A pause that grows would take hours for so many; the test's own limit ends it.
    while (answer === undefined) answer = await text(channel).catch(() => undefined);
    expect(answer).toBe('well');
    expect(server.connections).toHaveLength(times + 1);
  });
});

describe('several endpoints', () => {
  test('calls go in turn to those that are connected', async () => {
    const servers = await Promise.all(['a', 'b', 'c'].map(named));
    const channel = connect([...servers.map((server) => server.endpoint), `127.0.0.1:${refusedPort}`]);
    await text(channel);
    await eventually(() => servers.every((server) => server.connections.length === 1));
    await eventually(async () => [await text(channel), await text(channel), await text(channel)].sort().join('') === 'abc');
    expect(channel.lastError()).toBeUndefined();
  });

  test('one that dies is left out', async () => {
    const [a, b] = await Promise.all([named('a'), named('b')]);
    const channel = connect([a.endpoint, b.endpoint]);
    await eventually(async () => [await text(channel), await text(channel)].sort().join('') === 'ab');
    for (const connection of a.connections) connection.destroy();
    await a.close();
    cleanups.splice(0, 1);
    await eventually(async () => `${await text(channel).catch(() => '-')}${await text(channel).catch(() => '-')}` === 'bb');
  });
});
