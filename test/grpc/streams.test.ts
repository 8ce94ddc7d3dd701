import { createServer, type IncomingHttpHeaders, type ServerHttp2Stream, type Settings } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import type { Channel } from '../../src/grpc/channel.js';
import { createChannel, failure } from '../support/channels.js';
import { eventually } from '../support/eventually.js';
import { grpcFrame } from '../support/raw-server.js';

const path = '/test.Service/Method';
const cleanups: (() => unknown)[] = [];

afterEach(() => {
  for (const cleanup of cleanups.splice(0).reverse()) cleanup();
});

type Handler = (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => void;

/** A channel to a well-behaved HTTP/2 server. */
async function serve(handle: Handler, settings: Settings = {}): Promise<Channel> {
  const server = createServer({ settings });
  server.on('session', (session) => {
    session.on('error', () => {});
    cleanups.push(() => session.destroy());
  });
  server.on('stream', (stream, headers) => {
    stream.on('error', () => {});
    handle(stream, headers);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanups.push(() => server.close());
  const channel = createChannel(`127.0.0.1:${(server.address() as AddressInfo).port}`, { metadata: { 'client-api-version': '3.7' } });
  cleanups.push(() => channel.close());
  return channel;
}

function respond(stream: ServerHttp2Stream): void {
  stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
  stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
}

/** Writes `count` chunks as fast as the client takes them. @returns how many it took so far. */
function pour(stream: ServerHttp2Stream, chunk: Buffer, count: number): () => number {
  let written = 0;
  const go = () => {
    while (written < count) {
      written++;
      if (!stream.write(chunk)) {
        stream.once('drain', go);
        return;
      }
    }
    stream.end();
  };
  go();
  return () => written;
}

async function settled(value: () => number): Promise<number> {
  let last = -1;
  await eventually(async () => {
    const before = last;
    await new Promise((resolve) => setTimeout(resolve, 100));
    last = value();
    return last > 0 && last === before;
  });
  return last;
}

describe('request headers', () => {
  test('are those of gRPC for Go', async () => {
    let seen: IncomingHttpHeaders = {};
    const channel = await serve((stream, headers) => {
      seen = headers;
      respond(stream);
      stream.end(grpcFrame(''));
    });
    await channel.unary(path, Buffer.alloc(0), { deadline: Date.now() + 5000, metadata: { token: 'secret' } });
    expect(seen).toMatchObject({
      ':method': 'POST',
      ':scheme': 'http',
      ':path': path,
      ':authority': expect.stringMatching(/^127\.0\.0\.1:\d+$/),
      'content-type': 'application/grpc',
      'user-agent': 'grpc-go/1.82.1',
      te: 'trailers',
      'client-api-version': '3.7',
      token: 'secret',
    });
    expect(String(seen['grpc-timeout'])).toMatch(/^\d{7,8}[un]$/);
    await channel.unary(path, Buffer.alloc(0));
    expect(seen).not.toHaveProperty('grpc-timeout');
  });

  test('that can not be sent fail the call, and their value is not told', async () => {
    const channel = await serve(() => {});
    const error = await failure(channel.unary(path, Buffer.alloc(0), { metadata: { token: 'sec\nret' } }));
    expect(error.message).toBe('rpc error: code = Internal desc = header key "token" contains value with non-printable ASCII characters');
  });
});

describe('large answers', () => {
  const chunk = Buffer.alloc(1 << 20, 'x');
  const count = 64;
  const total = chunk.length * count;
  const header = Buffer.from([0, 0, 0, 0, 0]);
  header.writeUInt32BE(total, 1);
  const answer: Handler = (stream) => {
    respond(stream);
    stream.write(header);
    pour(stream, chunk, count);
  };

  test('whole', async () => {
    const { message } = await (await serve(answer)).unary(path, Buffer.alloc(0));
    expect(message.length).toBe(total);
    expect(Buffer.from(message).every((byte) => byte === 0x78)).toBe(true);
  });

  test('in pieces', async () => {
    const stream = (await serve(answer)).stream(path);
    stream.end();
    let length = 0;
    for await (const piece of stream.pieces()) length += piece.length;
    expect(length).toBe(total);
  });
});

describe('back-pressure', () => {
  test('a reader that stops stops the server', async () => {
    const message = grpcFrame(Buffer.alloc(64 << 10));
    let written = () => 0;
    const channel = await serve((stream) => {
      respond(stream);
      written = pour(stream, message, 2000);
    });
    const stream = channel.stream(path);
    stream.end();
    let read = 0;
    for await (const _ of stream) {
      if (read++ > 0) continue;
      // One stream window, and what the sockets hold.
      expect((await settled(() => written())) * message.length).toBeLessThan(32 << 20);
    }
    expect(read).toBe(2000);
  });

  test('a reader that stops does not stop other calls', async () => {
    let calls = 0;
    const channel = await serve((stream) => {
      respond(stream);
      pour(stream, grpcFrame(Buffer.alloc(64 << 10)), calls++ === 0 ? 2000 : 1);
    });
    const slow = channel.stream(path);
    slow.end();
    for await (const _ of slow) {
      expect((await channel.unary(path, Buffer.alloc(0))).message.length).toBe(64 << 10);
      break;
    }
  });

  test('a server that does not read stops the writer', async () => {
    const channel = await serve((stream) => {
      stream.pause();
      respond(stream);
    });
    const stream = channel.stream(path);
    const message = Buffer.alloc(16 << 10);
    let written = 0;
    const write = async () => {
      for (; written < 2000; written++) await stream.write(message);
    };
    const writing = failure(write());
    expect((await settled(() => written)) * message.length).toBeLessThan(32 << 20);
    stream.cancel();
    expect((await writing).details).toBe('context canceled');
  });
});

describe('streams', () => {
  test('requests and answers in turn', async () => {
    const channel = await serve((stream) => {
      respond(stream);
      stream.on('data', (frame: Buffer) => stream.write(grpcFrame(`echo ${frame.subarray(5)}`)));
      stream.on('end', () => stream.end());
    });
    const stream = channel.stream(path);
    expect(stream.peer).toBeUndefined();
    const answers = stream[Symbol.asyncIterator]();
    for (const word of ['a', 'b', 'c']) {
      await stream.write(Buffer.from(word));
      const { value } = await answers.next();
      expect(Buffer.from(value).toString()).toBe(`echo ${word}`);
    }
    expect(stream.peer?.secure).toBe(false);
    stream.end();
    expect(await answers.next()).toEqual({ done: true, value: undefined });
  });

  test('cancel resets the stream and ends the iteration', async () => {
    let code: number | undefined;
    const channel = await serve((stream) => {
      respond(stream);
      stream.on('close', () => {
        code = stream.rstCode;
      });
    });
    const stream = channel.stream(path);
    await stream.write(Buffer.from('x'));
    const reading = failure(
      (async () => {
        for await (const _ of stream);
      })(),
    );
    await new Promise((resolve) => setTimeout(resolve, 20));
    stream.cancel();
    expect((await reading).message).toBe('rpc error: code = Canceled desc = context canceled');
    await eventually(() => code === 8);
    expect((await failure(stream.write(Buffer.from('y')))).details).toBe('context canceled');
  });

  test('leaving the loop ends the call', async () => {
    let closed = false;
    const channel = await serve((stream) => {
      respond(stream);
      stream.write(grpcFrame('x'));
      stream.on('close', () => {
        closed = true;
      });
    });
    for await (const _ of channel.stream(path)) break;
    await eventually(() => closed);
  });

  test('more calls than the server takes at a time', async () => {
    const channel = await serve(
      (stream) => {
        respond(stream);
        setImmediate(() => stream.end(grpcFrame('x')));
      },
      { maxConcurrentStreams: 2 },
    );
    const answers = await Promise.all(Array.from({ length: 20 }, () => channel.unary(path, Buffer.alloc(0))));
    expect(answers.length).toBe(20);
  });
});
