import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ConnectionError, ErrorCode } from '../../../src/http2/errors.js';
import { ByteWriter } from '../../../src/http2/hpack/byte-writer.js';
import { Decoder } from '../../../src/http2/hpack/decoder.js';
import { DynamicTable } from '../../../src/http2/hpack/dynamic-table.js';
import { Encoder } from '../../../src/http2/hpack/encoder.js';
import type { Field, Indexing } from '../../../src/http2/hpack/field.js';
import { decodeHuffman, encodeHuffman, huffmanLength } from '../../../src/http2/hpack/huffman.js';
import { decodeInteger, encodeInteger } from '../../../src/http2/hpack/integer.js';

const unlimited = 2 ** 31;
const bytes = (hex: string) => Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex'));
const hex = (block: Uint8Array) => Buffer.from(block).toString('hex');

/** Any bytes, as Latin-1. */
const text = fc.uint8Array({ maxLength: 60 }).map((raw) => Buffer.from(raw).toString('latin1'));
/** Few names and values, so that they come again. */
const word = fc.oneof(fc.constantFrom(':path', ':status', 'content-type', 'grpc-status', '200', '0', 'a', 'b', ''), text);
const field: fc.Arbitrary<Field> = fc
  .tuple(
    word.filter((name) => !name.includes('\n')),
    word,
    fc.constantFrom<Indexing>('index', 'without', 'never'),
  )
  .map(([name, value, indexing]) => [name, value, indexing]);

/** The error that a block meets. */
function problem(block: Uint8Array, decoder = new Decoder(unlimited)): ConnectionError {
  try {
    decoder.decode(block);
  } catch (error) {
    if (error instanceof ConnectionError) return error;
    throw error;
  }
  throw new Error(`no error of ${hex(block)}`);
}

describe('integers', () => {
  test('any value, any prefix', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 31 - 1 }), fc.integer({ min: 1, max: 8 }), (value, prefix) => {
        const out = new ByteWriter(1);
        encodeInteger(value, prefix, 0, out);
        const block = out.take();
        const cursor = { bytes: block, at: 1 };
        expect(decodeInteger(block[0] ?? 0, prefix, cursor)).toBe(value);
        expect(cursor.at).toBe(block.length);
      }),
    );
  });

  test.each([
    ['cut off', 'ff', 'cut off'],
    ['cut off later', 'ff8080', 'cut off'],
    ['400 bytes long', `ff${'80'.repeat(400)}00`, 'too long'],
    ['padded with zeros', `ff${'80'.repeat(5)}00`, 'too long'],
  ])('%s', (_, block, detail) => {
    expect(problem(bytes(block)).detail).toContain(detail);
  });
});

describe('Huffman code', () => {
  test('any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 20_000 }), (raw) => {
        const value = Buffer.from(raw).toString('latin1');
        const out = new ByteWriter();
        encodeHuffman(value, out);
        const code = out.take();
        expect(code.length).toBe(huffmanLength(value));
        expect(decodeHuffman(code, 0, code.length)).toBe(value);
      }),
      { numRuns: 50 },
    );
  });

  // RFC 7541 section 5.2.
  test.each([
    ['the end-of-string symbol', 'ffffffff'],
    ['eight ones behind a symbol', '1fff'],
    ['zeros behind a symbol', '1800'],
    ['a byte of ones', 'ff'],
    ['a cut code', 'fffc'],
  ])('%s is refused', (_, code) => {
    const value = bytes(code);
    expect(problem(Uint8Array.of(0x00, 0x01, 0x61, 0x80 | value.length, ...value)).code).toBe(ErrorCode.COMPRESSION_ERROR);
  });
});

describe('lists', () => {
  const sizes = fc.array(fc.integer({ min: 0, max: 300 }), { maxLength: 3 });

  test('come back however they are indexed and however the table is sized', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.array(field), sizes)), (blocks) => {
        const encoder = new Encoder();
        const decoder = new Decoder(unlimited);
        for (const [fields, resizes] of blocks) {
          for (const size of resizes) encoder.resize(size);
          expect(decoder.decode(encoder.encode(fields))).toEqual(fields.map(([name, value]) => [name, value]));
        }
      }),
      { numRuns: 500 },
    );
  });

  test('the same list is the smallest the second time', () => {
    const encoder = new Encoder();
    const fields: Field[] = [
      [':path', '/etcdserverpb.KV/Range'],
      ['user-agent', 'grpc-go/1.82.1'],
    ];
    encoder.encode(fields);
    expect(encoder.encode(fields).length).toBe(2);
  });

  test('a secret is never indexed, by name alone', () => {
    const encoder = new Encoder();
    const fields: Field[] = [
      ['authorization', 'x', 'never'],
      ['token', 'x', 'never'],
    ];
    // 23 in the static table; and a new name.
    expect(hex(encoder.encode(fields))).toMatch(/^1f080178/);
    const [, second] = [encoder.encode(fields), encoder.encode(fields)];
    expect(second.length).toBeGreaterThan(10);
  });

  test('what is sent without indexing leaves the table as it is', () => {
    const encoder = new Encoder();
    const decoder = new Decoder(unlimited);
    const fields: Field[] = [
      ['grpc-timeout', '1n', 'without'],
      ['a', 'b'],
    ];
    for (let i = 0; i < 3; i++) expect(decoder.decode(encoder.encode(fields))).toHaveLength(2);
    expect(encoder.encode([['a', 'b']])).toEqual(Uint8Array.of(0x80 | 62));
  });

  test('both sizes are reported where the table shrank and grew', () => {
    const encoder = new Encoder();
    encoder.encode([['a', 'b']]);
    encoder.resize(0);
    encoder.resize(100);
    expect(hex(encoder.encode([]))).toBe('203f45');
    expect(hex(encoder.encode([]))).toBe('');
  });

  test('a peer that allows a huge table gets no more than our limit', () => {
    const encoder = new Encoder();
    encoder.resize(2 ** 32 - 1);
    expect(hex(encoder.encode([]))).toBe('');
  });
});

describe('limits', () => {
  const large = Uint8Array.of(0x40, 1, 0x61, 0x7f, 0x79, ...new Array(248).fill(0x62)); // a: bbb…, 281 bytes as an entry

  test('a list over the limit is dropped, and the table kept up', () => {
    const decoder = new Decoder(300);
    expect(decoder.decode(Uint8Array.of(...large, ...large))).toBeUndefined();
    expect(decoder.decode(Uint8Array.of(0x80 | 62))).toEqual([['a', 'b'.repeat(248)]]);
  });

  test('a list of many references costs no memory', () => {
    const decoder = new Decoder(4096);
    decoder.decode(large);
    expect(decoder.decode(new Uint8Array(1 << 20).fill(0x80 | 62))).toBeUndefined();
  });

  test.each([
    ['index 0', '80'],
    ['an index beyond the tables', 'be'],
    ['a name beyond the tables', '7f0000'],
    ['a name that is cut off', '4005 61'],
    ['a value that is cut off', '4001 61 05 62'],
    ['no value', '4001 61'],
    ['a string longer than the block', '40 7f ffff ff7f'],
    ['a size update behind a field', '82 20'],
    ['a size update over the limit', '3fe21f'],
  ])('%s', (_, block) => {
    expect(problem(bytes(block)).code).toBe(ErrorCode.COMPRESSION_ERROR);
  });

  test('a size update up to the limit', () => {
    expect(new Decoder(100).decode(bytes('20 3fe11f 82'))).toEqual([[':method', 'GET']]);
  });
});

describe('the dynamic table', () => {
  test('never exceeds its size, and drops the oldest first', () => {
    const entries = fc.array(fc.tuple(text, text), { maxLength: 300 });
    fc.assert(
      fc.property(entries, fc.integer({ min: 0, max: 500 }), (pairs, maxSize) => {
        const table = new DynamicTable(maxSize);
        const kept: { name: string; value: string }[] = [];
        for (const [name, value] of pairs) {
          table.add({ name, value });
          kept.unshift({ name, value });
          const total = () => kept.reduce((sum, entry) => sum + entry.name.length + entry.value.length + 32, 0);
          while (total() > maxSize) kept.pop();
          expect(table.size).toBe(total());
        }
        expect(Array.from({ length: table.length }, (_, index) => table.get(index))).toEqual(kept);
        expect(table.get(table.length)).toBeUndefined();
      }),
    );
  });

  test('is emptied by an entry that is larger', () => {
    const table = new DynamicTable(100);
    table.add({ name: 'a', value: 'b' });
    expect(table.add({ name: 'a', value: 'b'.repeat(100) })).toBe(false);
    expect(table.length).toBe(0);
  });
});

describe('hostile blocks', () => {
  test('mutated ones are decoded or refused', () => {
    const edit = fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 }));
    fc.assert(
      fc.property(fc.array(field, { minLength: 1 }), fc.array(edit, { minLength: 1, maxLength: 5 }), fc.nat(), (fields, edits, cut) => {
        const block = Uint8Array.from(new Encoder().encode(fields));
        for (const [at, byte] of edits) block[at % block.length] = byte;
        const decoder = new Decoder(4096);
        for (const part of [block.subarray(0, cut % (block.length + 1)), block]) {
          try {
            const list = decoder.decode(part);
            for (const [name, value] of list ?? []) expect(name.length + value.length).toBeLessThanOrEqual(4096);
          } catch (error) {
            expect(error).toMatchObject({ name: 'ConnectionError', code: ErrorCode.COMPRESSION_ERROR });
          }
        }
      }),
      { numRuns: 3000 },
    );
  });

  test('random ones are decoded or refused', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (block) => {
        try {
          new Decoder(4096).decode(block);
        } catch (error) {
          expect(error).toMatchObject({ code: ErrorCode.COMPRESSION_ERROR });
        }
      }),
      { numRuns: 3000 },
    );
  });
});
