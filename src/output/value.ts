/** How a pair's key and value are shown by the formats that print them as they are. Either may become longer than it was. */
export type Show = (key: Uint8Array, value: Uint8Array) => Shown;

export interface Shown {
  readonly key: Uint8Array;
  readonly value: Uint8Array;
}

/** As they are. */
export const showRaw: Show = (key, value) => ({ key, value });

/** `\x6b\x31` for `k1`: Go's way with --hex. */
export const showHex: Show = (key, value) => ({ key: hexBytes(key), value: hexBytes(value) });

function hexBytes(bytes: Uint8Array): Uint8Array {
  const out = Buffer.allocUnsafe(bytes.length * 4);
  let at = 0;
  for (const byte of bytes) {
    out[at++] = backslash;
    out[at++] = letterX;
    out[at++] = hexDigits[byte >>> 4] ?? 0;
    out[at++] = hexDigits[byte & 0xf] ?? 0;
  }
  return out;
}

const backslash = 0x5c;
const letterX = 0x78;
const hexDigits = Buffer.from('0123456789abcdef');
