import { expect, test } from 'vitest';
import { peerUrls, UrlError } from '../../src/go/peer-urls.js';

test.each([
  'http://127.0.0.1:2380',
  'https://a:1,http://b:2',
  ' http://a:1',
  'HTTP://a:1',
  'http://a:',
  'http://:1',
  'http://[::1]:5',
  'http://[fe80::1%25en0]:5',
  'http://u:p@h:1',
  'http://a:1?x',
  'http://a<b:1',
  'http://a%25b:1',
  'unix:x',
  'unixs://x/y',
])('%j passes as typed', (list) => {
  expect(peerUrls(list)).toEqual(list.split(','));
});

// What Go's etcdctl 3.7.1 said.
test.each([
  ['foo', 'URL scheme must be http, https, unix, or unixs: foo'],
  ['localhost:2380', 'URL scheme must be http, https, unix, or unixs: localhost:2380'],
  ['http://a:1,', 'URL scheme must be http, https, unix, or unixs: '],
  ['http://a', 'URL address does not have the form "host:port": http://a'],
  ['http:a:1', 'URL address does not have the form "host:port": http:a:1'],
  ['http:///x', 'URL address does not have the form "host:port": http:///x'],
  ['http://a:1/', 'URL must not contain a path: http://a:1/'],
  ['127.0.0.1:2380', 'parse "127.0.0.1:2380": first path segment in URL cannot contain colon'],
  [':foo', 'parse ":foo": missing protocol scheme'],
  ['http://a:x', 'parse "http://a:x": invalid port ":x" after host'],
  ['http://a:1:2', 'parse "http://a:1:2": invalid port ":1:2" after host'],
  ['http://[::1', `parse "http://[::1": missing ']' in host`],
  ['http://[]:1', 'parse "http://[]:1": invalid host: ParseAddr(""): unable to parse IP'],
  ['http://a%zz:1', 'parse "http://a%zz:1": invalid URL escape "%zz"'],
  ['http://a b:1', 'parse "http://a b:1": invalid character " " in host name'],
  ['http://a\u0001:1', 'parse "http://a\\x01:1": net/url: invalid control character in URL'],
  ['http://u|:@h:1', 'parse "http://u|:@h:1": net/url: invalid userinfo'],
])('%j is refused', (list, message) => {
  expect(() => peerUrls(list)).toThrow(new UrlError(message));
});
