import { describe, expect, test } from 'vitest';
import { decodeCbor } from '../../src/kubernetes/cbor.js';
import { toJson, toPrettyJson } from '../../src/kubernetes/json.js';
import { compactJson, parseJson } from '../../src/kubernetes/json-text.js';
import { kubernetesNumber, yamlNumber } from '../../src/kubernetes/number.js';
import { ObjectDecoder } from '../../src/kubernetes/object.js';
import { Table } from '../../src/kubernetes/table.js';
import { timeText } from '../../src/kubernetes/time.js';
import { DecodeError } from '../../src/kubernetes/tree.js';
import { sortKeys } from '../../src/kubernetes/yaml-order.js';
import { table } from './records.js';

describe('JSON', () => {
  test.each([
    ['{"b":1,"a":{"__proto__":2,"1":3}}', '{"b":1,"a":{"__proto__":2,"1":3}}'],
    [' [ 1.50 , -0 , 1e400 , 12345678901234567890 , true , false , null ] ', '[1.50,-0,1e400,12345678901234567890,true,false,null]'],
    ['"<&>\\u2028\\/\\ud83c\\udf89\\u0007 \x7f\ufeff"', '"\\u003c\\u0026\\u003e\\u2028/🎉\\u0007 \x7f\ufeff"'],
    ['"\\ud800"', '"\\ufffd"'],
    ['{"a":1,"a":2}', '{"a":2}'],
  ])('%s keeps its order and its numbers', (text, expected) => {
    expect(toJson(parseJson(text))).toBe(expected);
  });

  test.each(['', '{', '[1,]', '{"a"}', '{"a":1,}', '01', '1.', '"a', '"\n"', '"\\x"', 'nul', '{} {}', "{'a':1}", '\u00a01'])(
    '%j is none',
    (text) => {
      expect(() => parseJson(text)).toThrow(DecodeError);
    },
  );

  test('within an object it stays as it is, but for blanks between tokens and what HTML would see', () => {
    expect(compactJson(' { "a b" : [ 1.50 , "\\" <" ] ,\n\t"\\\\" : "\u2028" } ')).toBe('{"a b":[1.50,"\\" \\u003c"],"\\\\":"\\u2028"}');
    expect(compactJson('{"a":1}')).toBe('{"a":1}');
  });
});

test.each([
  ['1', '1', '1'],
  ['-0', '0', '0'],
  ['1.50', '1.5', '1.5'],
  ['1e3', '1000', '1000'],
  ['1e6', '1000000', '1000000'],
  ['1234567.5', '1234567.5', '1.2345675e+06'],
  ['9223372036854775807', '9223372036854775807', '9223372036854775807'],
  ['9223372036854775808', '9223372036854775808'.replace('5808', '6000'), '9223372036854776000'],
  ['12345678901234567890', '12345678901234567000', '12345678901234567000'],
  ['1e20', '100000000000000000000', '1e+20'],
  ['1e30', '1e+30', '1e+30'],
  ['0.000001', '0.000001', '1e-06'],
  ['1e-7', '1e-7', '1e-07'],
  ['0.0001', '0.0001', '0.0001'],
  ['-1.5', '-1.5', '-1.5'],
])('the number %s is %s in JSON of kubectl and %s in YAML', (text, json, yaml) => {
  expect(kubernetesNumber(text)).toBe(json);
  expect(yamlNumber(json)).toBe(yaml);
});

describe('CBOR', () => {
  const decode = (hex: string) => toJson(decodeCbor(Buffer.from(`d9d9f7${hex}`, 'hex')));

  // Values of RFC 8949, appendix A; strings and names of Kubernetes are byte strings.
  test.each([
    ['00', '0'],
    ['1818', '24'],
    ['1903e8', '1000'],
    ['1a000f4240', '1000000'],
    ['1bffffffffffffffff', '18446744073709551615'],
    ['3bffffffffffffffff', '-18446744073709551616'],
    ['3903e7', '-1000'],
    ['f90000', '0'],
    ['f93c00', '1'],
    ['f97bff', '65504'],
    ['f90001', '5.960464477539063e-8'],
    ['f9c400', '-4'],
    ['fa47c35000', '100000'],
    ['fb3ff199999999999a', '1.1'],
    ['fb7e37e43c8800759c', '1e+300'],
    ['f4', 'false'],
    ['f5', 'true'],
    ['f6', 'null'],
    ['4161', '"a"'],
    ['6161', '"a"'],
    ['62c3bc', '"ü"'],
    ['41ff', '"\\ufffd"'],
    ['83010203', '[1,2,3]'],
    ['9f0102ff', '[1,2]'],
    ['a24162024161f6', '{"a":null,"b":2}'],
    ['bf416101ff', '{"a":1}'],
    ['5f41614162ff', '"ab"'],
    ['d74401020304', '"01020304"'],
    ['d64401020304', '"AQIDBA=="'],
    ['d543fbf0ff', '"-_D_"'],
    ['c1fb41d452d9e20', undefined],
  ])('%s is %s', (hex, json) => {
    if (json === undefined) expect(() => decode(hex)).toThrow(DecodeError);
    else expect(decode(hex)).toBe(json);
  });

  test.each([
    '',
    '18',
    '1c',
    '5b00ffffffffffffff',
    '9bffffffffffffffff',
    'a1',
    'a10101',
    'ff',
    'f97c00',
    'f97e00',
    'f8ff',
    '0000',
    '5f01ff',
    '5f5f4161ffff',
  ])('%s is none', (hex) => {
    expect(() => decode(hex)).toThrow(DecodeError);
  });
});

test('times of all years are RFC 3339, as Go has them', () => {
  expect(timeText(0)).toBe('1970-01-01T00:00:00Z');
  expect(timeText(-1)).toBe('1969-12-31T23:59:59Z');
  expect(timeText(951_782_400, '.123456')).toBe('2000-02-29T00:00:00.123456Z');
  expect(timeText(-62_135_596_800)).toBe('0001-01-01T00:00:00Z');
  expect(timeText(253_402_300_800)).toBe('10000-01-01T00:00:00Z');
  for (const seconds of [1, 68_256_000, 1_709_210_096, -2_203_891_200, 4_102_444_799]) {
    expect(timeText(seconds)).toBe(new Date(seconds * 1000).toISOString().replace('.000', ''));
  }
});

test("keys are in go-yaml's order: numbers by value, letters last", () => {
  const keys = ['b', 'a10', 'a2', 'a', 'B', '10', '9', '', ' ', 'a-b', 'a_b', 'a.b', 'é', 'a01', 'a1', '🎉', '日本'];
  expect(sortKeys(new Map(keys.map((key) => [key, 0])))).toEqual([
    '',
    ' ',
    '🎉',
    '9',
    '10',
    'B',
    'a',
    'a-b',
    'a.b',
    'a_b',
    'a1',
    'a01',
    'a2',
    'a10',
    'b',
    'é',
    '日本',
  ]);
  const many = Array.from({ length: 40 }, (_, i) => `k${39 - i}`);
  expect(sortKeys(new Map(many.map((key) => [key, 0])))).toEqual(Array.from({ length: 40 }, (_, i) => `k${i}`));
});

describe('what the table does not have', () => {
  const field = (number: number, value: string | Buffer) => {
    const bytes = Buffer.from(value as string, 'latin1');
    return Buffer.concat([Buffer.of(number * 8 + 2, bytes.length), bytes]);
  };
  const envelope = (apiVersion: string, kind: string, ...fields: Buffer[]) =>
    Buffer.concat([Buffer.from('k8s\0'), field(1, Buffer.concat([field(1, apiVersion), field(2, kind)])), field(2, Buffer.concat(fields))]);
  const decode = (value: Buffer) => {
    const object = new ObjectDecoder(table).decode(value);
    return { json: toJson(object?.members ?? null), warnings: object?.warnings };
  };

  test('a kind is shown with its metadata', () => {
    const metadata = field(1, Buffer.concat([field(1, 'web'), field(3, 'shop')]));
    expect(decode(envelope('route.openshift.io/v1', 'Route', metadata, field(2, 'spec'), field(3, '')))).toEqual({
      json: '{"kind":"Route","apiVersion":"route.openshift.io/v1","metadata":{"name":"web","namespace":"shop"}}',
      warnings: ['a kind that is not known', 'field 2 (4 bytes)', 'field 3 (0 bytes)'],
    });
    expect(decode(envelope('example.org/v9', 'Odd', Buffer.of(0x0a, 0x7f)))).toEqual({
      json: '{"kind":"Odd","apiVersion":"example.org/v9"}',
      warnings: ['a kind that is not known', '2 bytes that are no message: unexpected EOF at byte 0'],
    });
  });

  test('a field is named with its place, and so is one that is encoded otherwise', () => {
    const item = field(2, Buffer.concat([field(1, 'app'), Buffer.of(0xfa, 0x01, 1, 0x78), Buffer.of(2 * 8, 1)]));
    expect(
      decode(envelope('v1', 'Pod', field(1, field(1, 'web')), field(2, Buffer.concat([item, Buffer.of(0xfa, 0x07, 1, 0x78)])))),
    ).toEqual({
      json: expect.stringContaining('"metadata":{"name":"web"},"spec":{"containers":[{"name":"app","resources":{}}]},"status":{}'),
      warnings: [
        '.spec.containers[0]: field 31 (1 bytes)',
        '.spec.containers[0]: image, in another encoding (1 bytes)',
        '.spec: field 127 (1 bytes)',
      ],
    });
  });

  test('a broken object is an error that says where, and nothing of what stands there', () => {
    const value = envelope('v1', 'Secret', field(2, 'hunter2'));
    expect(() => new ObjectDecoder(table).decode(value.subarray(0, -1))).toThrow(/^protobuf: unexpected EOF at byte \d+$/);
  });
});

test('a table that is broken is an error, not a wrong object', () => {
  const broken = new Table('# v0.37.0\n\nv1 Pod 0\n\nmetadata=?? spec=m1\n');
  expect(() => new ObjectDecoder(broken).decode(Buffer.from('k8s\0\x0a\x09\x0a\x02v1\x12\x03Pod\x12\0', 'latin1'))).toThrow(DecodeError);
});

test("kubectl's JSON has four blanks a level, empty lists and objects on their line", () => {
  expect(toPrettyJson(parseJson('{"b":[],"a":{},"c":[1,{"d":"<"}]}'))).toBe(
    '{\n    "a": {},\n    "b": [],\n    "c": [\n        1,\n        {\n            "d": "\\u003c"\n        }\n    ]\n}\n',
  );
});
