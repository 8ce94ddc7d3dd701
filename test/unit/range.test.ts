import { describe, expect, it } from 'vitest';
import type { Client } from '../../src/etcd/client.js';
import { EtcdError } from '../../src/etcd/errors.js';
import { rangePages, rangeStream } from '../../src/etcd/range.js';
import { Code } from '../../src/grpc/status.js';
import {
  RangeRequest,
  RangeRequest_SortOrder,
  RangeRequest_SortTarget,
  RangeResponse,
  RangeStreamResponse,
} from '../../src/proto/etcdserverpb/rpc.js';

const keys = Array.from({ length: 10_000 }, (_, i) => `k${String(i).padStart(5, '0')}`);

/** A server of `keys` at revision 42 that notes what it is asked. */
function server(maxSendBytes = 2 << 20) {
  const asked: RangeRequest[] = [];
  const unary = async (_path: string, bytes: Uint8Array) => {
    const request = RangeRequest.decode(bytes);
    asked.push(request);
    const all = keys.filter((key) => key >= request.key.toString());
    const limit = Number(request.limit);
    const kvs = (limit > 0 ? all.slice(0, limit) : all).map((key) => ({ key: Buffer.from(key), value: Buffer.alloc(100) }));
    const response = { header: { revision: '42' }, kvs, more: kvs.length < all.length, count: String(all.length) };
    return { message: RangeResponse.encode(RangeResponse.fromPartial(response)).finish(), peer: undefined };
  };
  const client = { invoker: { unary }, options: { clock: { now: () => 1000 }, maxSendBytes } } as unknown as Client;
  return { client, asked };
}

const everything = RangeRequest.fromPartial({ key: Buffer.from('k'), range_end: Buffer.from('l') });

async function read(client: Client, request: RangeRequest) {
  const pages: RangeResponse[] = [];
  for await (const page of rangePages(client, request, 5000, 5000)) pages.push(RangeResponse.decode(page));
  return { keys: pages.flatMap((page) => page.kvs.map((kv) => kv.key.toString())), pages };
}

describe('rangePages', () => {
  it('reads all of a range in pages of one revision', async () => {
    const { client, asked } = server();
    const { keys: read_, pages } = await read(client, everything);
    expect(read_).toEqual(keys);
    expect(pages.length).toBeGreaterThan(2);
    expect(asked.slice(1).every((request) => request.revision === '42')).toBe(true);
    expect(pages[0]?.count).toBe('10000');
    expect(pages.at(-1)?.more).toBe(false);
  });

  it.each([1, 256, 257, 300, 9_999, 10_000, 20_000])('stops at a limit of %i as the server would', async (limit) => {
    const { client } = server();
    const result = await read(client, { ...everything, limit: String(limit) });
    expect(result.keys).toEqual(keys.slice(0, limit));
    expect(result.pages.at(-1)?.more).toBe(limit < keys.length);
  });

  it.each([
    ['a sorted range', { sort_order: RangeRequest_SortOrder.DESCEND }],
    ['a range sorted by another field', { sort_target: RangeRequest_SortTarget.MOD }],
    ['a filtered range', { min_mod_revision: '3' }],
    ['a serializable read, whose next member may lag behind', { serializable: true }],
    ['a count', { count_only: true }],
    ['a single key', { range_end: Buffer.alloc(0) }],
  ])('asks once, and as the user did, for %s', async (_, changes) => {
    const { client, asked } = server();
    const request = { ...everything, ...changes };
    await read(client, request);
    expect(asked).toEqual([request]);
  });

  it('asks once where the user lets requests have few bytes: that for a page has more', async () => {
    const { client, asked } = server(6);
    await read(client, everything);
    expect(asked).toEqual([everything]);
  });

  it('takes a limit beyond what a JavaScript number can count', async () => {
    const { client, asked } = server();
    const result = await read(client, { ...everything, limit: '9223372036854775807' });
    expect(result.keys).toEqual(keys);
    expect(asked.every((request) => BigInt(request.limit) < 2n ** 53n)).toBe(true);
  });

  const pageOf = (more: boolean, ...names: string[]) =>
    RangeResponse.fromPartial({ more, kvs: names.map((name) => ({ key: Buffer.from(name) })) });
  it.each([
    ['the same page again and again', () => pageOf(true, 'k')],
    [
      'a page that begins before the last one ended',
      (asked: number) => (asked === 0 ? pageOf(true, 'k1', 'k3') : pageOf(false, 'k2', 'k4')),
    ],
    ['pages that end before they begin', () => pageOf(true, 'k9', 'k1')],
    ['no pairs where it says that there are more', () => pageOf(true)],
    ['no more pairs where it says that there are more', (asked: number) => (asked === 0 ? pageOf(true, 'k1') : pageOf(true))],
  ])('ends where the server gives %s', async (_, answer) => {
    let asked = 0;
    const unary = async () => ({ message: RangeResponse.encode(answer(asked++)).finish(), peer: undefined });
    const client = { invoker: { unary }, options: { clock: { now: () => 1000 } } } as unknown as Client;
    await expect(read(client, everything)).rejects.toThrow(EtcdError);
    expect(asked).toBeLessThanOrEqual(2);
  });

  it.each([
    ['a range', everything],
    ['a single key', { ...everything, range_end: Buffer.alloc(0) }],
  ])('refuses an answer for %s that is no RangeResponse before any of it is used', async (_, request) => {
    // A sound pair, then a key longer than its pair.
    const message = Buffer.concat([Buffer.from([0x12, 3, 0x0a, 1, 0x6b, 0x12, 4, 0x0a, 9]), Buffer.from('secret')]);
    const client = { invoker: { unary: async () => ({ message, peer: undefined }) }, options: {} } as unknown as Client;
    const pages: Uint8Array[] = [];
    const reading = async () => {
      for await (const page of rangePages(client, request)) pages.push(page);
    };
    await expect(reading()).rejects.toThrow(
      expect.objectContaining({
        code: Code.Internal,
        details: 'grpc: failed to unmarshal the received message: proto: cannot parse invalid wire-format data',
      }),
    );
    expect(pages).toEqual([]);
  });

  it('keeps the revision that the user gave', async () => {
    const { client, asked } = server();
    await read(client, { ...everything, revision: '7' });
    expect(new Set(asked.map((request) => request.revision))).toEqual(new Set(['7']));
  });
});

describe('rangeStream', () => {
  const stream = (...chunks: Uint8Array[]) => {
    const call = {
      write: async () => {},
      end() {},
      peer: { address: 'a:1', local: 'b:2', secure: false },
      [Symbol.asyncIterator]: async function* () {
        yield* chunks;
      },
    };
    return { openStream: async () => call } as unknown as Client;
  };
  const chunk = (name: string) =>
    RangeStreamResponse.encode({ range_response: RangeResponse.fromPartial({ kvs: [{ key: Buffer.from(name) }] }) }).finish();
  const keysOf = async (client: Client) => {
    const names: string[] = [];
    for await (const page of rangeStream(client, everything, 5000))
      names.push(...RangeResponse.decode(page).kvs.map(({ key }) => key.toString()));
    return names;
  };

  it('gives the answer in each chunk', async () => {
    expect(await keysOf(stream(chunk('a'), chunk('b')))).toEqual(['a', 'b']);
  });

  it.each([
    ['a chunk', [0x0a, 9, 1]],
    ['the answer in a chunk', [0x0a, 4, 0x12, 2, 0x0a, 9]],
  ])('fails as a call does where %s is cut off', async (_, bytes) => {
    await expect(keysOf(stream(chunk('a'), Uint8Array.from(bytes)))).rejects.toThrow(
      expect.objectContaining({ code: Code.Internal, peer: expect.objectContaining({ address: 'a:1' }) }),
    );
  });
});
