import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RangeResponse, RangeStreamResponse, ResponseHeader } from '../../src/proto/etcdserverpb/rpc.js';
import { decode } from '../../src/wire/decode.js';
import { RangePage, unwrapRangeStream } from '../../src/wire/range-page.js';
import { WireError } from '../../src/wire/reader.js';

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

/** A byte changed, removed or put in, or the rest cut off; `at` is a share of the length. */
const mutation = fc.record({
  kind: fc.constantFrom('change', 'remove', 'insert', 'cut'),
  at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  byte: fc.oneof(fc.integer({ min: 0, max: 255 }), fc.constantFrom(0, 1, 0x0a, 0x12, 0x80, 0xff)),
});

function mutate(bytes: Buffer, { kind, at, byte }: typeof mutation extends fc.Arbitrary<infer T> ? T : never): Buffer {
  const position = Math.floor(at * bytes.length);
  const [before, after] = [bytes.subarray(0, position), bytes.subarray(position)];
  if (kind === 'cut') return before;
  if (kind === 'insert') return Buffer.concat([before, Buffer.of(byte), after]);
  return Buffer.concat([before, kind === 'change' ? Buffer.of(byte) : Buffer.alloc(0), after.subarray(1)]);
}

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
    ['that ends in a pair', [0x12, 9, 0x0a, 1]],
    ['that ends in a number', [0x20, 0x80]],
    ['that ends in a length', [0x12]],
    ['with a key longer than its pair', [0x12, 4, 0x0a, 9, 0x61, 0x62, 0x12, 5, 0x0a, 3, 0x78, 0x79, 0x7a]],
    ['with a number that goes beyond its pair', [0x12, 2, 0x10, 0x80, 0x10, 1]],
    ['with a header that ends too early', [0x0a, 2, 0x18, 0x80, 0x10, 1]],
    ['with a number of 400 bytes', [0x20, ...Array(400).fill(0x80), 0]],
    ['with a field 0', [0, 0]],
    ['with a group', [0x7b, 0x7c]],
  ])('refuses a message %s', (_, message) => {
    expect(() => walk(new RangePage(Uint8Array.from(message)))).toThrow(WireError);
  });

  it('sees in a broken message what the codec sees, or refuses it as the codec does, and nothing else', () => {
    let whole = 0;
    fc.assert(
      fc.property(response, fc.array(mutation, { minLength: 1, maxLength: 4 }), (message, mutations) => {
        const broken = mutations.reduce(mutate, Buffer.from(RangeResponse.encode(message).finish()));
        // Bytes of others around it, which must not show up.
        const around = Buffer.concat([Buffer.alloc(400, '#'), broken, Buffer.alloc(400, '#')]);
        const bytes = around.subarray(400, 400 + broken.length);
        const outcome = (read: () => unknown) => {
          try {
            return read();
          } catch (error) {
            expect(error).toBeInstanceOf(WireError);
            return 'refused';
          }
        };
        const seen = outcome(() => walk(new RangePage(bytes)));
        expect(seen).toEqual(outcome(() => decode(RangeResponse, bytes)));
        if (seen !== 'refused') whole++;
      }),
      { numRuns: 3000 },
    );
    expect(whole).toBeGreaterThan(100);
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
