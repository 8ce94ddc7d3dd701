/** RFC 9113 section 6. */
export const FrameType = {
  DATA: 0,
  HEADERS: 1,
  PRIORITY: 2,
  RST_STREAM: 3,
  SETTINGS: 4,
  PUSH_PROMISE: 5,
  PING: 6,
  GOAWAY: 7,
  WINDOW_UPDATE: 8,
  CONTINUATION: 9,
} as const;

export const Flag = {
  END_STREAM: 0x01,
  /** Of SETTINGS and PING. */
  ACK: 0x01,
  END_HEADERS: 0x04,
  PADDED: 0x08,
  PRIORITY: 0x20,
} as const;

/** RFC 9113 section 4.1. */
export const frameHeaderLength = 9;

/** The frame size that each side takes without being asked, RFC 9113 section 4.2; we never ask for more. */
export const defaultMaxFrameSize = 16_384;

export const maxStreamId = 2 ** 31 - 1;

/** What a client begins with, RFC 9113 section 3.4. */
export const preface = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n';

/** The four bytes at `at`, unsigned; the caller knows that they are there. */
export function readUint32(bytes: Uint8Array, at: number): number {
  return (((bytes[at] ?? 0) << 24) | ((bytes[at + 1] ?? 0) << 16) | ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0)) >>> 0;
}

/** The same without the first bit, which is reserved where an ID or a window is due. */
export function readUint31(bytes: Uint8Array, at: number): number {
  return readUint32(bytes, at) & 0x7fff_ffff;
}
