import { ErrorCode, StreamError } from './errors.js';
import type { Field } from './hpack/field.js';

/** RFC 9113 section 8.2.2: what belongs to a connection of HTTP/1.1. */
const connectionSpecific = new Set(['connection', 'keep-alive', 'proxy-connection', 'transfer-encoding', 'upgrade']);

/** RFC 9110 section 5.6.2, without upper case, which RFC 9113 section 8.2 forbids. */
const token = /^[!#$%&'*+\-.^_`|~0-9a-z]+$/;

function malformed(detail: string): StreamError {
  return new StreamError(ErrorCode.PROTOCOL_ERROR, detail);
}

/** Checks the header section of a response, RFC 9113 section 8.3.2. @returns its status. @throws StreamError, in Go's words */
export function checkResponse(fields: readonly Field[]): number {
  const [first, ...rest] = fields;
  if (first?.[0] !== ':status') throw malformed('malformed header: missing HTTP status');
  if (!/^[1-9]\d\d$/.test(first[1])) throw malformed(`transport: malformed http-status: ${quote(first[1])}`);
  checkFields(rest);
  return Number(first[1]);
}

/** Checks a trailer section, which has no pseudo-header fields; RFC 9113 section 8.1. @throws StreamError, in Go's words */
export function checkTrailers(fields: readonly Field[]): void {
  checkFields(fields);
}

/**
 * RFC 9113 section 8.2.1. White space around a value, which it forbids too, is let through: servers of gRPC send messages as they are,
 * and gRPC for Go takes them.
 */
function checkFields(fields: readonly Field[]): void {
  for (const [name, value] of fields) {
    if (name.startsWith(':')) throw malformed(`invalid pseudo-header ${quote(name)}`);
    if (!token.test(name) || connectionSpecific.has(name)) throw malformed(`invalid header field name ${quote(name)}`);
    if (hasControl(value)) throw malformed(`invalid header field value for ${quote(name)}`);
  }
}

function hasControl(value: string): boolean {
  for (let at = 0; at < value.length; at++) {
    const code = value.charCodeAt(at);
    if (code === 0x00 || code === 0x0a || code === 0x0d) return true;
  }
  return false;
}

/** Go's %q of bytes, which are no UTF-8 where they aren't ASCII. */
function quote(text: string): string {
  const toHex = (character: string) => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
  return `"${text.replace(/["\\]/g, '\\$&').replace(/[^ -~]/g, toHex)}"`;
}

/** The length of the body that a response announces, RFC 9113 section 8.1.1. @throws StreamError */
export function contentLength(fields: readonly Field[]): number | undefined {
  const values = new Set(fields.filter(([name]) => name === 'content-length').map(([, value]) => value));
  if (values.size === 0) return undefined;
  const [value = ''] = values;
  if (values.size > 1 || !/^\d{1,15}$/.test(value)) throw malformed('a content length is not a number');
  return Number(value);
}
