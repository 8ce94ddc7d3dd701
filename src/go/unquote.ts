import { toBytes, toText } from './text.js';

/** What Go's `strconv.ErrSyntax` says. */
export class QuoteError extends Error {
  override readonly name = 'QuoteError';

  constructor() {
    super('invalid syntax');
  }
}

/**
 * Go's `strconv.Unquote` for double and back quotes. Text in and out is that of text.ts, so `"\xff"` gives one byte.
 * @throws QuoteError
 */
export function unquote(literal: string): string {
  const body = literal.slice(1, -1);
  if (literal.length < 2 || literal.at(-1) !== literal[0]) throw new QuoteError();
  if (literal[0] === '`') {
    if (body.includes('`')) throw new QuoteError();
    return body.replaceAll('\r', '');
  }
  if (literal[0] !== '"' || !/^(?:[^"\\\n]|\\[^\n])*$/.test(body)) throw new QuoteError();
  // Escapes name bytes and may join to one character, so the text is put together as bytes. Bytes that are no UTF-8 are taken as
  // U+FFFD here, as Go does.
  const parts = body
    .split(/(\\[xuU][0-9a-fA-F]*|\\[0-7]{1,3}|\\[\s\S])/)
    .map((part, i) => (i % 2 ? readEscape(part) : replaceInvalid(part)));
  return toText(Buffer.concat(parts));
}

const replaceInvalid = (text: string) => Buffer.from(text, 'utf8');

const short: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  '"': '"',
};

const digits: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

/** The bytes of one escape, with the hexadecimal digits that follow it but do not belong to it. */
function readEscape(sequence: string): Buffer {
  const kind = sequence[1] ?? '';
  const known = short[kind];
  if (known !== undefined) return Buffer.from(known);
  const width = digits[kind];
  if (width === undefined) {
    const byte = /^\\[0-7]{3}$/.test(sequence) ? Number.parseInt(sequence.slice(1), 8) : 256;
    if (byte > 255) throw new QuoteError();
    return Buffer.of(byte);
  }
  const hex = sequence.slice(2, 2 + width);
  const rest = toBytes(sequence.slice(2 + width));
  const rune = Number.parseInt(hex, 16);
  if (hex.length < width) throw new QuoteError();
  if (kind === 'x') return Buffer.concat([Buffer.of(rune), rest]);
  if (rune > 0x10ffff || (rune >= 0xd800 && rune <= 0xdfff)) throw new QuoteError();
  return Buffer.concat([Buffer.from(String.fromCodePoint(rune)), rest]);
}
