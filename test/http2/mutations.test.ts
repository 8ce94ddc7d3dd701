import { createServer } from 'node:http2';
import * as net from 'node:net';
import { beforeAll, describe, expect, test } from 'vitest';
import { ConnectionError } from '../../src/http2/errors.js';
import { TestClient } from '../support/http2-client.js';
import { Flags, Frame, frame, Peer, type Recorder } from '../support/http2-peer.js';

/** What a real server sends for `requests`, all of it. */
let recorded: Buffer;
/** The same, frame by frame. */
let frames: Buffer[];
/** Frames of all types, well-formed, that no server sends so. */
const strange = [
  frame(Frame.Priority, 0, 3, Buffer.alloc(5)),
  frame(Frame.PushPromise, Flags.EndHeaders, 1, Buffer.alloc(8)),
  frame(Frame.Continuation, Flags.EndHeaders, 1, Buffer.from([0x88])),
  frame(Frame.GoAway, 0, 0, Buffer.alloc(8)),
  frame(Frame.Reset, 0, 5, Buffer.from([0, 0, 0, 8])),
  frame(Frame.WindowUpdate, 0, 3, Buffer.from([0x7f, 0xff, 0xff, 0xff])),
  frame(Frame.Ping, 0, 0, Buffer.alloc(8)),
  frame(99, 0xff, 7, Buffer.alloc(20)),
];

const requests = ['/empty', '/small', '/trailers', '/large', '/padded', '/reset'];

beforeAll(async () => {
  const server = createServer({ paddingStrategy: 1 });
  server.on('stream', (stream, headers) => {
    stream.on('error', () => {});
    const path = headers[':path'];
    if (path === '/empty') {
      stream.respond({ ':status': 204 }, { endStream: true });
    } else if (path === '/reset') {
      stream.respond({ ':status': 200 });
      setImmediate(() => stream.close(2));
    } else {
      stream.respond({ ':status': 200, 'content-type': 'application/grpc', path: String(path) }, { waitForTrailers: path === '/trailers' });
      stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0', 'grpc-message': 'fine' }));
      stream.end(Buffer.alloc(path === '/large' ? 20_000 : 100, 'x'));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const chunks: Buffer[] = [];
  const between = net.createServer((client) => {
    const upstream = net.connect((server.address() as net.AddressInfo).port, '127.0.0.1');
    client
      .on('error', () => {})
      .pipe(upstream)
      .on('error', () => {});
    upstream.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      client.write(chunk);
    });
    client.on('close', () => upstream.destroy());
  });
  await new Promise<void>((resolve) => between.listen(0, '127.0.0.1', resolve));
  const client = await TestClient.connect({ host: '127.0.0.1', port: (between.address() as net.AddressInfo).port });
  await Promise.all(requests.map((path) => client.request(path).end));
  client.close();
  between.close();
  server.close();
  recorded = Buffer.concat(chunks);
  frames = [];
  for (let at = 0; at + 9 <= recorded.length; ) {
    const end = at + 9 + recorded.readUIntBE(at, 3);
    frames.push(recorded.subarray(at, end));
    at = end;
  }
});

/** Numbers that look random, the same each time; https://prng.di.unimi.it/splitmix64.c in 32 bits. */
function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x9e37_79b9) >>> 0;
    let value = state;
    value = Math.imul(value ^ (value >>> 16), 0x21f0_aaad);
    value = Math.imul(value ^ (value >>> 15), 0x735a_2d97);
    return ((value ^ (value >>> 15)) >>> 0) % below;
  };
}

interface Outcome {
  readonly peer: Peer;
  readonly recorders: readonly Recorder[];
}

const streamWindow = 65_535;

/** Lets a client that has sent its requests read `chunks`, then the end of the connection. */
function replay(chunks: Iterable<Uint8Array>, next: (below: number) => number): Outcome {
  const peer = new Peer({ streamWindow, connectionWindow: 100_000, maxHeaderListSize: 16_384 }, 'none');
  const recorders = requests.map((_, index) => {
    const { stream, recorder } = peer.open({ open: index % 2 === 1, greedy: next(4) > 0 });
    if (index % 2 === 1) stream.write(Buffer.alloc(next(80_000)));
    if (next(20) === 0) stream.reset(8);
    return recorder;
  });
  for (const chunk of chunks) peer.connection.onData(chunk);
  peer.connection.onSocketClose(undefined);
  return { peer, recorders };
}

function check({ peer, recorders }: Outcome, fed: number): void {
  if (peer.cause === undefined || !peer.destroyed) throw new Error('the connection did not end');
  for (const recorder of recorders) {
    // Each heard its end, unless it was given up; and of its body no more than its window allows.
    const received = recorder.data.reduce((sum, part) => sum + part.length, 0);
    if (received > (recorder.greedy ? fed : streamWindow)) throw new Error(`${received} bytes were received`);
    const { events } = recorder;
    if (recorder.closed !== undefined && !events.at(-1)?.startsWith('close')) throw new Error(`events after the end: ${events}`);
    if (recorder.closed === undefined && !recorder.stream?.closed) throw new Error('a stream was forgotten');
  }
  if (peer.cause instanceof ConnectionError && peer.goAway?.code !== peer.cause.code) throw new Error('no GOAWAY with the error');
}

test('unchanged, the conversation ends well', () => {
  const { peer, recorders } = replay([recorded], () => 1);
  expect(peer.cause?.message).toBe('EOF');
  const ends = recorders.map(({ events }) => events.filter((event) => /^(close|end|trailers)/.test(event)).join(', '));
  // A server's way to reset a stream is its own.
  expect(ends.pop()).toMatch(/close/);
  expect(ends).toEqual([
    'end, close complete',
    'end, close lost',
    'trailers grpc-status=0 grpc-message=fine, end, close complete',
    'end, close lost',
    'end, close complete',
  ]);
  expect(recorders.map(({ data }) => data.reduce((sum, part) => sum + part.length, 0))).toEqual([0, 100, 100, 20_000, 100, 0]);
});

/** Changes of a conversation; each takes what it needs of `next`. */
const mutations: Readonly<Record<string, (next: (below: number) => number) => Uint8Array[]>> = {
  'bytes are changed'(next) {
    const bytes = Buffer.from(recorded);
    for (let count = next(5); count >= 0; count--) bytes[next(bytes.length)] = next(256);
    return [bytes];
  },
  'headers of frames are changed'(next) {
    const copies = frames.map((bytes) => Buffer.from(bytes));
    for (let count = next(3); count >= 0; count--) {
      const bytes = copies[next(copies.length)];
      if (bytes !== undefined) bytes[next(9)] = next(3) === 0 ? next(256) : (bytes[next(9)] ?? 0) ^ (1 << next(8));
    }
    return copies;
  },
  'payloads of frames that are not DATA are changed'(next) {
    const copies = frames.map((bytes) => Buffer.from(bytes));
    const others = copies.filter((bytes) => bytes[3] !== Frame.Data && bytes.length > 9);
    for (let count = next(3); count >= 0; count--) {
      const bytes = others[next(others.length)];
      if (bytes !== undefined) bytes[9 + next(bytes.length - 9)] = next(256);
    }
    return copies;
  },
  'frames are left out, repeated or put elsewhere'(next) {
    const list = [...frames];
    for (let count = next(4); count >= 0; count--) {
      const [bytes] = next(3) === 0 ? list.slice(next(list.length)) : list.splice(next(list.length), 1);
      if (bytes !== undefined && next(3) > 0) list.splice(next(list.length + 1), 0, bytes);
    }
    return list;
  },
  'strange frames come between'(next) {
    const list = [...frames];
    for (let count = next(6); count >= 0; count--) list.splice(next(list.length + 1), 0, strange[next(strange.length)] ?? Buffer.alloc(0));
    return list;
  },
  'a part is missing, or comes twice'(next) {
    const start = next(recorded.length);
    const end = start + next(100);
    const rest = recorded.subarray(next(2) === 0 ? end : start);
    return [recorded.subarray(0, next(2) === 0 ? start : end), rest];
  },
  'a size lies'(next) {
    const copies = frames.map((bytes) => Buffer.from(bytes));
    copies[next(copies.length)]?.writeUIntBE(next(next(2) === 0 ? 50 : 20_000), 0, 3);
    return copies;
  },
  'the connection ends early'(next) {
    return [recorded.subarray(0, next(recorded.length))];
  },
};

describe('10,000 conversations with a server that is broken', () => {
  const perKind = 10_000 / Object.keys(mutations).length;

  test.each(Object.entries(mutations))('%s', (_, mutate) => {
    const causes = new Set<string>();
    for (let seed = 1; seed <= perKind; seed++) {
      const next = generator(seed);
      const chunks = mutate(next);
      // Whole, or cut at some places.
      const bytes = Buffer.concat(chunks);
      const cuts = Array.from({ length: next(5) }, () => next(bytes.length + 1)).sort((a, b) => a - b);
      const parts = [...cuts, bytes.length].map((end, index) => bytes.subarray(cuts[index - 1] ?? 0, end));
      try {
        const outcome = replay(parts, next);
        check(outcome, bytes.length);
        causes.add(outcome.peer.cause?.message ?? '');
      } catch (error) {
        throw new Error(`seed ${seed}: ${(error as Error).message}`, { cause: error });
      }
    }
    // Of an early end there is nothing else.
    expect([...causes].some((cause) => /EOF/.test(cause))).toBe(true);
  });
});
