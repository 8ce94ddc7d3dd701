import { statusText } from '../go/http-status.js';
import { quote } from '../go/quote.js';
import { ErrorCode, errorCodeName } from '../http2/errors.js';
import type { Field } from '../http2/hpack/field.js';
import { Code } from './status.js';

/** How a call ended. */
export interface Outcome {
  readonly code: Code;
  readonly details: string;
}

/** What gRPC makes of HTTP/2's error codes that don't mean Internal, by number. */
const codes: Readonly<Record<number, Code>> = {
  [ErrorCode.FLOW_CONTROL_ERROR]: Code.ResourceExhausted,
  [ErrorCode.REFUSED_STREAM]: Code.Unavailable,
  [ErrorCode.CANCEL]: Code.Canceled,
  [ErrorCode.ENHANCE_YOUR_CALM]: Code.ResourceExhausted,
  [ErrorCode.INADEQUATE_SECURITY]: Code.PermissionDenied,
};

/** What a RST_STREAM means. @param late whether the call's deadline has passed, which then is why the server gave up. */
export function outcomeOfReset(errorCode: number, late: boolean): Outcome {
  const code = codes[errorCode] ?? (errorCode <= ErrorCode.HTTP_1_1_REQUIRED ? Code.Internal : Code.Unknown);
  return {
    code: code === Code.Canceled && late ? Code.DeadlineExceeded : code,
    details: `stream terminated by RST_STREAM with error code: ${errorCodeName(errorCode)}`,
  };
}

/** The outcome that trailers, or the headers of an answer that has nothing else, report. */
export function outcomeOfTrailers(fields: readonly Field[]): Outcome {
  const status = fieldOf(fields, 'grpc-status');
  const details = decodeMessage(fieldOf(fields, 'grpc-message') ?? '');
  // Go takes a status that is missing for Unknown and one that isn't an int32 for a broken answer.
  if (status === undefined) return { code: Code.Unknown, details };
  const problem = /^[+-]?\d+$/.test(status) ? (isInt32(status) ? undefined : 'value out of range') : 'invalid syntax';
  if (problem !== undefined) {
    return { code: Code.Unknown, details: `transport: malformed grpc-status: strconv.ParseInt: parsing ${quoteBytes(status)}: ${problem}` };
  }
  // Codes are unsigned.
  return { code: (Number(status) >>> 0) as Code, details };
}

function isInt32(digits: string): boolean {
  return (Number(digits) | 0) === Number(digits);
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
export function outcomeOfForeignHeaders(fields: readonly Field[]): Outcome | undefined {
  const contentType = fieldOf(fields, 'content-type');
  if (contentType !== undefined && isGrpc(contentType)) return undefined;
  const contentProblem =
    contentType === undefined
      ? 'malformed header: missing HTTP content-type'
      : `transport: received unexpected content-type ${quoteBytes(contentType)}`;
  // HTTP/2 lets no answer through without one.
  const status = Number(fieldOf(fields, ':status'));
  return {
    code: httpCodes[status] ?? Code.Unknown,
    details: `unexpected HTTP status code received from server: ${status} (${statusText(status)}); ${contentProblem}`,
  };
}

/** The outcome of a foreign answer whose body is here. */
export function withForeignBody(outcome: Outcome, body: Buffer): Outcome {
  return { ...outcome, details: `${outcome.details}\ndata: ${quote(body.subarray(0, maxForeignBody))}` };
}

function isGrpc(contentType: string): boolean {
  return /^application\/grpc($|[+;])/.test(contentType.toLowerCase());
}

/** The first value of a field. */
export function fieldOf(fields: readonly Field[], name: string): string | undefined {
  return fields.find((field) => field[0] === name)?.[1];
}

/** Undoes percent-encoding; what isn't a valid escape stays as it is. */
export function decodeMessage(text: string): string {
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

/** Go's %q of a field's value, whose characters are bytes. */
function quoteBytes(value: string): string {
  return quote(Buffer.from(value, 'latin1'));
}
