import { describe, expect, test } from 'vitest';
import { isSecure, parseEndpoint } from '../../src/grpc/endpoints.js';

const tcp = (host: string, port: number) => ({ kind: 'tcp', host, port });
const unix = (path: string) => ({ kind: 'unix', path });
const invalid = (problem: string) => ({ kind: 'invalid', problem });

describe('parseEndpoint', () => {
  test.each([
    ['https://h:1/a/b?c', 'h:1', tcp('h', 1), 'h:1', 'h', 'always'],
    ['HTTP://user:pw@h:1', 'h:1', tcp('h', 1), 'h:1', 'h', 'never'],
    ['h:1', 'h:1', tcp('h', 1), 'h:1', 'h', 'optional'],
    ['[::1]:2379', '[::1]:2379', tcp('::1', 2379), '[::1]:2379', '::1', 'optional'],
    ['https://[::1]:2379', '[::1]:2379', tcp('::1', 2379), '[::1]:2379', '::1', 'always'],
    [':2379', ':2379', tcp('', 2379), ':2379', '', 'optional'],
    ['unix:///a/b.sock', '/a/b.sock', unix('/a/b.sock'), 'b.sock', 'b.sock', 'optional'],
    ['unixs:///a/b', '/a/b', unix('/a/b'), 'b', 'b', 'always'],
    ['unix://rel/b:1', 'rel/b:1', unix('rel/b:1'), 'b:1', 'b', 'optional'],
    ['unixs:rel', 'rel', unix('rel'), 'rel', 'rel', 'always'],
    ['ftp://h:1', 'ftp://h:1', invalid('dial tcp: address ftp://h:1: too many colons in address'), 'h:1', 'h', 'optional'],
    ['https://h', 'h', invalid('dial tcp: address h: missing port in address'), 'h', 'h', 'always'],
    ['', '', invalid('dial tcp: missing address'), '', '', 'optional'],
    ['h', 'h', invalid('dial tcp: address h: missing port in address'), 'h', 'h', 'optional'],
    ['::1:2379', '::1:2379', invalid('dial tcp: address ::1:2379: too many colons in address'), '::1:2379', '::1:2379', 'optional'],
    ['h:x', 'h:x', invalid('dial tcp: lookup tcp/x: unknown port'), 'h:x', 'h', 'optional'],
    ['h:65536', 'h:65536', invalid('dial tcp: address 65536: invalid port'), 'h:65536', 'h', 'optional'],
  ])('%j', (text, address, target, authority, serverName, security) => {
    expect(parseEndpoint(text)).toEqual({ address, target, authority, serverName, security });
  });
});

test.each([
  [['https://a:1', 'http://b:1'], false, true],
  [['http://a:1', 'https://b:1'], true, false],
  [['a:1'], true, true],
  [['a:1'], false, false],
  [[], true, true],
])('isSecure(%j) with TLS options %j', (endpoints, hasTls, secure) => {
  expect(isSecure(endpoints.map(parseEndpoint), hasTls)).toBe(secure);
});
