import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RangeResponse, RangeStreamResponse, ResponseHeader } from '../../src/proto/etcdserverpb/rpc.js';
import { RangePage, unwrapRangeStream } from '../../src/wire/range-page.js';

const bytes = fc.uint8Array({ maxLength: 300 }).map((b) => Buffer.from(b));
const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String);
const pair = fc.record({ key: bytes, create_revision: int64, mod_revision: int64, version: int64, value: bytes, lease: int64 });
const response = fc.record({
  header: fc.record({
    cluster_id: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(String),
    member_id: fc.constant('7'),
    revision: int64,
    raft_term: fc.constant('2'),
  }),
  kvs: fc.array(pair, { maxLength: 20 }),
  more: fc.boolean(),
  count: int64,
});

function walk(page: RangePage) {
  const kvs = [];
  while (page.next()) {
    const { key, create_revision, mod_revision, version, value, lease } = page;
    kvs.push({ key: Buffer.from(key), create_revision, mod_revision, version, value: Buffer.from(value), lease });
  }
  return { kvs, more: page.more, count: page.count ?? '0', header: page.header && ResponseHeader.decode(page.header) };
}

describe('RangePage', () => {
  it('sees what the codec sees', () => {
    fc.assert(
      fc.property(response, (message) => {
        expect(walk(new RangePage(RangeResponse.encode(message).finish()))).toEqual(message);
      }),
    );
  });

  it('gives each pair as it stands in the message', () => {
    fc.assert(
      fc.property(response, (message) => {
        const page = new RangePage(RangeResponse.encode(message).finish());
        const pairs: Buffer[] = [];
        while (page.next()) pairs.push(Buffer.from(page.encodedPair));
        expect(RangeResponse.decode(Buffer.concat(pairs)).kvs).toEqual(message.kvs);
      }),
    );
  });

  it('skips fields that a newer server may add', () => {
    const known = RangeResponse.encode(RangeResponse.fromPartial({ kvs: [{ key: Buffer.from('k') }], count: '1' })).finish();
    const unknown = Buffer.from([0x7a, 2, 1, 2, 0x79, 1, 2, 3, 4, 5, 6, 7, 8, 0x7d, 1, 2, 3, 4, 0x70, 0x96, 0x01]);
    expect(walk(new RangePage(Buffer.concat([unknown, known])))).toMatchObject({ kvs: [{ key: Buffer.from('k') }], count: '1' });
  });

  it.each([
    ['in a pair', [0x12, 9, 0x0a, 1]],
    ['in a number', [0x20, 0x80]],
    ['in a length', [0x12]],
  ])('refuses a message that ends %s', (_, message) => {
    const page = new RangePage(Uint8Array.from(message));
    expect(() => {
      while (page.next());
    }).toThrow(RangeError);
  });

  it('finds the answer inside a chunk of RangeStream', () => {
    fc.assert(
      fc.property(response, (range_response) => {
        const chunk = RangeStreamResponse.encode({ range_response }).finish();
        expect(RangeResponse.decode(unwrapRangeStream(chunk))).toEqual(range_response);
      }),
    );
  });
});
