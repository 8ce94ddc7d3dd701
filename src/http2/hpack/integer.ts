import { ConnectionError, ErrorCode } from '../errors.js';
import type { ByteWriter } from './byte-writer.js';

/** Bytes behind the prefix that an integer may have: five hold each length and index that makes sense, however padded with zeros. */
const maxContinuation = 5;

/** A read position in a header block. */
export interface Cursor {
  readonly bytes: Uint8Array;
  at: number;
}

/** What ends the connection, as both ends' tables may differ from then on; RFC 9113 section 4.3. */
export function compressionError(detail: string): ConnectionError {
  return new ConnectionError(ErrorCode.COMPRESSION_ERROR, detail);
}

/**
 * The integer in the low `prefix` bits of `first`, a byte that has been read, and in what follows it, RFC 7541 section 5.1.
 * @throws ConnectionError
 */
export function decodeInteger(first: number, prefix: number, cursor: Cursor): number {
  const limit = (1 << prefix) - 1;
  let value = first & limit;
  if (value < limit) return value;
  let scale = 1;
  for (let count = 0; count < maxContinuation; count++) {
    const byte = cursor.bytes[cursor.at++];
    if (byte === undefined) throw compressionError('an integer is cut off');
    value += (byte & 0x7f) * scale;
    if (byte < 0x80) return value;
    scale *= 0x80;
  }
  throw compressionError('an integer is too long');
}

/** Appends `value` behind a prefix of `prefix` bits, whose byte has `flags` above them; RFC 7541 section 5.1. */
export function encodeInteger(value: number, prefix: number, flags: number, out: ByteWriter): void {
  const limit = (1 << prefix) - 1;
  if (value < limit) {
    out.push(flags | value);
    return;
  }
  out.push(flags | limit);
  let rest = value - limit;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) out.push((rest % 0x80) | 0x80);
  out.push(rest);
}
