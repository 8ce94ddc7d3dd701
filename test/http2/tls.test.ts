import { mkdtemp, rm } from 'node:fs/promises';
import * as net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tls from 'node:tls';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createPki, type KeyPair, type Pki } from '../../scripts/pki.js';
import type { Address, PresentedServer, SocketError, TlsOptions } from '../../src/http2/socket.js';
import { eventually } from '../support/eventually.js';
import { runtime, TestSocket } from '../support/http2-sockets.js';

const hour = 3_600_000;
const h2 = { ALPNProtocols: ['h2'] };
const cleanups: (() => unknown)[] = [];
let pki: Pki;
let stranger: Pki;
let server: KeyPair;

beforeAll(async () => {
  [pki, stranger] = await Promise.all([createPki(), createPki('another CA')]);
  server = await pki.server();
});

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** A server that writes its greeting, and remembers what it was asked for. */
async function listen(options: tls.TlsOptions, where: net.ListenOptions = { host: '127.0.0.1', port: 0 }) {
  const seen: { readonly sni: unknown; readonly client: unknown; bytes: number; ended: boolean }[] = [];
  const listener = tls.createServer(options, (socket) => {
    const entry = { sni: socket.servername, client: socket.getPeerCertificate().subject?.CN, bytes: 0, ended: false };
    seen.push(entry);
    socket.on('error', () => {});
    socket.on('data', (bytes: Buffer) => {
      entry.bytes += bytes.length;
    });
    socket.on('end', () => {
      entry.ended = true;
    });
    socket.write('hello');
    cleanups.push(() => socket.destroy());
  });
  listener.on('tlsClientError', () => {});
  return { ...(await bind(listener, where)), seen };
}

async function bind(listener: net.Server, where: net.ListenOptions = { host: '127.0.0.1', port: 0 }) {
  await new Promise<void>((resolve) => listener.listen(where, resolve));
  cleanups.push(() => listener.close());
  const address = listener.address() as net.AddressInfo | string;
  const target: Address = typeof address === 'string' ? { path: address } : { host: '127.0.0.1', port: address.port };
  return { address: target };
}

/** Trusts whom the runtime trusts. */
function strict({ distrust }: PresentedServer): Error | undefined {
  return distrust === undefined ? undefined : Object.assign(new Error('refused'), { code: distrust });
}

function open(address: Address, options: Partial<TlsOptions> = {}): TestSocket {
  const socket = new TestSocket(address, { serverName: '127.0.0.1', ca: [pki.ca], verify: strict, ...options });
  cleanups.push(() => socket.socket.destroy());
  return socket;
}

async function failure(address: Address, options: Partial<TlsOptions> = {}): Promise<SocketError | undefined> {
  const socket = open(address, options);
  const error = await socket.closed;
  expect(socket.events).toEqual(['close']);
  expect(socket.chunks).toEqual([]);
  return error;
}

describe('accepted', () => {
  test('an IP address, without SNI', async () => {
    const { address, seen } = await listen({ ...server, ...h2 });
    const socket = open(address);
    await socket.opened;
    await eventually(() => socket.text === 'hello');
    socket.socket.write(Buffer.from('abc'));
    await eventually(() => seen[0]?.bytes === 3);
    expect(seen[0]?.sni).toBe(false);
    expect(socket.socket.remote).toEqual({ address: '127.0.0.1', port: expect.any(Number) });
    socket.socket.destroy();
    await eventually(() => seen[0]?.ended);
    expect(socket.events).toEqual(['open']);
  });

  test('a name, with SNI', async () => {
    const { address, seen } = await listen({ ...server, ...h2 });
    await open(address, { serverName: 'etcd.test' }).opened;
    await eventually(() => seen[0]?.sni === 'etcd.test');
  });

  test.each(['etcd.test', '127.0.0.1'])('over a Unix socket, as %s', async (serverName) => {
    const directory = await mkdtemp(join(tmpdir(), 'http2-tls-'));
    cleanups.push(() => rm(directory, { recursive: true }));
    const { address, seen } = await listen({ ...server, ...h2 }, { path: join(directory, 'x.sock') });
    await open(address, { serverName }).opened;
    await eventually(() => seen.length === 1);
    expect(seen[0]?.sni).toBe(serverName === 'etcd.test' ? serverName : false);
  });

  test('a client certificate, as text or as bytes', async () => {
    const { address, seen } = await listen({ ...server, ...h2, ca: pki.ca, requestCert: true, rejectUnauthorized: true });
    const { cert, key } = await pki.client({ name: 'me' });
    await open(address, { cert, key }).opened;
    await open(address, { cert: Buffer.from(cert), key: Buffer.from(key) }).opened;
    await eventually(() => seen.length === 2);
    expect(seen.map(({ client }) => client)).toEqual(['me', 'me']);
  });

  test('TLS 1.2', async () => {
    await open((await listen({ ...server, ...h2, maxVersion: 'TLSv1.2' })).address).opened;
  });

  test('anything that is verified so', async () => {
    const { address } = await listen({ ...(await stranger.server()), ...h2 });
    await open(address, { verify: () => undefined }).opened;
  });

  test('a server whose CA is one of many in one text', async () => {
    const { address } = await listen({ ...server, ...h2 });
    await open(address, { ca: [`${stranger.ca}\n${pki.ca}`] }).opened;
    await open(address, { ca: [stranger.ca, pki.ca] }).opened;
  });

  test('a server whose intermediate authority is trusted, without the root', async () => {
    const intermediate = await pki.intermediate('between');
    const { address } = await listen({ ...(await intermediate.server()), ...h2 });
    await open(address, { ca: [intermediate.ca] }).opened;
  });

  test('the chain is told, from the certificate to the root', async () => {
    const intermediate = await pki.intermediate('between');
    const { cert, key } = await intermediate.server({ name: 'leaf' });
    const { address } = await listen({ cert: `${cert}\n${intermediate.ca}`, key, ...h2 });
    let names: unknown[] = [];
    await open(address, {
      verify: ({ chain }) => {
        names = chain.map(({ subject, raw }) => [subject.CN, raw.length > 100]);
        return undefined;
      },
    }).opened;
    expect(names.slice(0, 2)).toEqual([
      ['leaf', true],
      ['between', true],
    ]);
  });
});

describe('distrust', () => {
  test.each<[string, () => Promise<KeyPair>, Partial<TlsOptions>, string | undefined]>([
    ['of none', () => pki.server(), {}, undefined],
    ['of an unknown CA', () => stranger.server(), {}, 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY'],
    ['where nobody is trusted', () => pki.server(), { ca: [] }, 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY'],
    ['after its time', () => pki.server({ notBefore: ago(2), notAfter: ago(1) }), {}, 'CERT_HAS_EXPIRED'],
    ['before its time', () => pki.server({ notBefore: ago(-1), notAfter: ago(-2) }), {}, 'CERT_NOT_YET_VALID'],
    ['of a client certificate', () => pki.client(), {}, 'INVALID_PURPOSE'],
    // Names are for who verifies.
    ['of no other name', () => pki.server({ names: ['a.test'] }), { serverName: 'b.test' }, undefined],
    ['of no other address', () => pki.server({ names: ['127.0.0.2'] }), {}, undefined],
    ['of no other name of an unknown CA', () => stranger.server({ names: ['a.test'] }), {}, 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY'],
  ])('%s', async (_, pair, options, distrust) => {
    const { address } = await listen({ ...(await pair()), ...h2 });
    let presented: PresentedServer | undefined;
    await open(address, {
      ...options,
      verify: (server) => {
        presented = server;
        return undefined;
      },
    }).opened;
    expect(presented?.distrust).toBe(distrust);
    expect(presented?.chain[0]?.subjectaltname ?? '').toMatch(/^(DNS:|IP Address:|$)/);
  });
});

function ago(hours: number): Date {
  return new Date(Date.now() - hours * hour);
}

describe('refused', () => {
  test('by verify: nothing is sent, nothing is read, and its error is the cause', async () => {
    const { address, seen } = await listen({ ...(await stranger.server()), ...h2 });
    const error = await failure(address);
    expect(error).toMatchObject({ name: 'SocketError', stage: 'handshake', code: 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY', message: 'refused' });
    expect(error?.cause).toMatchObject({ message: 'refused' });
    expect(seen[0]?.bytes ?? 0).toBe(0);
  });

  test('a server without ALPN', async () => {
    const { address } = await listen(server);
    expect(await failure(address)).toMatchObject({ stage: 'handshake', code: 'ERR_TLS_NO_ALPN' });
  });

  test('a server of another protocol', async () => {
    const { address } = await listen({ ...server, ALPNProtocols: ['http/1.1'] });
    expect(await failure(address)).toMatchObject({ stage: 'handshake', code: expect.stringContaining('NO_APPLICATION_PROTOCOL') });
  });

  test('TLS 1.1', async () => {
    // OpenSSL has to be asked for it; BoringSSL knows no levels.
    const ciphers = runtime === 'Node' ? { ciphers: 'DEFAULT@SECLEVEL=0' } : {};
    const { address } = await listen({ ...server, ...h2, minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ...ciphers });
    expect(await failure(address)).toMatchObject({
      stage: 'handshake',
      code: expect.stringMatching(/^ERR_SSL_.*(PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL)/),
    });
  });

  test('no TLS at all', async () => {
    const { address } = await bind(
      net.createServer((socket) => socket.on('error', () => {}).once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))),
    );
    expect(await failure(address)).toMatchObject({
      stage: 'handshake',
      code: expect.stringMatching(/^ERR_SSL_(WRONG_VERSION_NUMBER|.*RECORD)/),
    });
  });

  test('a server that hangs up', async () => {
    const { address } = await bind(net.createServer((socket) => socket.on('error', () => {}).once('data', () => socket.end())));
    const error = await failure(address);
    expect(error).toMatchObject({ stage: 'handshake', code: 'ECONNRESET' });
    expect(error?.syscall).toBeUndefined();
  });

  test('a server that resets the connection', async () => {
    const { address } = await bind(net.createServer((socket) => socket.on('error', () => {}).once('data', () => socket.resetAndDestroy())));
    expect(await failure(address)).toMatchObject({ stage: 'handshake', code: 'ECONNRESET' });
  });

  test('nobody', async () => {
    expect(await failure({ host: '127.0.0.1', port: 9 })).toMatchObject({ stage: 'connect', code: 'ECONNREFUSED' });
  });

  test.each(['cert', 'key'])('a %s that is none', async (which) => {
    const { address } = await listen({ ...server, ...h2 });
    const { cert, key } = await pki.client();
    const error = await failure(address, { cert, key, [which]: 'x' });
    expect(error?.stage).toBe('handshake');
    expect(error?.message).not.toContain(key.slice(40, 60));
  });

  test('by the server, which wants a certificate', async () => {
    const { address } = await listen({ ...server, ...h2, ca: pki.ca, requestCert: true, rejectUnauthorized: true });
    const socket = open(address);
    // In TLS 1.3 the client is through before the server is.
    expect(await socket.closed).toMatchObject({ code: expect.stringContaining('CERTIFICATE_REQUIRED') });
    expect(socket.chunks).toEqual([]);
  });

  test('by the server, which wants a certificate, in TLS 1.2', async () => {
    const { address } = await listen({ ...server, ...h2, ca: pki.ca, requestCert: true, rejectUnauthorized: true, maxVersion: 'TLSv1.2' });
    expect(await failure(address)).toMatchObject({ stage: 'handshake', code: expect.stringContaining('HANDSHAKE_FAILURE') });
  });

  test('by the server, which wants another certificate', async () => {
    const { address } = await listen({ ...server, ...h2, ca: pki.ca, requestCert: true, rejectUnauthorized: true });
    const { cert, key } = await stranger.client();
    const socket = open(address, { cert, key });
    await socket.closed;
    expect(socket.chunks).toEqual([]);
  });
});

test('destroyed during the handshake, it reports nothing', async () => {
  const { address } = await bind(net.createServer((socket) => socket.on('error', () => {}).resume()));
  const socket = open(address);
  await eventually(() => socket.socket.stage === 'handshake');
  socket.socket.destroy();
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(socket.events).toEqual([]);
});
