import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { quote, quoteRaw, quoteRune } from '../../../src/go/quote.js';
import { toBytes, toText } from '../../../src/go/text.js';
import { QuoteError, unquote } from '../../../src/go/unquote.js';

const bytes = fc.uint8Array({ maxLength: 40 });

describe('quote', () => {
  // What Go 1.26 prints for %q.
  test.each([
    ['', '""'],
    ['plain', '"plain"'],
    ['a"b\\c', '"a\\"b\\\\c"'],
    ['\x07\b\f\n\r\t\v', '"\\a\\b\\f\\n\\r\\t\\v"'],
    ['\x00\x1f\x7f', '"\\x00\\x1f\\x7f"'],
    ['키é😀', '"키é😀"'],
    ['\u00a0\u2028\ufeff', '"\\u00a0\\u2028\\ufeff"'],
    ['\u{e0001}', '"\\U000e0001"'],
    // Newer than the Unicode that Go knows, whatever the engine does.
    ['\u{1c89}', '"\\u1c89"'],
    ['\u{1cc00}', '"\\U0001cc00"'],
    ['\u{1fae8}', '"\u{1fae8}"'],
  ])('%j', (text, quoted) => {
    expect(quote(text)).toBe(quoted);
  });

  test('bytes that are no UTF-8', () => {
    expect(quote(Buffer.from([0x61, 0xff, 0xc3, 0x28, 0xed, 0xa0, 0x80]))).toBe('"a\\xff\\xc3(\\xed\\xa0\\x80"');
    expect(quote('\ufffd')).toBe('"\ufffd"');
  });

  test('runes', () => {
    expect(quoteRune(0x63)).toBe("'c'");
    expect(quoteRune(0x27)).toBe("'\\''");
  });

  test.each([
    ['bogus', '`bogus`'],
    ['a\tb', '`a\tb`'],
    ['a`b', '"a`b"'],
    ['a\nb', '"a\\nb"'],
  ])('in back quotes %j', (text, quoted) => {
    expect(quoteRaw(text)).toBe(quoted);
  });
});

describe('unquote', () => {
  test('takes back what quote wrote', () => {
    fc.assert(
      fc.property(bytes, (value) => {
        expect(toBytes(unquote(quote(value)))).toEqual(Buffer.from(value));
      }),
    );
  });

  test.each([
    ['`raw \\n`', 'raw \\n'],
    ['`a\rb`', 'ab'],
    ['"\\101\\x41\\u0041\\U00000041"', 'AAAA'],
    ['"\\xc3\\xa9"', 'é'],
    ['"\\x4ab"', 'Jb'],
    ['"it\'s"', "it's"],
  ])('%s', (literal, text) => {
    expect(unquote(literal)).toBe(text);
  });

  test.each([
    '',
    '"',
    '"a',
    'a"',
    'plain',
    "'a'",
    '"a"b"',
    '"\\q"',
    '"\\x4"',
    '"\\400"',
    '"\\18"',
    '"\\ud800"',
    '"\\U00110000"',
    '"\\\'"',
    '"a\nb"',
    '`a`b`',
  ])('refuses %j', (literal) => {
    expect(() => unquote(literal)).toThrow(QuoteError);
  });
});

describe('text', () => {
  test('keeps all bytes', () => {
    fc.assert(
      fc.property(bytes, (value) => {
        expect(toBytes(toText(value))).toEqual(Buffer.from(value));
      }),
    );
  });

  test('is UTF-8 where it can be', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (value) => {
        expect(toText(Buffer.from(value))).toBe(value);
      }),
    );
  });
});
