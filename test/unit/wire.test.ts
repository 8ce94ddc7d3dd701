import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  HashKVResponse,
  MemberListResponse,
  PutResponse,
  RangeResponse,
  TxnResponse,
  WatchResponse,
} from '../../src/proto/etcdserverpb/rpc.js';
import { Event } from '../../src/proto/mvccpb/kv.js';
import { type Decoder, decode } from '../../src/wire/decode.js';
import { boolAt, int64At, tagOf, WireError, WireReader, WireType } from '../../src/wire/reader.js';

const bytes = (...parts: (number | string)[]) =>
  Buffer.concat(parts.map((part) => (typeof part === 'number' ? Buffer.of(part) : Buffer.from(part))));

/** The fields of one message: tag and value. */
function fields(message: Uint8Array): [tag: number, value: string][] {
  const reader = new WireReader(message);
  const list: [number, string][] = [];
  while (reader.next()) list.push([reader.tag, reader.value.toString('hex')]);
  return list;
}

const varint = (value: bigint): Buffer =>
  value < 0x80n ? Buffer.of(Number(value)) : Buffer.concat([Buffer.of(Number(value & 0x7fn) | 0x80), varint(value >> 7n)]);

describe('WireReader', () => {
  it('gives each field with the bytes of its value', () => {
    expect(fields(bytes(0x08, 0x96, 1, 0x12, 2, 'ab', 0x1d, 1, 2, 3, 4, 0x21, 1, 2, 3, 4, 5, 6, 7, 8, 0xfa, 1, 0))).toEqual([
      [tagOf(1, WireType.Varint), '9601'],
      [tagOf(2, WireType.Bytes), '6162'],
      [tagOf(3, WireType.Fixed32), '01020304'],
      [tagOf(4, WireType.Fixed64), '0102030405060708'],
      [tagOf(31, WireType.Bytes), ''],
    ]);
  });

  it('walks messages within messages, and goes on behind them wherever it leaves', () => {
    const reader = new WireReader(bytes(0x0a, 6, 0x0a, 2, 0x08, 5, 0x10, 7, 0x18, 9));
    expect(reader.next()).toBe(true);
    const outer = reader.enter();
    expect(reader.next()).toBe(true);
    const middle = reader.enter();
    expect([reader.next(), reader.tag, reader.from, reader.next()]).toEqual([true, 0x08, 5, false]);
    reader.leave(middle);
    // `10 07` is not read.
    reader.leave(outer);
    expect([reader.next(), reader.tag, reader.start, reader.next()]).toEqual([true, 0x18, 8, false]);
  });

  it('reads numbers of 64 bits', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), (value) => {
        const message = Buffer.concat([Buffer.of(0x08), varint(value)]);
        const reader = new WireReader(message);
        expect(reader.next()).toBe(true);
        expect(reader.to).toBe(message.length);
        expect(int64At(message, reader.from)).toBe(String(BigInt.asIntN(64, value)));
        expect(boolAt(message, reader.from)).toBe(value !== 0n);
      }),
    );
    expect(boolAt(bytes(0x80, 0x80, 0), 0)).toBe(false);
    expect(int64At(bytes(0x85, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0), 0)).toBe('5');
  });

  it.each([
    ['a field 0', bytes(0x02, 0), 'illegal field number', 0],
    ['a field beyond 2^29', bytes(0x08, 1, 0x82, 0x80, 0x80, 0x80, 0x10, 0), 'illegal field number', 2],
    ['the begin of a group', bytes(0x0b), 'wrong wire type 3', 0],
    ['the end of a group', bytes(0x0c), 'wrong wire type 4', 0],
    ['a wire type of the future', bytes(0x0f), 'wrong wire type 7', 0],
    ['a tag that is cut off', bytes(0x08, 1, 0x80), 'unexpected EOF', 2],
    ['a number that is cut off', bytes(0x08, 0x80), 'unexpected EOF', 1],
    ['a number of eleven bytes', bytes(0x08, ...Array(10).fill(0x80), 0), 'variable length integer overflow', 1],
    ['a number of 65 bits', bytes(0x08, ...Array(9).fill(0x80), 2), 'variable length integer overflow', 1],
    ['four bytes of which one is missing', bytes(0x0d, 1, 2, 3), 'unexpected EOF', 0],
    ['eight bytes of which one is missing', bytes(0x09, 1, 2, 3, 4, 5, 6, 7), 'unexpected EOF', 0],
    ['a value that is cut off', bytes(0x0a, 2, 1), 'unexpected EOF', 0],
    ['a length of 2^63', bytes(0x0a, ...Array(9).fill(0x80), 1), 'unexpected EOF', 0],
  ])('refuses %s', (_, message, reason, at) => {
    expect(() => fields(message)).toThrow(expect.objectContaining({ name: 'WireError', reason, at }));
  });

  it('refuses a field that goes beyond the message around it, though there are bytes', () => {
    const reader = new WireReader(bytes(0x0a, 3, 0x0a, 2, 'abc'));
    reader.next();
    reader.enter();
    expect(() => reader.next()).toThrow(new WireError('unexpected EOF', 2));
    const part = new WireReader(Buffer.alloc(0));
    part.reset(bytes(0x08, 1, 0x80, 1), 0, 3);
    part.next();
    expect(() => part.next()).toThrow(new WireError('unexpected EOF', 2));
  });
});

describe('decode', () => {
  const header = { cluster_id: '18446744073709551615', member_id: '7', revision: '-1', raft_term: '2' };

  it('gives what the codec gives for a sound message', () => {
    const messages: [Decoder<unknown> & { encode(message: never): { finish(): Uint8Array } }, object][] = [
      [PutResponse, PutResponse.fromPartial({ header })],
      [HashKVResponse, HashKVResponse.fromPartial({ header, hash: 2 ** 32 - 1, compact_revision: '-9223372036854775808' })],
      [
        WatchResponse,
        WatchResponse.fromPartial({ created: true, fragment: true, events: [{ type: 1, kv: { key: Buffer.from('k') } }, {}] }),
      ],
      [MemberListResponse, MemberListResponse.fromPartial({ members: [{ name: 'ü'.repeat(40), peerURLs: ['a', ''] }] })],
      [TxnResponse, TxnResponse.fromPartial({ responses: [{ response_txn: { responses: [{ response_range: { count: '3' } }] } }] })],
      // A kind of event that a newer server may have, as all negative numbers in ten bytes.
      [Event, { type: -1, kv: undefined, prev_kv: undefined }],
    ];
    for (const [codec, message] of messages) expect(decode(codec, codec.encode(message as never).finish())).toEqual(message);
  });

  it('skips fields that a newer server may add', () => {
    expect(decode(PutResponse, bytes(0x7a, 2, 1, 2, 0x79, ...Array(8).fill(1), 0x7d, 1, 2, 3, 4, 0x70, 0x96, 1))).toEqual(
      PutResponse.fromPartial({}),
    );
  });

  it.each<[string, Decoder<unknown>, Buffer, string]>([
    ['a message that is cut off', PutResponse, bytes(0x0a, 5, 0x18), 'unexpected EOF'],
    [
      'a key longer than its pair',
      RangeResponse,
      bytes(0x12, 4, 0x0a, 9, 'ab', 0x12, 5, 0x0a, 3, 'xyz'),
      'a field goes beyond its message',
    ],
    ['a message longer than the one around it', WatchResponse, bytes(0x5a, 3, 0x12, 9, 1, ...Array(9).fill(1)), 'unexpected EOF'],
    ['a number that goes beyond its message', PutResponse, bytes(0x0a, 2, 0x18, 0x80, 1, 0x0a, 0), 'a field goes beyond its message'],
    ['a tag 0 amid a message', PutResponse, bytes(0x0a, 4, 0, 0, 0x18, 9), 'illegal field number'],
    ['a tag 0 at the end', PutResponse, bytes(0x0a, 2, 0x18, 9, 0), 'illegal field number'],
    ['the end of a group amid a message', RangeResponse, bytes(0x12, 4, 0x0c, 0x0a, 1, 1), 'wrong wire type 4'],
    ['a field 0', PutResponse, bytes(0x02, 0), 'illegal field number'],
    ['a group', PutResponse, bytes(0x7b, 0x7c), 'wrong wire type 3'],
    ['a wire type of the future', PutResponse, bytes(0x7f), 'wrong wire type 7'],
    ['an unknown number of 400 bytes', PutResponse, bytes(0x78, ...Array(400).fill(0x80), 0), 'invalid varint'],
    ['a known number of 400 bytes', RangeResponse, bytes(0x20, ...Array(400).fill(0x80), 0), 'invalid varint'],
    ['a number of 65 bits', RangeResponse, bytes(0x20, ...Array(9).fill(0x80), 2), 'variable length integer overflow'],
    ['a condition of 65 bits', RangeResponse, bytes(0x18, ...Array(9).fill(0x80), 2), 'variable length integer overflow'],
    [
      'a length that has 32 of its bits in range',
      RangeResponse,
      bytes(0x12, 0x82, 0x80, 0x80, 0x80, 0x10, 0x0a, 0),
      'a tag or length of more than 32 bits',
    ],
    ['text that is not UTF-8', MemberListResponse, bytes(0x12, 4, 0x12, 2, 0xff, 0xfe), 'string field contains invalid UTF-8'],
  ])('refuses %s', (_, codec, message, reason) => {
    expect(() => decode(codec, message)).toThrow(expect.objectContaining({ name: 'WireError', reason }));
  });

  it('refuses transactions within transactions without end', () => {
    let message: Uint8Array = Buffer.alloc(0);
    for (let depth = 0; depth < 1000; depth++) {
      const inner = Buffer.concat([Buffer.of(0x22), varint(BigInt(message.length)), message]);
      message = Buffer.concat([Buffer.of(0x1a), varint(BigInt(inner.length)), inner]);
    }
    expect(() => decode(TxnResponse, message)).toThrow(WireError);
  });
});
