import { toBytes, toText } from './text.js';

/** A text that is no CSV record; the message is that of Go's `encoding/csv`. */
export class CsvError extends Error {
  override readonly name = 'CsvError';
}

/**
 * The first record of a CSV text, as Go's `encoding/csv` reads it.
 * @throws CsvError
 */
export function parseRecord(text: string): string[] {
  // One character is one byte from here on, since errors count columns in bytes.
  const input = toBytes(text).toString('latin1').replaceAll('\r\n', '\n').replace(/\r$/, '');
  const start = input.search(/[^\n]/);
  if (start < 0) throw new CsvError('EOF');
  const fields: string[] = [];
  for (let at = start; ; at++) {
    const quoted = input[at] === '"';
    const body = matchAt(quoted ? /(?:[^"]|"")*/y : /[^,\n]*/y, input, quoted ? at + 1 : at);
    const end = quoted ? at + body.length + 2 : at + body.length;
    const bare = quoted ? -1 : body.indexOf('"');
    if (bare >= 0) throw failAt(input, start, at + bare, 'bare " in non-quoted-field');
    if (end > input.length) throw failAt(input, start, input.length, missing);
    if (quoted && !/^[,\n]?$/.test(input.charAt(end))) throw failAt(input, start, end - 1, missing);
    fields.push(toText(Buffer.from(quoted ? body.replaceAll('""', '"') : body, 'latin1')));
    if (input[end] !== ',') return fields;
    at = end;
  }
}

/** One record as Go's `encoding/csv` writes it, without the line end. */
export function formatRecord(fields: readonly string[]): string {
  return fields.map((field) => (/^\\\.$|^\s|[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field)).join(',');
}

const missing = 'extraneous or missing " in quoted-field';

function matchAt(pattern: RegExp, input: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(input)?.[0] ?? '';
}

function failAt(input: string, start: number, at: number, reason: string): CsvError {
  const lineOf = (offset: number) => input.slice(0, offset).split('\n').length;
  // The end of the input belongs to its last line, even after a line end.
  const last = Math.min(at, input.length - 1);
  const column = at - input.lastIndexOf('\n', last - 1);
  const where = `parse error on line ${lineOf(last)}, column ${column}: ${reason}`;
  return new CsvError(lineOf(start) === lineOf(last) ? where : `record on line ${lineOf(start)}; ${where}`);
}
