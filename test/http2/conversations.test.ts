import { createHash } from 'node:crypto';
import {
  createSecureServer,
  createServer,
  type Http2Server,
  type IncomingHttpHeaders,
  type ServerHttp2Session,
  type ServerHttp2Stream,
  type ServerOptions,
} from 'node:http2';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { createPki } from '../../scripts/pki.js';
import type { ConnectionOptions } from '../../src/http2/connection.js';
import type { TlsOptions } from '../../src/http2/socket.js';
import { eventually } from '../support/eventually.js';
import { TestClient } from '../support/http2-client.js';

const cleanups: (() => unknown)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

type Handler = (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => void;

interface Peers {
  readonly client: TestClient;
  readonly session: ServerHttp2Session;
}

/** A well-behaved server, and a client on it. */
async function talk(handle: Handler, settings: ServerOptions['settings'] = {}, options: Partial<ConnectionOptions> = {}): Promise<Peers> {
  return connect(createServer({ settings }), handle, options);
}

async function connect(server: Http2Server, handle: Handler, options: Partial<ConnectionOptions>, tls?: TlsOptions): Promise<Peers> {
  let session: ServerHttp2Session | undefined;
  server.on('session', (made) => {
    session = made;
    made.on('error', () => {});
    cleanups.push(() => made.destroy());
  });
  server.on('stream', (stream, headers) => {
    stream.on('error', () => {});
    handle(stream, headers);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanups.push(() => server.close());
  const client = await TestClient.connect({ host: '127.0.0.1', port: (server.address() as AddressInfo).port }, options, tls);
  cleanups.push(() => client.close());
  if (session === undefined) throw new Error('no session');
  return { client, session };
}

const digest = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

function noise(length: number): Buffer {
  const bytes = Buffer.alloc(length);
  for (let at = 0, value = 1; at < length; at++) {
    value = (value * 1_103_515_245 + 12_345) >>> 0;
    bytes[at] = value >>> 16;
  }
  return bytes;
}

/** Answers with the digest of the request's body and sends the body back. */
const echo: Handler = (stream) => {
  const hash = createHash('sha256');
  stream.respond({ ':status': 200 }, { waitForTrailers: true });
  stream.on('wantTrailers', () => stream.sendTrailers({ digest: hash.digest('hex') }));
  stream.on('data', (chunk) => {
    hash.update(chunk);
    if (!stream.write(chunk)) stream.pause();
  });
  stream.on('drain', () => stream.resume());
  stream.on('end', () => stream.end());
};

describe('bodies', () => {
  const body = noise(20 << 20);

  test('large ones both ways at once, with trailers', async () => {
    const { client } = await talk(echo);
    const request = client.request('/', body);
    expect(await request.end).toEqual({ kind: 'complete' });
    expect(request.headers[':status']).toBe('200');
    expect(request.trailers['digest']).toBe(digest(body));
    expect(digest(request.body)).toBe(digest(body));
    expect(request.drains).toBeGreaterThan(0);
  });

  test('with small windows on both sides', async () => {
    const { client } = await talk(echo, { initialWindowSize: 1000 }, { streamWindow: 3000, connectionWindow: 65_535 });
    const part = body.subarray(0, 1 << 20);
    const request = client.request('/', part);
    await request.end;
    expect(request.trailers['digest']).toBe(digest(part));
    expect(digest(request.body)).toBe(digest(part));
  });

  test('in frames as large as the server allows', async () => {
    const { client } = await talk(echo, { maxFrameSize: 2 ** 24 - 1, initialWindowSize: 2 ** 31 - 1 });
    const request = client.request('/', body);
    await request.end;
    expect(request.trailers['digest']).toBe(digest(body));
  });

  test('while the window changes in mid-stream', async () => {
    const { client, session } = await talk((stream) => {
      const hash = createHash('sha256');
      let received = 0;
      stream.respond({ ':status': 200 }, { waitForTrailers: true });
      stream.on('wantTrailers', () => stream.sendTrailers({ digest: hash.digest('hex'), received: String(received) }));
      stream.on('data', (chunk: Buffer) => {
        hash.update(chunk);
        received += chunk.length;
      });
      stream.on('end', () => stream.end());
    });
    const sizes = [1, 100_000, 0, 5000, 2 ** 31 - 1, 16, 1 << 20];
    const change = setInterval(() => {
      const initialWindowSize = sizes.shift();
      if (initialWindowSize !== undefined) session.settings({ initialWindowSize });
    }, 3);
    cleanups.push(() => clearInterval(change));
    const requests = Array.from({ length: 5 }, () => client.request('/', body.subarray(0, 3 << 20)));
    for (const request of requests) {
      expect(await request.end).toEqual({ kind: 'complete' });
      expect(request.trailers['digest']).toBe(digest(body.subarray(0, 3 << 20)));
    }
  });

  test('a reader that stops stops the server, which goes on when it does', async () => {
    let sent = 0;
    const { client } = await talk((stream) => {
      stream.respond({ ':status': 200 });
      const chunk = Buffer.alloc(64 << 10);
      const pour = () => {
        while (sent < 16 << 20) {
          sent += chunk.length;
          if (!stream.write(chunk)) {
            stream.once('drain', pour);
            return;
          }
        }
        stream.end();
      };
      pour();
    });
    const request = client.request('/');
    request.greedy = false;
    await eventually(() => request.received === 1 << 20);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(request.received).toBe(1 << 20);
    request.greedy = true;
    request.stream.consume(1 << 20);
    await request.end;
    expect(request.received).toBe(16 << 20);
  });

  test('padded ones', async () => {
    const server = createServer({ paddingStrategy: 1 });
    const { client } = await connect(server, echo, {});
    const part = body.subarray(0, 300_000);
    const request = client.request('/', part);
    await request.end;
    expect(digest(request.body)).toBe(digest(part));
  });
});

describe('streams', () => {
  test('thousands of them, more than the server takes at a time', async () => {
    let most = 0;
    let now = 0;
    const { client } = await talk(
      (stream, headers) => {
        most = Math.max(most, ++now);
        stream.on('close', () => now--);
        setImmediate(() => {
          stream.respond({ ':status': 200, path: headers[':path'] });
          stream.end(headers[':path']);
        });
      },
      { maxConcurrentStreams: 50 },
    );
    const requests = Array.from({ length: 3000 }, (_, index) => client.request(`/${index}`));
    for (const [index, request] of requests.entries()) {
      expect(await request.end).toEqual({ kind: 'complete' });
      expect(request.body.toString()).toBe(`/${index}`);
      expect(request.headers['path']).toBe(`/${index}`);
    }
    expect(most).toBeLessThanOrEqual(50);
  });

  test('headers of all kinds come over', async () => {
    const { client } = await talk((stream, headers) => {
      stream.additionalHeaders({ ':status': 103, hint: 'x' });
      stream.respond({ ':status': 200, echo: headers[':path'], long: 'x'.repeat(50_000), empty: '', latin: 'caf\xe9', list: ['a', 'b'] });
      stream.end();
    });
    for (let count = 0; count < 3; count++) {
      const request = client.request('/some/path');
      await request.end;
      expect(request.headers).toMatchObject({
        ':status': '200',
        echo: '/some/path',
        long: 'x'.repeat(50_000),
        empty: '',
        latin: 'caf\xe9',
        list: 'b',
      });
      expect(request.headers).not.toHaveProperty('hint');
    }
  });

  test('a reset by us', async () => {
    let code: number | undefined;
    const { client } = await talk((stream) =>
      stream.on('close', () => {
        code = stream.rstCode;
      }),
    );
    client.request('/').stream.reset(8);
    await eventually(() => code === 8);
  });

  test('the server answers before it has the request', async () => {
    const { client } = await talk((stream) => {
      stream.respond({ ':status': 200 });
      stream.end('early');
    });
    const request = client.request('/', Buffer.alloc(100_000));
    expect((await request.end).kind).toMatch(/complete|reset/);
    expect(request.body.toString()).toBe('early');
  });
});

describe('the connection', () => {
  test('PING both ways', async () => {
    const { client, session } = await talk(() => {});
    await new Promise<void>((resolve) => client.connection.ping(resolve));
    const payload = await new Promise<Buffer>((resolve, reject) =>
      session.ping(Buffer.from('12345678'), (error, _, bytes) => (error ? reject(error) : resolve(bytes))),
    );
    expect(payload.toString()).toBe('12345678');
  });

  test('GOAWAY: the stream under way ends well', async () => {
    let finish = () => {};
    const { client, session } = await talk((stream) => {
      finish = () => {
        stream.respond({ ':status': 200 });
        stream.end('done');
      };
    });
    const request = client.request('/');
    await eventually(() => session.state.lastProcStreamID === 1);
    session.goaway(0, 1, Buffer.from('bye'));
    await eventually(() => client.goAways.length === 1);
    expect(client.goAways[0]).toMatchObject({ code: 0, lastStreamId: 1 });
    expect(client.connection.accepting).toBe(false);
    finish();
    expect(await request.end).toEqual({ kind: 'complete' });
    expect(request.body.toString()).toBe('done');
  });

  test('closed by us: the server hears it', async () => {
    const { client, session } = await talk(() => {});
    const codes: number[] = [];
    session.on('goaway', (code) => codes.push(code));
    const request = client.request('/');
    client.close();
    expect((await request.end).kind).toBe('lost');
    await eventually(() => session.destroyed);
    expect(codes).toEqual([0]);
  });

  test('closed by the server', async () => {
    const { client, session } = await talk(() => {});
    const request = client.request('/');
    session.destroy();
    expect((await request.end).kind).toMatch(/lost|reset|refused/);
    await client.closed;
  });

  test('over TLS', async () => {
    const pki = await createPki();
    const server = createSecureServer({ ...(await pki.server()) });
    const tls = {
      serverName: '127.0.0.1',
      ca: [pki.ca],
      verify: ({ distrust }: { distrust: string | undefined }) => (distrust ? new Error(distrust) : undefined),
    };
    const { client } = await connect(server, echo, {}, tls);
    const body = noise(5 << 20);
    const request = client.request('/', body);
    await request.end;
    expect(request.trailers['digest']).toBe(digest(body));
    expect(digest(request.body)).toBe(digest(body));
  });
});
