import { isPrintable } from './printable.js';
import { toText } from './text.js';

/** Go's `%q`: a double-quoted literal with every byte that is not printable UTF-8 escaped. */
export function quote(value: string | Uint8Array): string {
  const text = typeof value === 'string' ? value : toText(value);
  return `"${text.replace(notPlain, (character) => escapeCharacter(character, '"'))}"`;
}

/** Go's `%q` of a rune. */
export function quoteRune(rune: number): string {
  return `'${escapeCharacter(String.fromCodePoint(rune), "'")}'`;
}

/** Go's `%#q`: in back quotes where that is possible. */
export function quoteRaw(text: string): string {
  return /[`\ufeff]|[^\P{Cc}\t\u0080-\u009f]|[\ud800-\udfff]/u.test(text) ? quote(text) : `\`${text}\``;
}

/** All but what stands for itself: large values are mostly that. */
const notPlain = /[^ !#-[\]-~]/gu;

const short: Readonly<Record<string, string>> = {
  '\x07': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '\\': '\\\\',
};

function escapeCharacter(character: string, delimiter: string): string {
  if (character === delimiter) return `\\${character}`;
  const known = short[character];
  if (known !== undefined) return known;
  if (isPrintable(character)) return character;
  const rune = character.codePointAt(0) ?? 0;
  // A byte that is no UTF-8, see text.ts.
  if (rune >= 0xdc80 && rune <= 0xdcff) return `\\x${hex(rune & 0xff, 2)}`;
  if (rune >= 0xd800 && rune <= 0xdfff) return '\ufffd';
  if (rune < 0x20 || rune === 0x7f) return `\\x${hex(rune, 2)}`;
  return rune < 0x10000 ? `\\u${hex(rune, 4)}` : `\\U${hex(rune, 8)}`;
}

const hex = (value: number, width: number) => value.toString(16).padStart(width, '0');
