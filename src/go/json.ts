import { toText } from './text.js';

/** What Go's `encoding/json` writes: integers beyond 2^53 as bigint, bytes as base64, `undefined` members left out. */
export type Json = string | number | bigint | boolean | null | Uint8Array | readonly Json[] | { readonly [name: string]: Json | undefined };

/** The value as Go's `json.Marshal` has it, members in the order they were put in. */
export function toJson(value: Json): string {
  if (typeof value === 'string') return jsonString(value);
  if (typeof value !== 'object' || value === null) return String(value);
  if (value instanceof Uint8Array) return `"${Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64')}"`;
  if (isList(value)) return `[${value.map(toJson).join(',')}]`;
  const members = Object.entries(value).flatMap(([name, member]) =>
    member === undefined ? [] : [`${jsonString(name)}:${toJson(member)}`],
  );
  return `{${members.join(',')}}`;
}

// Array.isArray does not narrow readonly arrays.
const isList = (value: object): value is readonly Json[] => Array.isArray(value);

/** A JSON string with Go's escapes: `<`, `>`, `&`, U+2028 and U+2029 too; a byte that is no UTF-8 becomes `\ufffd`. */
export function jsonString(value: string | Uint8Array): string {
  const text = typeof value === 'string' ? value : toText(value);
  return `"${text.split(noUtf8).map(escapeText).join('\\ufffd')}"`;
}

// Lone surrogates, see text.ts.
const noUtf8 = /[\ud800-\udfff]/u;

const escapeText = (text: string) =>
  JSON.stringify(text)
    .slice(1, -1)
    .replace(/[<>&\u2028\u2029]/g, (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`);
