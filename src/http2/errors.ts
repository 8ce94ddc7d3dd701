/** Error codes of RST_STREAM and GOAWAY, RFC 9113 section 7. */
export const ErrorCode = {
  NO_ERROR: 0,
  PROTOCOL_ERROR: 1,
  INTERNAL_ERROR: 2,
  FLOW_CONTROL_ERROR: 3,
  SETTINGS_TIMEOUT: 4,
  STREAM_CLOSED: 5,
  FRAME_SIZE_ERROR: 6,
  REFUSED_STREAM: 7,
  CANCEL: 8,
  COMPRESSION_ERROR: 9,
  CONNECT_ERROR: 10,
  ENHANCE_YOUR_CALM: 11,
  INADEQUATE_SECURITY: 12,
  HTTP_1_1_REQUIRED: 13,
} as const;

const names = Object.keys(ErrorCode);

/** The code's name as Go prints it. */
export function errorCodeName(code: number): string {
  return names[code] ?? `unknown error code 0x${code.toString(16)}`;
}

/** The peer broke a rule that ends the connection, RFC 9113 section 5.4.1. The message has Go's form. */
export class ConnectionError extends Error {
  override readonly name = 'ConnectionError';

  constructor(
    readonly code: number,
    /** What was wrong, for GOAWAY's debug data. */
    readonly detail: string,
    message = `connection error: ${errorCodeName(code)}`,
  ) {
    super(message);
  }
}

/** A rule was broken that ends one stream only, RFC 9113 section 5.4.2. */
export class StreamError extends Error {
  override readonly name = 'StreamError';

  constructor(
    readonly code: number,
    message: string,
  ) {
    super(message);
  }
}

/** The peer ended the connection. The message is what Go's reader reports: whether it stopped between frames or within one. */
export class EndOfFileError extends Error {
  override readonly name = 'EndOfFileError';

  constructor(withinFrame: boolean) {
    super(withinFrame ? 'unexpected EOF' : 'EOF');
  }
}
