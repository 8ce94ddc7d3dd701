const zero = Buffer.from([0]);
const none = Buffer.alloc(0);

/** The first key behind all keys with this prefix, contract section 2: one zero byte where there is none. */
export function prefixEnd(prefix: Uint8Array): Buffer {
  for (let i = prefix.length - 1; i >= 0; i--) {
    const byte = prefix[i] ?? 0;
    if (byte < 0xff) return Buffer.concat([prefix.subarray(0, i), Buffer.from([byte + 1])]);
  }
  return zero;
}

export interface KeyRange {
  readonly key: Buffer;
  readonly range_end: Buffer;
}

export const singleKey = (key: Buffer): KeyRange => ({ key, range_end: none });

export const keyPrefix = (key: Buffer): KeyRange =>
  key.length === 0 ? { key: zero, range_end: zero } : { key, range_end: prefixEnd(key) };

export const fromKey = (key: Buffer): KeyRange => ({ key: key.length === 0 ? zero : key, range_end: zero });
