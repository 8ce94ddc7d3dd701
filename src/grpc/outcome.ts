import { STATUS_CODES } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http2';
import { Code } from './status.js';

/** How a call ended. */
export interface Outcome {
  readonly code: Code;
  readonly details: string;
}

/** HTTP/2's error codes by number, and what gRPC makes of each in a RST_STREAM. */
const errorCodes: readonly (readonly [name: string, code: Code])[] = [
  ['NO_ERROR', Code.Internal],
  ['PROTOCOL_ERROR', Code.Internal],
  ['INTERNAL_ERROR', Code.Internal],
  ['FLOW_CONTROL_ERROR', Code.ResourceExhausted],
  ['SETTINGS_TIMEOUT', Code.Internal],
  ['STREAM_CLOSED', Code.Internal],
  ['FRAME_SIZE_ERROR', Code.Internal],
  ['REFUSED_STREAM', Code.Unavailable],
  ['CANCEL', Code.Canceled],
  ['COMPRESSION_ERROR', Code.Internal],
  ['CONNECT_ERROR', Code.Internal],
  ['ENHANCE_YOUR_CALM', Code.ResourceExhausted],
  ['INADEQUATE_SECURITY', Code.PermissionDenied],
  ['HTTP_1_1_REQUIRED', Code.Internal],
];

export function errorCodeName(errorCode: number): string {
  return errorCodes[errorCode]?.[0] ?? `unknown error code 0x${errorCode.toString(16)}`;
}

/** What a RST_STREAM means. @param late whether the call's deadline has passed, which then is why the server gave up. */
export function outcomeOfReset(errorCode: number, late: boolean): Outcome {
  const code = errorCodes[errorCode]?.[1] ?? Code.Unknown;
  return {
    code: code === Code.Canceled && late ? Code.DeadlineExceeded : code,
    details: `stream terminated by RST_STREAM with error code: ${errorCodeName(errorCode)}`,
  };
}

/** The outcome that trailers, or the headers of an answer that has nothing else, tell. */
export function outcomeOfTrailers(headers: IncomingHttpHeaders): Outcome {
  const status = single(headers['grpc-status']);
  // Go takes a status that is missing for Unknown and one that is no number for a broken answer.
  if (status === undefined) return { code: Code.Unknown, details: decodeMessage(single(headers['grpc-message']) ?? '') };
  if (!/^[+-]?\d+$/.test(status)) {
    return { code: Code.Unknown, details: `transport: malformed grpc-status: strconv.ParseInt: parsing ${quote(status)}: invalid syntax` };
  }
  return { code: Number(status) as Code, details: decodeMessage(single(headers['grpc-message']) ?? '') };
}

const httpCodes: Readonly<Record<number, Code>> = {
  400: Code.Internal,
  401: Code.Unauthenticated,
  403: Code.PermissionDenied,
  404: Code.Unimplemented,
  429: Code.Unavailable,
  502: Code.Unavailable,
  503: Code.Unavailable,
  504: Code.Unavailable,
};

/** Of an answer that is not gRPC so much goes into the error. */
export const maxForeignBody = 1024;

/** Undefined for headers of a gRPC answer, else what the call fails with. */
export function outcomeOfForeignHeaders(headers: IncomingHttpHeaders): Outcome | undefined {
  const contentType = headers['content-type'];
  if (contentType !== undefined && isGrpc(contentType)) return undefined;
  const status = Number(headers[':status'] ?? 0);
  const details = [
    `unexpected HTTP status code received from server: ${status} (${STATUS_CODES[status] ?? ''})`,
    contentType === undefined
      ? 'malformed header: missing HTTP content-type'
      : `transport: received unexpected content-type ${quote(contentType)}`,
  ];
  return { code: httpCodes[status] ?? Code.Unknown, details: details.join('; ') };
}

/** The outcome of a foreign answer whose body is here. */
export function withForeignBody(outcome: Outcome, body: Buffer): Outcome {
  return { ...outcome, details: `${outcome.details}\ndata: ${quote(body.subarray(0, maxForeignBody).toString('latin1'))}` };
}

function isGrpc(contentType: string): boolean {
  return /^application\/grpc($|[+;])/.test(contentType.toLowerCase());
}

function single(value: string | readonly string[] | undefined): string | undefined {
  return typeof value === 'object' ? value[0] : value;
}

/** Undoes percent-encoding; what is no valid escape stays as it is. */
export function decodeMessage(text: string): string {
  // Node reads header bytes as latin1, so this gives back the bytes that were sent.
  const bytes = Buffer.from(text, 'latin1');
  let length = 0;
  for (let at = 0; at < bytes.length; at++) {
    const digits = bytes[at] === 0x25 ? bytes.toString('latin1', at + 1, at + 3) : '';
    if (/^[0-9a-fA-F]{2}$/.test(digits)) {
      bytes[length++] = Number.parseInt(digits, 16);
      at += 2;
    } else {
      bytes[length++] = bytes[at] ?? 0;
    }
  }
  return bytes.toString('utf8', 0, length);
}

/** Go's %q for text that is ASCII nearly always. */
function quote(text: string): string {
  return JSON.stringify(text).replace(
    /\\u00([0-9a-f]{2})|[\u007f-\u00ff]/g,
    (match, hex: string | undefined) => `\\x${hex ?? match.charCodeAt(0).toString(16)}`,
  );
}
