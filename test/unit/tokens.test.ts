import fc from 'fast-check';
import { expect, test } from 'vitest';
import { splitLine } from '../../src/commands/kv/words.js';
import { quote } from '../../src/go/quote.js';

test.each([
  ['put a b', ['put', 'a', 'b']],
  ['  put\ta  ', ['put', 'a']],
  ['put "two words" \'single "x"\'', ['put', 'two words', 'single "x"']],
  ['put a "line\\nend \\x41"', ['put', 'a', 'line\nend A']],
  ['it\'s a"b', ["it's", 'a"b']],
  ['"a"b', ['a', 'b']],
  ['"unterminated x', ['unterminated', 'x']],
  ['""', ['']],
  ['', []],
  // A no-break space is no blank to Go's regular expressions.
  ['a\u00a0b\vc', ['a\u00a0b\vc']],
])('%j', (line, words) => {
  expect(splitLine(line)).toEqual(words);
});

test('a bad escape is status 3', () => {
  expect(() => splitLine('put "\\q"')).toThrow(expect.objectContaining({ message: 'invalid syntax', exitCode: 3 }));
});

test('quoted words come back', () => {
  fc.assert(
    fc.property(fc.array(fc.string()), (words) => {
      expect(splitLine(words.map((word) => quote(word)).join(' '))).toEqual(words);
    }),
  );
});
