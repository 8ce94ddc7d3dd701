import fc, { type Arbitrary } from 'fast-check';
import { goFormats } from '../output.js';
import { leaseIds, users } from './scenes.js';

/** Mostly the first, now and then the second. */
export const mostly = <T>(usual: Arbitrary<T>, rare: Arbitrary<T>, weight = 9): Arbitrary<T> =>
  fc.oneof({ weight, arbitrary: usual }, { weight: 1, arbitrary: rare });

const oneOf = (...values: readonly string[]): Arbitrary<string> => fc.constantFrom(...values);

/** A byte that is no UTF-8, as src/go/text.ts has it. */
const byte = (value: number) => String.fromCharCode(0xdc00 + value);

/** Never an absolute path: `snapshot save` may take it for its file. */
const strange = fc
  .string({
    unit: fc.oneof(
      { weight: 5, arbitrary: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }) },
      fc.nat(127).map((n) => byte(128 + n)),
    ),
    maxLength: 5,
  })
  .map((text) => text.replaceAll('\0', '.').replaceAll('$ENDPOINT', '').replaceAll('/', '.'));

/** From a small pool, so that keys meet. */
export const key = mostly(
  oneOf('a', 'b', 'k', 'k1', 'k2', 'k/', 'k/1', 'k/2', 'n', 'gone', 'z'),
  fc.oneof(
    oneOf('', 'k 1', 'ü', `k${byte(255)}`, byte(255), `${byte(255)}${byte(255)}`, 'a\nb', "it's", 'q"q', '-', '-x', '--prefix', 'A'),
    strange,
  ),
  4,
);

export const value = mostly(
  oneOf('1', 'v', 'two words', '42'),
  fc.oneof(oneOf('', ' ', 'new\nline', '"', "'", '\\n', '-5', '<&>', '日本', '\t'), strange),
  3,
);

export const integer = mostly(
  fc.oneof(fc.nat(25).map(String), oneOf('0', '1', '2', '-1', '1000000')),
  fc.oneof(
    oneOf(
      '0x1f',
      '0X1F',
      '0b11',
      '0o17',
      '017',
      '1_000',
      '1__0',
      '_1',
      '1_',
      '0x_1',
      '+5',
      '-0',
      '',
      ' 5',
      '5 ',
      'abc',
      '1e3',
      '1.0',
      '0x',
      '٣',
      '08',
    ),
    oneOf(
      '9223372036854775807',
      '9223372036854775808',
      '-9223372036854775808',
      '-9223372036854775809',
      '18446744073709551615',
      '99999999999999999999',
    ),
    strange,
  ),
  3,
);

const boolean = mostly(
  oneOf('true', 'false'),
  fc.oneof(oneOf('1', '0', 't', 'F', 'TRUE', 'False', 'tRUE', 'yes', '', ' true', '"'), strange),
  2,
);

/** Either too short for anything or long enough for all: what is between would be a race. */
const duration = oneOf(
  '5s',
  '10s',
  '1m',
  '0',
  '0s',
  '-1s',
  '1ns',
  '1h30m',
  '8.5s',
  '.5h',
  '5',
  'abc',
  '',
  '9999999h',
  '1d',
  '5S',
  '1µh',
  '+7s',
  '6000ms',
  '0x5s',
  ' 5s',
  '1h 5m',
  '9s\n',
);

/** Signed hexadecimal. */
export const leaseId = mostly(
  oneOf(...leaseIds, '0'),
  oneOf(
    'ABC',
    '+abc',
    '-abc',
    '-1',
    '0abc',
    '0xabc',
    'zz',
    '',
    'a_b',
    '8000000000000000',
    '-8000000000000000',
    'ffffffffffffffff',
    '00000000000000000abc',
  ),
  3,
);

export const memberId = oneOf(
  '1',
  'abc',
  '8e9e05c52164694d',
  '0',
  '-1',
  '+1',
  'zz',
  '',
  'ffffffffffffffff',
  '10000000000000000',
  '0x1',
  '1_0',
  'AB',
);

export const userName = mostly(oneOf(...Object.keys(users), 'u3', 'u4'), oneOf('', 'u:x', ' u1', 'ü', byte(200), 'a\nb', '-u'), 5);
export const roleName = mostly(oneOf('root', 'r1', 'r2', 'r3'), oneOf('', 'ü', byte(200), 'r 1', '-r'), 5);
const logins = Object.entries(users).map(([name, password]) => `${name}:${password}`);
const login = oneOf(...logins, 'root:rootpw', 'root:rootpw', 'root:wrong', 'u1', 'u3', 'u3:', ':x', '', 'nobody:x', 'root:');
const endpoints = mostly(
  oneOf('$ENDPOINT', 'http://$ENDPOINT', '$ENDPOINT,$ENDPOINT', 'HTTP://$ENDPOINT/some/path', '"$ENDPOINT"'),
  oneOf(
    '',
    ',',
    '"',
    'a"b',
    '$ENDPOINT, $ENDPOINT',
    ' $ENDPOINT',
    '127.0.0.1:1,$ENDPOINT',
    'ftp://$ENDPOINT',
    'unix:///nowhere',
    '$ENDPOINT\n127.0.0.1:1',
    '127.0.0.1:1',
    ':1',
    'https://$ENDPOINT',
  ),
  3,
);
const file = oneOf('', 'bad.pem', 'missing.pem', 'empty.pem', '.', 'folder/missing');
const peerUrls = oneOf(
  'http://127.0.0.1:2390',
  'http://127.0.0.1:2390,http://127.0.0.1:2391',
  'http://localhost:1',
  'https://[::1]:5',
  '',
  'foo',
  'http://127.0.0.1',
  'http://127.0.0.1:2390/path',
  'http://',
  'http://a:b',
  ',',
  'unix://x',
  'http://h:1?q',
  'HTTP://h:1',
  ' http://h:1',
  'http://u:p@h:1',
  '127.0.0.1:2380',
  'http://h:99999',
  'http://%zz:1',
  'http://[::1:5',
  'http://h:1#f',
  'ftp://h:1',
  'http://h:1,',
  'http://h_x:1',
  'http://a b:1',
);
export const version = oneOf('3.6', '3.6.0', '3.7', '3.5.0', 'x', '', '3', '99.0.0', '3.6.0-alpha', ' 3.6.0', 'v3.6.0');

/** By flag; a command's own come first, as `get --rev`. */
const named: Readonly<Record<string, Arbitrary<string>>> = {
  'auth-jwt-token': oneOf('', 'abc', 'a.b'),
  cacert: file,
  cert: file,
  key: file,
  consistency: oneOf('l', 's', 'x', '', 'L'),
  'discovery-srv': fc.constant(''),
  'discovery-srv-name': oneOf('', 'x'),
  'dest-cacert': file,
  'dest-cert': file,
  'dest-key': file,
  'dest-user': login,
  'dest-password': oneOf('', 'x'),
  endpoints,
  lease: leaseId,
  load: oneOf('x', '', 'S', 'XL', ' s'),
  'new-user-password': oneOf('new', '', ' '),
  order: oneOf('ASCEND', 'DESCEND', 'ascend', 'Descend', '', 'x', 'NONE'),
  password: oneOf('rootpw', 'pw1', '', 'wrong'),
  'peer-urls': peerUrls,
  prefix: oneOf('k', '', 'k/'),
  'sort-by': oneOf('CREATE', 'KEY', 'MODIFY', 'VALUE', 'VERSION', 'key', 'Version', '', 'x'),
  user: login,
  'write-out': mostly(oneOf(...goFormats), oneOf('JSON', '', 'x', ' json', 'yaml', 'protobuf ')),
  'dest-prefix': oneOf('m/', '', 'z'),
};

/** Values of a flag; few of them are wrong. */
export function flagText(name: string, type: string): Arbitrary<string> {
  if (type === 'bool') return boolean;
  const own = named[name];
  if (own) return own;
  return type === 'duration' ? duration : type === 'string' || type === 'strings' ? value : integer;
}
