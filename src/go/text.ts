import { isUtf8 } from 'node:buffer';

/**
 * Go's strings are bytes, ours are UTF-16. Text that comes from outside (arguments, input lines) is kept without loss all the same:
 * a byte that is not part of valid UTF-8 is the lone surrogate U+DC00 + byte, as Python's "surrogateescape" has it.
 */
export function toText(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (isUtf8(buffer)) return buffer.toString('utf8');
  let text = '';
  let valid = 0;
  for (let at = 0; at < buffer.length; ) {
    const size = runeSize(buffer, at);
    if (size > 0) {
      at += size;
      continue;
    }
    text += buffer.toString('utf8', valid, at) + String.fromCharCode(0xdc00 + (buffer[at] ?? 0));
    valid = ++at;
  }
  return text + buffer.toString('utf8', valid);
}

/** The bytes of a text that `toText` made; of any other text its UTF-8. */
export function toBytes(text: string): Buffer {
  if (!escapedByte.test(text)) return Buffer.from(text, 'utf8');
  return Buffer.concat(text.split(everyEscapedByte).map((part, i) => (i % 2 ? Buffer.of(part.charCodeAt(0) & 0xff) : Buffer.from(part))));
}

const escapedByte = /[\udc80-\udcff]/u;
const everyEscapedByte = /([\udc80-\udcff])/u;

/** How many bytes the UTF-8 character at `at` has; 0 where there is none, by the table of Unicode 15, 3.9 (D92). */
function runeSize(bytes: Buffer, at: number): number {
  const first = bytes[at] ?? 0;
  if (first < 0x80) return 1;
  if (first < 0xc2 || first > 0xf4) return 0;
  const size = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  const second = bytes[at + 1] ?? 0;
  const low = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
  const high = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
  if (second < low || second > high) return 0;
  for (let i = 2; i < size; i++) {
    if (((bytes[at + i] ?? 0) & 0xc0) !== 0x80) return 0;
  }
  return size;
}
