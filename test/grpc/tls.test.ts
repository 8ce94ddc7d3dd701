import { createSecureServer, createServer, type SecureServerOptions } from 'node:http2';
import type { AddressInfo, Server } from 'node:net';
import { createServer as createTlsServer, type TLSSocket } from 'node:tls';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createPki, type KeyPair, type Pki } from '../../scripts/pki.js';
import type { Channel, TlsOptions } from '../../src/grpc/channel.js';
import { createChannel, failure } from '../support/channels.js';
import { eventually } from '../support/eventually.js';
import { grpcFrame } from '../support/raw-server.js';

const hour = 3_600_000;
const cleanups: (() => unknown)[] = [];
let pki: Pki;
let stranger: Pki;
let server: KeyPair;
let client: KeyPair;

beforeAll(async () => {
  [pki, stranger] = await Promise.all([createPki(), createPki('another CA')]);
  [server, client] = await Promise.all([pki.server(), pki.client()]);
});

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** Node's OpenSSL shows a certificate that is signed over SHA-1 on its lowest level only; Bun's BoringSSL has no levels. */
const lenient: SecureServerOptions = process.versions['bun'] === undefined ? { ciphers: 'DEFAULT@SECLEVEL=0' } : {};

/** A gRPC server that answers with the SNI it was sent and the client certificate's name. */
async function listen(options: SecureServerOptions): Promise<number> {
  const secure = createSecureServer({ ...options, ...lenient, allowHTTP1: false });
  secure.on('sessionError', () => {});
  secure.on('session', (session) => {
    cleanups.push(() => session.destroy());
    session.on('error', () => {});
  });
  secure.on('stream', (stream) => {
    const socket = stream.session?.socket as TLSSocket;
    stream.on('error', () => {});
    stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
    stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
    stream.end(grpcFrame(`${socket.servername || '-'} ${socket.getPeerCertificate().subject?.CN ?? '-'}`));
  });
  return bind(secure);
}

async function bind(listener: Server): Promise<number> {
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  cleanups.push(() => listener.close());
  return (listener.address() as AddressInfo).port;
}

function connect(endpoint: string, tls?: TlsOptions): Channel {
  const channel = createChannel(endpoint, { tls });
  cleanups.push(() => channel.close());
  return channel;
}

async function call(endpoint: string, tls?: TlsOptions): Promise<string> {
  const { message, peer } = await connect(endpoint, tls).unary('/x/y', Buffer.alloc(0), { deadline: Date.now() + 10_000 });
  expect(peer.secure).toBe(true);
  return Buffer.from(message).toString();
}

/** The connection error that a channel meets. */
async function problem(endpoint: string, tls?: TlsOptions): Promise<string | undefined> {
  const channel = connect(endpoint, tls);
  const abort = new AbortController();
  const unary = failure(channel.unary('/x/y', Buffer.alloc(0), { signal: abort.signal }));
  await eventually(() => channel.lastError());
  const error = channel.lastError();
  abort.abort();
  await unary;
  return error;
}

const trusting = (more: Partial<TlsOptions> = {}): TlsOptions => ({ ca: pki.ca, rejectUnauthorized: true, ...more });
const presenting = (pair: KeyPair) => ({ client: async () => pair });
const handshakeError = (reason: string) => `connection error: desc = "transport: authentication handshake failed: ${reason}"`;
// As Go has it in the error's text, quoted once more there.
const sha1 =
  'certificate signed by unknown authority (possibly because of \\"x509: cannot verify signature: insecure algorithm ECDSA-SHA1\\"' +
  ' while trying to verify candidate authority certificate \\"etcd-ca\\")';
const verifyError = (reason: string) => handshakeError(`tls: failed to verify certificate: x509: ${reason}`);

describe('accepted', () => {
  test('an IP address, without SNI', async () => {
    expect(await call(`https://127.0.0.1:${await listen(server)}`, trusting())).toBe('- -');
  });

  test('a name, with SNI', async () => {
    expect(await call(`localhost:${await listen(server)}`, trusting())).toBe('localhost -');
  });

  test('a client certificate, read at each handshake', async () => {
    const port = await listen({ ...server, ca: pki.ca, requestCert: true });
    const names = ['first', 'second'];
    const reading = { client: async () => pki.client({ name: names.shift() ?? '' }) };
    expect(await call(`127.0.0.1:${port}`, trusting(reading))).toBe('- first');
    expect(await call(`127.0.0.1:${port}`, trusting(reading))).toBe('- second');
  });

  test('anything when verification is off', async () => {
    const notBefore = new Date(Date.now() - 2 * hour);
    const expired = await stranger.server({ names: ['elsewhere'], notBefore, notAfter: new Date(Date.now() - hour), hash: 'SHA-1' });
    expect(await call(`https://127.0.0.1:${await listen(expired)}`, { rejectUnauthorized: false })).toBe('- -');
  });

  test('an authority below the trusted one, which the server sends', async () => {
    const authority = await pki.intermediate('between');
    const { cert, key } = await authority.server();
    expect(await call(`127.0.0.1:${await listen({ cert: `${cert}\n${authority.ca}`, key })}`, trusting())).toBe('- -');
  });

  test('an authority that the server sends without need, whatever it is signed with', async () => {
    const needless = await pki.intermediate('needless', { hash: 'SHA-1' });
    expect(await call(`127.0.0.1:${await listen({ cert: `${server.cert}\n${needless.ca}`, key: server.key })}`, trusting())).toBe('- -');
  });

  test('what the CA file has, be it no root', async () => {
    const authority = await pki.intermediate('trusted for itself', { hash: 'SHA-1' });
    const pair = await authority.server();
    expect(await call(`127.0.0.1:${await listen(pair)}`, trusting({ ca: authority.ca }))).toBe('- -');
    expect(await call(`127.0.0.1:${await listen(pair)}`, trusting({ ca: pair.cert }))).toBe('- -');
  });

  test('TLS 1.2', async () => {
    expect(await call(`127.0.0.1:${await listen({ ...server, maxVersion: 'TLSv1.2' })}`, trusting())).toBe('- -');
  });

  test('the first endpoint decides for all', async () => {
    const port = await listen(server);
    const channel = createChannel([`https://127.0.0.1:${port}`, `http://127.0.0.1:${port}`], { tls: trusting() });
    cleanups.push(() => channel.close());
    for (let i = 0; i < 4; i++) expect((await channel.unary('/x/y', Buffer.alloc(0))).peer.secure).toBe(true);
  });

  test('http:// stays plaintext beside a TLS configuration', async () => {
    const plain = createServer();
    plain.on('stream', (stream) => {
      stream.respond({ ':status': 200, 'content-type': 'application/grpc', 'grpc-status': '7' }, { endStream: true });
    });
    const channel = connect(`http://127.0.0.1:${await bind(plain)}`, trusting());
    expect(await failure(channel.unary('/x/y', Buffer.alloc(0)))).toMatchObject({ code: 7, peer: { secure: false } });
  });
});

describe('refused', () => {
  test('an unknown CA', async () => {
    const port = await listen(await stranger.server());
    expect(await problem(`127.0.0.1:${port}`, trusting())).toBe(verifyError('certificate signed by unknown authority'));
  });

  test('the system knows no test CA', async () => {
    expect(await problem(`https://127.0.0.1:${await listen(server)}`)).toBe(verifyError('certificate signed by unknown authority'));
  });

  test.each(['', 'no certificate here'])('a CA file %j without certificates trusts nobody', async (ca) => {
    const port = await listen(server);
    expect(await problem(`127.0.0.1:${port}`, trusting({ ca }))).toBe(verifyError('certificate signed by unknown authority'));
  });

  describe('at the wrong time', () => {
    const [past, future] = [-hour, hour].map((offset) => new Date(Math.floor((Date.now() + offset) / 1000) * 1000)) as [Date, Date];
    const text = (date: Date) => date.toISOString().replace('.000Z', 'Z');
    const expired = `is after ${text(past)}`;
    const early = `is before ${text(future)}`;
    const mismatch = async (pair: KeyPair, ca: string, words: string) => {
      const error = await problem(`127.0.0.1:${await listen(pair)}`, trusting({ ca }));
      const now = /current time (\S+)/.exec(error ?? '')?.[1] ?? '';
      expect(error).toBe(verifyError(`certificate has expired or is not yet valid: current time ${now} ${words}`));
      expect(now).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$/);
      expect(Math.abs(Date.parse(now) - Date.now())).toBeLessThan(hour / 2);
    };

    test('expired', async () => {
      await mismatch(await pki.server({ notBefore: new Date(past.getTime() - hour), notAfter: past }), pki.ca, expired);
    });

    test('not yet valid', async () => {
      await mismatch(await pki.server({ notBefore: future, notAfter: new Date(future.getTime() + hour) }), pki.ca, early);
    });

    test('its time counts before its name and its issuer', async () => {
      const pair = await stranger.server({ names: ['elsewhere'], notBefore: new Date(past.getTime() - hour), notAfter: past });
      await mismatch(pair, pki.ca, expired);
    });

    test('of an intermediate authority', async () => {
      const authority = await pki.intermediate('old', { notBefore: new Date(past.getTime() - hour), notAfter: past });
      const { cert, key } = await authority.server();
      await mismatch({ cert: `${cert}\n${authority.ca}`, key }, pki.ca, expired);
    });
  });

  test('signed over SHA-1', async () => {
    const port = await listen(await pki.server({ hash: 'SHA-1' }));
    expect(await problem(`127.0.0.1:${port}`, trusting())).toBe(verifyError(sha1));
  });

  test('an intermediate authority whose certificate is signed over SHA-1', async () => {
    const authority = await pki.intermediate('weak', { hash: 'SHA-1' });
    const { cert, key } = await authority.server();
    const port = await listen({ cert: `${cert}\n${authority.ca}`, key });
    expect(await problem(`127.0.0.1:${port}`, trusting())).toBe(verifyError(sha1));
  });

  test('an unknown CA counts before SHA-1', async () => {
    const port = await listen(await stranger.server({ hash: 'SHA-1' }));
    expect(await problem(`127.0.0.1:${port}`, trusting())).toBe(verifyError('certificate signed by unknown authority'));
  });

  test('an intermediate authority that the server does not send', async () => {
    const port = await listen(await (await pki.intermediate('kept back')).server());
    expect(await problem(`127.0.0.1:${port}`, trusting())).toBe(verifyError('certificate signed by unknown authority'));
  });

  test.each([
    ['127.0.0.1', ['localhost'], "cannot validate certificate for 127.0.0.1 because it doesn't contain any IP SANs"],
    ['127.0.0.1', ['localhost', '127.0.0.2'], 'certificate is valid for 127.0.0.2, not 127.0.0.1'],
    ['localhost', ['a.test', 'b.test'], 'certificate is valid for a.test, b.test, not localhost'],
    ['localhost', ['127.0.0.1'], 'certificate is not valid for any names, but wanted to match localhost'],
    ['localhost', [], 'certificate relies on legacy Common Name field, use SANs instead'],
  ])('%s with a certificate for %j', async (host, names, reason) => {
    const port = await listen(await pki.server({ name: 'localhost', names }));
    expect(await problem(`${host}:${port}`, trusting())).toBe(verifyError(reason));
  });

  test('a wrong name counts before a wrong usage', async () => {
    const port = await listen(await pki.client({ names: ['elsewhere'] }));
    expect(await problem(`localhost:${port}`, trusting())).toBe(verifyError('certificate is valid for elsewhere, not localhost'));
  });

  test('a certificate for clients', async () => {
    const port = await listen(await pki.client({ names: ['localhost'] }));
    expect(await problem(`localhost:${port}`, trusting())).toBe(verifyError('certificate specifies an incompatible key usage'));
  });

  test('no client certificate', async () => {
    const port = await listen({ ...server, ca: pki.ca, requestCert: true, rejectUnauthorized: true });
    expect(await problem(`127.0.0.1:${port}`, trusting())).toBe(
      'connection error: desc = "error reading server preface: remote error: tls: certificate required"',
    );
  });

  test('a client certificate that can not be read', async () => {
    const port = await listen(server);
    const broken = { client: () => Promise.reject(new Error('open /c.pem: no such file or directory')) };
    expect(await problem(`127.0.0.1:${port}`, trusting(broken))).toBe(handshakeError('open /c.pem: no such file or directory'));
  });

  test('a client certificate that is none', async () => {
    const port = await listen(server);
    const error = await problem(`127.0.0.1:${port}`, trusting(presenting({ cert: 'x', key: client.key })));
    expect(error).toContain('authentication handshake failed: ');
    expect(error).not.toContain(client.key.slice(40, 60));
  });

  test('a server without ALPN', async () => {
    const port = await bind(createTlsServer(server, (socket) => socket.on('error', () => {})));
    expect(await problem(`127.0.0.1:${port}`, trusting())).toContain('cannot check peer: missing selected ALPN property');
  });

  test('TLS to a plaintext port', async () => {
    const port = await bind(createServer().on('sessionError', () => {}));
    expect(await problem(`127.0.0.1:${port}`, trusting())).toContain('transport: authentication handshake failed: ');
  });

  test('plaintext to a TLS port', async () => {
    expect(await problem(`127.0.0.1:${await listen(server)}`)).toMatch(/error reading server preface: /);
  });
});
