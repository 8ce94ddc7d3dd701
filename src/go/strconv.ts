import { quote } from './quote.js';

/** A text that is no number; the message is that of Go's `strconv.NumError`. */
export class NumberError extends Error {
  override readonly name = 'NumberError';

  constructor(
    call: 'ParseInt' | 'ParseUint' | 'ParseBool',
    text: string,
    reason: 'invalid syntax' | 'value out of range',
    /** What Go returns beside the error: zero, or the nearest number in range. */
    readonly value: bigint | boolean,
  ) {
    super(`strconv.${call}: parsing ${quote(text)}: ${reason}`);
  }
}

/**
 * Go's `strconv.ParseInt` for 64 bits. Base 0 takes prefixes (`0x`, `0o`, `0`, `0b`) and underscores between digits.
 * @throws NumberError
 */
export function parseInteger(text: string, base: 0 | 10 | 16 = 10): bigint {
  const negative = text.startsWith('-');
  const digits = negative || text.startsWith('+') ? text.slice(1) : text;
  const limit = negative ? 1n << 63n : (1n << 63n) - 1n;
  const value = readDigits(digits, base, () => new NumberError('ParseInt', text, 'invalid syntax', 0n));
  if (value > limit) throw new NumberError('ParseInt', text, 'value out of range', negative ? -limit : limit);
  return negative ? -value : value;
}

/**
 * Go's `strconv.ParseUint` for 64 bits.
 * @throws NumberError
 */
export function parseUnsigned(text: string, base: 0 | 10 | 16 = 10): bigint {
  const value = readDigits(text, base, () => new NumberError('ParseUint', text, 'invalid syntax', 0n));
  if (value > maxUint64) throw new NumberError('ParseUint', text, 'value out of range', maxUint64);
  return value;
}

/**
 * Go's `strconv.ParseBool`.
 * @throws NumberError
 */
export function parseBool(text: string): boolean {
  if (['1', 't', 'T', 'TRUE', 'true', 'True'].includes(text)) return true;
  if (['0', 'f', 'F', 'FALSE', 'false', 'False'].includes(text)) return false;
  throw new NumberError('ParseBool', text, 'invalid syntax', false);
}

const maxUint64 = (1n << 64n) - 1n;
const prefixes: Readonly<Record<string, number>> = { b: 2, o: 8, x: 16 };

/** The digits as a number; more than 64 bits as soon as it gets too large, whatever follows. */
function readDigits(text: string, base: number, fail: () => NumberError): bigint {
  let digits = text;
  let radix = base;
  if (base === 0) {
    const prefixed = text.length >= 3 && text[0] === '0' ? prefixes[text[1]?.toLowerCase() ?? ''] : undefined;
    radix = prefixed ?? (text.startsWith('0') ? 8 : 10);
    digits = prefixed ? text.slice(2) : radix === 8 ? text.slice(1) : text;
  }
  let value = 0n;
  for (const digit of digits) {
    if (base === 0 && digit === '_') continue;
    // Number.parseInt alone would take signs and blanks.
    const number = /^[0-9a-zA-Z]$/.test(digit) ? Number.parseInt(digit, radix) : Number.NaN;
    if (Number.isNaN(number)) throw fail();
    value = value * BigInt(radix) + BigInt(number);
    if (value > maxUint64) return value;
  }
  if (text === '' || (digits.includes('_') && !underscoresFit(text))) throw fail();
  return value;
}

/** Underscores stand only between digits, or between a base prefix and a digit. */
function underscoresFit(text: string): boolean {
  return /^(?:0[xX](?:_?[0-9a-fA-F])+|0[bB](?:_?[01])+|0[oO](?:_?[0-7])+|\d(?:_?\d)*)$/.test(text);
}
