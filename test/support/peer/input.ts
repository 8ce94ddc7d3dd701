import fc, { type Arbitrary } from 'fast-check';
import { quote } from '../../../src/go/quote.js';
import { integer, key, mostly, value } from './values.js';

const oneOf = (...values: readonly string[]): Arbitrary<string> => fc.constantFrom(...values);
const join = (separator: string, ...parts: readonly Arbitrary<string>[]) => fc.tuple(...parts).map((texts) => texts.join(separator));

const goString = (text: Arbitrary<string>): Arbitrary<string> =>
  fc.oneof(
    { weight: 6, arbitrary: text.map(quote) },
    { weight: 1, arbitrary: text.map((inner) => `\`${inner}\``) },
    { weight: 1, arbitrary: fc.tuple(text, oneOf('"', "'", '')).map(([inner, mark]) => mark + inner + mark) },
    {
      weight: 1,
      arbitrary: oneOf(
        '"\\x6b"',
        '"\\u00fc"',
        '"\\377"',
        '"\\q"',
        '"\\"',
        '"a\\tb"',
        '"',
        '""',
        '"\\U0001F600"',
        "'k'",
        '"\\x"',
        '"\\400"',
        '"\\ud800"',
      ),
    },
  );

const compare = mostly(
  fc
    .tuple(
      oneOf('val', 'value', 'mod', 'm', 'create', 'c', 'ver', 'version', 'ver', 'lease', 'foo', 'VER', ''),
      goString(key),
      oneOf('=', '=', '!=', '<', '>', '==', '>=', '', '<>'),
      goString(mostly(integer, value, 2)),
      oneOf(' ', ' ', '  ', '\t', ''),
    )
    .map(([target, name, operator, number, blank]) => `${target}(${name})${blank}${operator}${blank}${number}`),
  oneOf(
    'foo',
    'mod("a") = 1',
    'mod("a"',
    'mod(a) = "1"',
    'mod("a") = "1" more',
    '(',
    'mod ("a") = "1"',
    ' mod("a") = "1" ',
    'mod("a") "1"',
    'mod("a")="1"',
    'mod("a") =',
  ),
);

const token = (text: Arbitrary<string>): Arbitrary<string> =>
  fc.oneof(
    { weight: 4, arbitrary: text.filter((inner) => /^[^\s"']+$/.test(inner)) },
    { weight: 4, arbitrary: text.map(quote) },
    { weight: 1, arbitrary: text.filter((inner) => !/['\n]/.test(inner)).map((inner) => `'${inner}'`) },
    {
      weight: 1,
      arbitrary: oneOf("it's", 'a"b', '"unterminated', "'open", '"bad\\q"', '"a""b"', '"a"b', '"\\x"', '--', '""', "''", '"\\377"'),
    },
  );

const request = mostly(
  fc.oneof(
    join(
      ' ',
      fc.constant('put'),
      token(key),
      token(value),
      oneOf('', '', '--prev-kv', '--lease=abc', '--ignore-lease', '--bogus', '-x', '--lease=zz'),
    ),
    join(' ', fc.constant('put'), token(key), oneOf('--ignore-value', '', '--prev-kv')),
    join(
      ' ',
      oneOf('get', 'g'),
      token(key),
      oneOf(
        '',
        '',
        '--prefix',
        '--limit=1',
        '--keys-only',
        '--count-only',
        '--rev=12',
        '--order=descend',
        '--print-value-only',
        '--from-key',
        '--consistency=s',
        '--limit=x',
        '--sort-by=value',
        '--stream',
      ),
    ),
    join(' ', oneOf('del', 'de', 'd'), token(key), oneOf('', '', '--prev-kv', '--prefix', '--range', '--from-key --prefix')),
    join(' ', fc.constant('get'), token(key), token(key)),
    join(' ', fc.constant('del --range'), token(key), token(key)),
  ),
  oneOf(
    'delete a',
    'get',
    'put',
    'foo',
    'del',
    '--prefix',
    'get --prefix',
    '"get" "a"',
    "'get' a",
    'get a b --prefix',
    'put a',
    'help',
    'watch a',
    'GET a',
    '-h a',
    '\u00a0get a',
  ),
);

/** Lines for `txn`, which ends each of its three sections with a blank line; some stop early. */
export const txnInput: Arbitrary<string> = fc
  .tuple(
    fc.array(compare, { maxLength: 2 }),
    fc.array(request, { maxLength: 3 }),
    fc.array(request, { maxLength: 2 }),
    mostly<readonly string[]>(
      fc.constant(['', '', '\n']),
      fc.tuple(oneOf('', ' ', '\t', '\r'), oneOf('', ' '), oneOf('', '\n', '\nmore', ' \n')),
      6,
    ),
  )
  .map(
    ([compares, onSuccess, onFailure, [first = '', second = '', last = '']]) =>
      [...compares, first, ...onSuccess, second, ...onFailure, ''].join('\n') + last,
  );

const watchLine = mostly(
  fc.oneof(
    join(
      ' ',
      oneOf('watch', 'watch', 'w', 'wat'),
      token(key),
      oneOf(
        '',
        '--rev=10',
        '--rev 12 --prefix',
        '--prefix',
        '--rev=9 --prev-kv',
        '--rev=1',
        '--bogus',
        '-i',
        '--rev=x',
        'z',
        '-- echo x',
        '--',
      ),
    ),
    oneOf(
      'progress',
      'progress now',
      'watch',
      '',
      ' ',
      'foo',
      'get a',
      'watch --prefix',
      'watch a b --prefix',
      '"watch" a',
      'watch -- echo',
    ),
  ),
  token(value),
);

/** Lines for `watch -i`; more than one watch would print in any order. */
export const watchInput: Arbitrary<string> = fc
  .tuple(fc.array(watchLine, { maxLength: 2 }), oneOf('\n', '\n', ''))
  .map(([lines, end]) => lines.join('\n') + end);

/** Answers to prompts for passwords. */
export const passwordInput: Arbitrary<string> = oneOf(
  'rootpw\n',
  'pw1\n',
  'new\nnew\n',
  'new\nother\n',
  'new\n',
  '',
  '\n',
  'new',
  ' new \n new \n',
  'two words\ntwo words\n',
  'new\r\nnew\r\n',
  '\n\n',
);
