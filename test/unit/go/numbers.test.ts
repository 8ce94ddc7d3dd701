import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatBytes } from '../../../src/go/bytesize.js';
import { formatDuration, parseDuration } from '../../../src/go/duration.js';
import { parseBool, parseInteger, parseUnsigned } from '../../../src/go/strconv.js';

describe('integers', () => {
  test.each([
    ['42', 42n],
    ['-0x1F', -31n],
    ['+0b101', 5n],
    ['0o17', 15n],
    ['017', 15n],
    ['1_000', 1000n],
    ['0x_1f', 31n],
    ['0', 0n],
    ['-9223372036854775808', -(2n ** 63n)],
  ])('%s in base 0', (text, value) => {
    expect(parseInteger(text, 0)).toBe(value);
  });

  test.each([
    ['', 'invalid syntax'],
    ['x', 'invalid syntax'],
    ['08', 'invalid syntax'],
    ['_1', 'invalid syntax'],
    ['1__0', 'invalid syntax'],
    ['1_', 'invalid syntax'],
    ['0x', 'invalid syntax'],
    [' 1', 'invalid syntax'],
    ['9223372036854775808', 'value out of range'],
    ['99999999999999999999x', 'value out of range'],
  ])('refuses %j', (text, reason) => {
    expect(() => parseInteger(text, 0)).toThrow(`strconv.ParseInt: parsing "${text}": ${reason}`);
  });

  test('other bases know neither prefix nor underscore', () => {
    expect(parseInteger('-7fffffffffffffff', 16)).toBe(-(2n ** 63n - 1n));
    expect(() => parseInteger('0x1', 16)).toThrow('invalid syntax');
    expect(() => parseInteger('1_0')).toThrow('invalid syntax');
  });

  test('unsigned', () => {
    expect(parseUnsigned('18446744073709551615')).toBe(2n ** 64n - 1n);
    expect(() => parseUnsigned('-1')).toThrow('strconv.ParseUint: parsing "-1": invalid syntax');
    expect(() => parseUnsigned('18446744073709551616')).toThrow('strconv.ParseUint: parsing "18446744073709551616": value out of range');
  });

  test('each number comes back in each base', () => {
    fc.assert(
      fc.property(fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n), (value) => {
        const magnitude = value < 0n ? -value : value;
        const sign = value < 0n ? '-' : '';
        for (const text of [value.toString(), `${sign}0x${magnitude.toString(16)}`, `${sign}0o${magnitude.toString(8)}`]) {
          expect(parseInteger(text, 0)).toBe(value);
        }
      }),
    );
  });
});

test('bools', () => {
  expect(['1', 't', 'T', 'TRUE', 'true', 'True'].map(parseBool)).toEqual(Array(6).fill(true));
  expect(['0', 'f', 'F', 'FALSE', 'false', 'False'].map(parseBool)).toEqual(Array(6).fill(false));
  expect(() => parseBool('yes')).toThrow('strconv.ParseBool: parsing "yes": invalid syntax');
});

describe('durations', () => {
  test.each([
    ['5s', 5000],
    ['1h5m0.5s', 3_900_500],
    ['-1.5h', -5_400_000],
    ['.5ms', 0.5],
    ['1us', 0.001],
    ['1µs', 0.001],
    ['3ns', 0.000003],
    ['0', 0],
    ['+0', 0],
  ])('%s', (text, milliseconds) => {
    expect(parseDuration(text)).toBe(milliseconds);
  });

  test.each([
    ['', 'invalid duration ""'],
    ['abc', 'invalid duration "abc"'],
    ['.s', 'invalid duration ".s"'],
    ['5', 'missing unit in duration "5"'],
    ['5x', 'unknown unit "x" in duration "5x"'],
    ['5é', 'unknown unit "\\xc3\\xa9" in duration "5\\xc3\\xa9"'],
    ['9223372036854775808ns', 'invalid duration "9223372036854775808ns"'],
    ['3000000h', 'invalid duration "3000000h"'],
  ])('refuses %j', (text, message) => {
    expect(() => parseDuration(text)).toThrow(`time: ${message}`);
  });

  test.each([
    [0, '0s'],
    [2.507275, '2.507275ms'],
    [1500, '1.5s'],
    [3_600_000, '1h0m0s'],
    [0.815, '815µs'],
    [0.0000015e6, '1.5ms'],
    [0.000001, '1ns'],
    [-90_000, '-1m30s'],
  ])('%d ms is %s', (milliseconds, text) => {
    expect(formatDuration(milliseconds)).toBe(text);
  });

  test('a duration comes back', () => {
    fc.assert(
      fc.property(fc.integer({ min: -(2 ** 50), max: 2 ** 50 }), (nanoseconds) => {
        expect(parseDuration(formatDuration(nanoseconds / 1e6))).toBeCloseTo(nanoseconds / 1e6, 6);
      }),
    );
  });
});

test.each([
  [0, '0 B'],
  [9, '9 B'],
  [10, '10 B'],
  [999, '999 B'],
  [1000, '1.0 kB'],
  [6_881_280, '6.9 MB'],
  [82_854_982, '83 MB'],
  [26_472_631_600_964n, '26 TB'],
  [-1n, '18 EB'],
])('%d bytes are %s', (size, text) => {
  expect(formatBytes(size)).toBe(text);
});
