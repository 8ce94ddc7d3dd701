import { mkdtemp, rm } from 'node:fs/promises';
import * as net from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import type { Address } from '../../src/http2/socket.js';
import { eventually } from '../support/eventually.js';
import { TestSocket } from '../support/http2-sockets.js';

const hasIpv6 = Object.values(networkInterfaces()).some((addresses) => addresses?.some(({ address }) => address === '::1'));
const cleanups: (() => unknown)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function listen(onConnection: (socket: net.Socket) => void, where: net.ListenOptions = { host: '127.0.0.1', port: 0 }) {
  const server = net.createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('error', () => {});
    cleanups.push(() => socket.destroy());
    onConnection(socket);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(where, resolve);
  });
  cleanups.push(() => server.close());
  return server;
}

const portOf = (server: net.Server) => (server.address() as net.AddressInfo).port;

function open(address: Address, onBytes?: (bytes: Uint8Array) => void): TestSocket {
  const socket = new TestSocket(address, undefined, onBytes);
  cleanups.push(() => socket.socket.destroy());
  return socket;
}

const local = (server: net.Server): Address => ({ host: '127.0.0.1', port: portOf(server) });

describe('a TCP socket', () => {
  test('carries bytes both ways, and knows its ends', async () => {
    const server = await listen((socket) => socket.on('data', (bytes) => socket.write(`echo ${bytes}`)));
    const { socket, opened, ...rest } = open(local(server));
    await opened;
    expect(socket.stage).toBe('open');
    socket.write(Buffer.from('hello'));
    await eventually(() => Buffer.concat(rest.chunks).toString() === 'echo hello');
    expect(socket.remote).toEqual({ address: '127.0.0.1', port: portOf(server) });
    expect(socket.local).toEqual({ address: '127.0.0.1', port: expect.any(Number) });
  });

  test('gives bytes that stay', async () => {
    const chunk = Buffer.alloc(3 << 20, 'abcdefgh');
    const server = await listen((socket) => socket.end(chunk));
    const client = open(local(server));
    await client.closed;
    expect(Buffer.concat(client.chunks).equals(chunk)).toBe(true);
    expect(client.error).toBeUndefined();
  });

  test('takes all bytes in order, tells when the peer is behind, and when it no longer is', async () => {
    const total = 20 << 20;
    let received = 0;
    let inOrder = true;
    let resume = () => {};
    const server = await listen((socket) => {
      socket.pause();
      resume = () => socket.resume();
      socket.on('data', (bytes: Buffer) => {
        for (let at = 0; at < bytes.length; at += 4096) inOrder &&= bytes[at] === (received + at) % 251;
        received += bytes.length;
      });
    });
    const client = open(local(server));
    await client.opened;
    const body = Buffer.from(Array.from({ length: 251 * 64 }, (_, index) => index % 251));
    let taken = 0;
    while (taken < total) {
      const part = Buffer.concat([body, body, body, body]);
      client.socket.write(part);
      taken += part.length;
    }
    expect(client.socket.write(body)).toBe(false);
    taken += body.length;
    expect(client.events).toEqual(['open']);
    resume();
    await eventually(() => received === taken);
    expect(inOrder).toBe(true);
    await eventually(() => client.events.length === 2);
    expect(client.events).toEqual(['open', 'drain']);
    expect(client.socket.write(Buffer.from('x'))).toBe(true);
  });

  test("the peer's end is reported and answered, though the peer leaves its side half open", async () => {
    let ended = false;
    const server = await listen((socket) => {
      socket.end('bye');
      socket.on('end', () => {
        ended = true;
      });
      socket.resume();
    });
    const client = open(local(server));
    expect(await client.closed).toBeUndefined();
    expect(client.text).toBe('bye');
    await eventually(() => ended);
  });

  test('a reset is an error', async () => {
    const server = await listen((socket) => socket.once('data', () => socket.resetAndDestroy()));
    const client = open(local(server));
    await client.opened;
    client.socket.write(Buffer.from('x'));
    expect(await client.closed).toMatchObject({ name: 'SocketError', stage: 'open', code: 'ECONNRESET', syscall: 'read' });
  });

  test('destroyed, it closes the connection and reports nothing more', async () => {
    let ended = false;
    const server = await listen((socket) => {
      socket.on('end', () => {
        ended = true;
      });
      socket.resume();
      const pour = setInterval(() => socket.write('x'), 1);
      cleanups.push(() => clearInterval(pour));
    });
    const client: TestSocket = open(local(server), () => client.socket.destroy());
    await eventually(() => ended);
    client.socket.destroy();
    client.socket.hold(true);
    client.socket.write(Buffer.from('x'));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(client.events).toEqual(['open']);
    expect(client.chunks.length).toBe(1);
  });

  test('destroyed before it is open, it reports nothing', async () => {
    const server = await listen(() => {});
    const client = open(local(server));
    client.socket.destroy();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(client.events).toEqual([]);
  });
});

describe('connecting', () => {
  test.each<[string, Address, object]>([
    ['refused', { host: '127.0.0.1', port: 9 }, { code: 'ECONNREFUSED', stage: 'connect', address: '127.0.0.1', port: 9 }],
    [
      'refused by a name',
      { host: 'localhost', port: 9 },
      { code: 'ECONNREFUSED', address: expect.stringMatching(/^(127\.0\.0\.1|::1)$/), port: 9 },
    ],
    [
      'a name that is none',
      { host: 'nowhere.invalid', port: 9 },
      { code: expect.stringMatching(/^(ENOTFOUND|EAI_AGAIN)$/), stage: 'connect' },
    ],
    ['no such Unix socket', { path: '/nowhere/x.sock' }, { code: 'ENOENT', stage: 'connect' }],
    ['a file that is no socket', { path: fileURLToPath(import.meta.url) }, { stage: 'connect' }],
  ])('%s', async (_, address, error) => {
    const client = open(address);
    // Nothing is called before the caller has the socket.
    expect(client.events).toEqual([]);
    expect(await client.closed).toMatchObject(error);
    expect(client.events).toEqual(['close']);
  });

  test('a Unix socket', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'http2-'));
    cleanups.push(() => rm(directory, { recursive: true }));
    const path = join(directory, 'x.sock');
    await listen((socket) => socket.end('unix'), { path });
    const client = open({ path });
    expect(await client.closed).toBeUndefined();
    expect(client.text).toBe('unix');
  });

  test.skipIf(!hasIpv6)('IPv6', async () => {
    const server = await listen((socket) => socket.end('six'), { host: '::1', port: 0 });
    const client = open({ host: '::1', port: portOf(server) });
    await client.closed;
    expect(client.text).toBe('six');
  });

  test('a name, by the address that answers', async () => {
    const server = await listen((socket) => socket.end('name'));
    const client = open({ host: 'localhost', port: portOf(server) });
    await client.closed;
    expect(client.text).toBe('name');
  });
});
