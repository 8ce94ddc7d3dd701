import type { ByteWriter } from './byte-writer.js';
import { compressionError } from './integer.js';
import { latin1 } from './latin1.js';

/**
 * RFC 7541 appendix B. The code is canonical: codes of one length are in the order of their symbols and follow those that are shorter, so
 * that lengths define it. One digit in base 36 for each byte value and the last for EOS.
 */
const codeLengths =
  'dnsssssssoussussssssssusssssssss6aacd68baa8b8666555666666678f6ca' +
  'd67777777777777777777777878djde6f56565666577666567655677777fbeds' +
  'kmkkmmmnmnnnnnonoomnonnnnlmnmnnomlkmmnnlnmmolmnnllmlnmnnkmmmnmmn' +
  'qqkjmnmpqqqrrqopjlqrrqrollqqsrrrkoklmllnmmppooqnqrqqrrrrrsrrrrrq' +
  'u';

const endOfString = 256;
const shortestCode = 5;
const longestCode = 30;

const lengths = new Uint8Array(endOfString + 1);
const codes = new Uint32Array(endOfString + 1);
/** The symbols in the order of their codes. */
const symbols = new Uint16Array(endOfString + 1);
/** For each length: how many codes have it, the first of them, and that one's place in `symbols`. */
const counts = new Uint16Array(longestCode + 1);
const firstCodes = new Uint32Array(longestCode + 1);
const firstPlaces = new Uint16Array(longestCode + 1);

for (let symbol = 0; symbol <= endOfString; symbol++) {
  const length = Number.parseInt(codeLengths.charAt(symbol), 36);
  lengths[symbol] = length;
  counts[length] = (counts[length] ?? 0) + 1;
}
for (let length = 1; length <= longestCode; length++) {
  const before = counts[length - 1] ?? 0;
  firstCodes[length] = ((firstCodes[length - 1] ?? 0) + before) * 2;
  firstPlaces[length] = (firstPlaces[length - 1] ?? 0) + before;
}
const used = new Uint16Array(longestCode + 1);
for (let symbol = 0; symbol <= endOfString; symbol++) {
  const length = lengths[symbol] ?? 0;
  const rank = used[length] ?? 0;
  used[length] = rank + 1;
  codes[symbol] = (firstCodes[length] ?? 0) + rank;
  symbols[(firstPlaces[length] ?? 0) + rank] = symbol;
}

/** Bytes that the text takes, RFC 7541 section 5.2. */
export function huffmanLength(text: string): number {
  let bits = 0;
  for (let at = 0; at < text.length; at++) bits += lengths[text.charCodeAt(at)] ?? 0;
  return Math.ceil(bits / 8);
}

/** Appends the text's code, filled up with ones. */
export function encodeHuffman(text: string, out: ByteWriter): void {
  // At most seven bits wait while thirty come, which is more than the engine's integers have.
  let waiting = 0;
  let filled = 0;
  for (let at = 0; at < text.length; at++) {
    const symbol = text.charCodeAt(at);
    const code = codes[symbol] ?? 0;
    for (let left = lengths[symbol] ?? 0; left > 0; ) {
      const taken = Math.min(left, 8 - filled);
      left -= taken;
      waiting = (waiting << taken) | ((code >>> left) & ((1 << taken) - 1));
      filled += taken;
      if (filled < 8) continue;
      out.push(waiting);
      waiting = 0;
      filled = 0;
    }
  }
  if (filled > 0) out.push(((waiting << (8 - filled)) | (0xff >>> filled)) & 0xff);
}

/** The text that the bytes from `start` to `end` encode, as Latin-1. @throws ConnectionError */
export function decodeHuffman(bytes: Uint8Array, start: number, end: number): string {
  const text = new Uint8Array(Math.floor(((end - start) * 8) / shortestCode));
  let textLength = 0;
  let code = 0;
  let length = 0;
  for (let at = start; at < end; at++) {
    const byte = bytes[at] ?? 0;
    for (let bit = 7; bit >= 0; bit--) {
      code = code * 2 + ((byte >>> bit) & 1);
      length++;
      const offset = code - (firstCodes[length] ?? 0);
      if (offset >= (counts[length] ?? 0)) continue;
      const symbol = symbols[(firstPlaces[length] ?? 0) + offset] ?? endOfString;
      if (symbol === endOfString) throw compressionError('a string has the end-of-string symbol in it');
      text[textLength++] = symbol;
      code = 0;
      length = 0;
    }
  }
  // What is left must be the begin of the end-of-string symbol, which is all ones, and shorter than a byte.
  if (length > 7 || code !== 2 ** length - 1) throw compressionError('a string is filled up with something else than ones');
  return latin1(text.subarray(0, textLength));
}
