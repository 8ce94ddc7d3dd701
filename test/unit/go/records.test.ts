import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatRecord, parseRecord } from '../../../src/go/csv.js';
import { toJson } from '../../../src/go/json.js';
import { formatLogLine } from '../../../src/go/log.js';
import { describeSystemError, isSystemError } from '../../../src/go/syserror.js';

describe('CSV', () => {
  test.each([
    ['a,b', ['a', 'b']],
    ['a, b', ['a', ' b']],
    [',', ['', '']],
    ['"a,b",c', ['a,b', 'c']],
    ['"say ""hi"""', ['say "hi"']],
    ['"two\nlines"', ['two\nlines']],
    ['\n\na\nb', ['a']],
    ['a\r\n', ['a']],
  ])('%j', (text, fields) => {
    expect(parseRecord(text)).toEqual(fields);
  });

  test.each([
    ['\n', 'EOF'],
    ['a"b', 'parse error on line 1, column 2: bare " in non-quoted-field'],
    ['é,a"b', 'parse error on line 1, column 5: bare " in non-quoted-field'],
    ['"a', 'parse error on line 1, column 3: extraneous or missing " in quoted-field'],
    ['"a"b', 'parse error on line 1, column 3: extraneous or missing " in quoted-field'],
    ['"a\nb', 'record on line 1; parse error on line 2, column 2: extraneous or missing " in quoted-field'],
  ])('refuses %j', (text, message) => {
    expect(() => parseRecord(text)).toThrow(message);
  });

  test('what was written comes back', () => {
    // A record of one empty field is an empty line, and a carriage return before a newline is lost.
    const field = fc.string().map((text) => text.replaceAll('\r', ''));
    const record = fc.array(field, { minLength: 1 }).filter((fields) => fields.join('') !== '');
    fc.assert(
      fc.property(record, (fields) => {
        expect(parseRecord(formatRecord(fields))).toEqual(fields);
      }),
    );
  });
});

describe('JSON', () => {
  test('is that of Go', () => {
    const value = {
      b: 18446744073709551615n,
      a: [null, true, 1.5],
      bytes: Buffer.from([0, 255]),
      none: undefined,
      text: '<a>&"\\\u2028\x01\b\x7fé',
    };
    expect(toJson(value)).toBe(
      '{"b":18446744073709551615,"a":[null,true,1.5],"bytes":"AP8=","text":"\\u003ca\\u003e\\u0026\\"\\\\\\u2028\\u0001\\b\x7fé"}',
    );
  });

  test('has an escape for bytes that are no UTF-8, and none for U+FFFD', () => {
    expect(toJson('\udcff\ufffd\\ud800')).toBe('"\\ufffd\ufffd\\\\ud800"');
  });

  test('reads as what was written', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'grapheme' }), (value) => {
        expect(JSON.parse(toJson(value as never))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});

test('a log line', () => {
  const line = JSON.parse(formatLogLine('warn', Date.UTC(2026, 0, 2, 3, 4, 5, 678), { msg: 'x' }));
  expect(Object.keys(line)).toEqual(['level', 'ts', 'msg']);
  expect(line.ts).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}(?:Z|[+-]\d{4})$/);
  expect(Date.parse(line.ts.replace(/(\d\d)(\d\d)$/, '$1:$2'))).toBe(Date.UTC(2026, 0, 2, 3, 4, 5, 678));
});

test.each([
  [{ code: 'ENOENT', syscall: 'open', path: '/x' }, 'open /x: no such file or directory'],
  [{ code: 'EACCES', syscall: 'rename', path: 'a', dest: 'b' }, 'rename a b: permission denied'],
  [{ code: 'ENOSPC', syscall: 'write' }, 'write: no space left on device'],
])('system errors %#', (properties, text) => {
  const error = Object.assign(new Error('Node tells it otherwise'), properties);
  expect(isSystemError(error) && describeSystemError(error)).toBe(text);
  expect(isSystemError(new Error('another'))).toBe(false);
});
