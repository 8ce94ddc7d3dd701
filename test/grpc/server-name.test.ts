import { describe, expect, test } from 'vitest';
import { canonicalAddress, isNamed, parseAlternativeNames } from '../../src/grpc/server-name.js';

const isValid = (names: string, serverName: string) => isNamed(parseAlternativeNames(names), serverName);

describe('a certificate is valid', () => {
  test.each([
    ['DNS:a.test', 'a.test'],
    ['DNS:A.test', 'a.TEST'],
    ['DNS:a.test', 'a.test.'],
    ['DNS:b.test, DNS:a.test', 'a.test'],
    ['DNS:*.a.test', 'x.a.test'],
    ['DNS:x_y.a.test', 'x_y.a.test'],
    ['DNS:localhost', 'localhost'],
    ['IP Address:127.0.0.1', '127.0.0.1'],
    ['IP Address:0:0:0:0:0:0:0:1', '::1'],
    ['IP Address:2001:db8:0:0:0:0:0:A', '2001:DB8::a'],
    // What is no host name is what it is, but for its case.
    ['DNS:a b', 'A b'],
  ])('%s for %s', (names, serverName) => {
    expect(isValid(names, serverName)).toBe(true);
  });
});

describe('a certificate is not valid', () => {
  test.each([
    ['', 'a.test'],
    ['DNS:', ''],
    ['DNS:a.test', 'b.test'],
    ['DNS:a.test', 'x.a.test'],
    ['DNS:x.a.test', 'a.test'],
    ['DNS:*.a.test', 'a.test'],
    ['DNS:*.a.test', 'x.y.a.test'],
    ['DNS:*', 'localhost'],
    ['DNS:x*.a.test', 'xy.a.test'],
    ['DNS:a.*.test', 'a.b.test'],
    ['DNS:a.test.', 'a.test'],
    // An address is not a name, nor the other way round.
    ['DNS:127.0.0.1', '127.0.0.1'],
    ['IP Address:127.0.0.1', '127.0.0.2'],
    ['IP Address:127.0.0.1', 'localhost'],
    ['IP Address:0:0:0:0:0:0:0:1', '::2'],
    ['URI:a.test, email:a.test', 'a.test'],
    // Commas within a name are escaped, so that it can't be taken for two.
    ['DNS:"x\\u002c DNS:a.test\\u002c y"', 'a.test'],
  ])('%s for %s', (names, serverName) => {
    expect(isValid(names, serverName)).toBe(false);
  });
});

test('names are told as they are, addresses as Go prints them', () => {
  expect(parseAlternativeNames('DNS:a.test, IP Address:0:0:0:0:0:0:0:1, DNS:"q\\"\\u002c", IP Address:10.0.0.1, URI:x')).toEqual({
    hosts: ['a.test', 'q",'],
    addresses: ['::1', '10.0.0.1'],
  });
});

test.each([
  ['1.2.3.4', '1.2.3.4'],
  ['256.1.1.1', undefined],
  ['1.2.3', undefined],
  ['0x7f.1.1.1', undefined],
  ['::', '::'],
  ['0:0:0:0:0:0:0:0', '::'],
  ['1:0:0:2:0:0:0:3', '1:0:0:2::3'],
  ['FE80::1', 'fe80::1'],
  ['::1%eth0', undefined],
  [':', undefined],
  ['a:b', undefined],
  ['localhost', undefined],
  ['', undefined],
])('canonicalAddress(%j)', (text, address) => {
  expect(canonicalAddress(text)).toBe(address);
});
