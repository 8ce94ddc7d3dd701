import { errnoText, isSystemError } from '../go/syserror.js';
import { missingAlpn, SocketError } from '../http2/socket.js';
import type { Peer } from './status.js';

/** The code of a server whose certificate was refused; the message is Go's. */
export const refusedCertificate = 'ERR_TLS_CERT_REFUSED';

/** Go's words for an error of a socket; the runtime's message where Go has none. */
export function describeSocketError(error: Error): string {
  return isSystemError(error) ? errnoText(error.code) : error.message;
}

/** Go's words for a handshake that failed. */
export function describeHandshakeError(error: SocketError): string {
  if (error.code === refusedCertificate) return error.message;
  // gRPC for Go ends this with advice on its own releases.
  if (error.code === missingAlpn) return 'credentials: cannot check peer: missing selected ALPN property.';
  // Node's way to say that the peer closed the connection; a reset has `read` as its syscall.
  if (error.code === 'ECONNRESET' && error.syscall === undefined) return 'EOF';
  return describeTlsError(error);
}

/** Go's words for what ended a connection. */
export function describeLoss(cause: Error, { secure, local, address }: Peer): string {
  // What isn't the socket's is HTTP/2's, and in Go's words already.
  if (!(cause instanceof SocketError)) return cause.message;
  if (sslCode(cause) !== undefined) return describeTlsError(cause);
  // The server hung up, which Go reads before it finds out that it can't write.
  if (isSystemError(cause) && cause.code === 'EPIPE') return 'EOF';
  const reason = describeSocketError(cause);
  // Over TLS Go names the connection; over TCP gRPC reads past the layer that would.
  return secure && cause.syscall !== undefined ? `${cause.syscall} tcp ${local}->${address}: ${cause.syscall}: ${reason}` : reason;
}

/** What Go calls the alerts that OpenSSL (Node) and BoringSSL (Bun) have their own names for. */
const alerts: readonly (readonly [RegExp, string])[] = [
  [/CERTIFICATE_REQUIRED/, 'remote error: tls: certificate required'],
  [/BAD_CERTIFICATE/, 'remote error: tls: bad certificate'],
  [/CERTIFICATE_EXPIRED/, 'remote error: tls: expired certificate'],
  [/CERTIFICATE_REVOKED/, 'remote error: tls: revoked certificate'],
  [/CERTIFICATE_UNKNOWN/, 'remote error: tls: unknown certificate'],
  [/UNSUPPORTED_CERTIFICATE/, 'remote error: tls: unsupported certificate'],
  [/UNKNOWN_CA/, 'remote error: tls: unknown certificate authority'],
  [/ACCESS_DENIED/, 'remote error: tls: access denied'],
  [/HANDSHAKE_FAILURE/, 'remote error: tls: handshake failure'],
  [/PROTOCOL_VERSION/, 'remote error: tls: protocol version not supported'],
  [/NO_APPLICATION_PROTOCOL/, 'remote error: tls: no application protocol'],
  [/UNRECOGNIZED_NAME/, 'remote error: tls: unrecognized name'],
  [/ALERT_INTERNAL_ERROR/, 'remote error: tls: internal error'],
  [/WRONG_VERSION_NUMBER|RECORD_HEADER|UNSUPPORTED_PROTOCOL/, 'tls: first record does not look like a TLS handshake'],
];

/** Go's words for an error of a TLS connection, before or after its handshake. */
function describeTlsError(error: Error): string {
  const code = sslCode(error);
  if (code === undefined) return describeSocketError(error);
  for (const [pattern, text] of alerts) if (pattern.test(code)) return text;
  // The message is OpenSSL's with addresses and source lines in it; its code is the part that says something.
  return `tls: ${code.toLowerCase().replaceAll('_', ' ')}`;
}

function sslCode(error: Error): string | undefined {
  const { code } = error as { readonly code?: unknown };
  return typeof code === 'string' && code.startsWith('ERR_SSL_') ? code.slice('ERR_SSL_'.length) : undefined;
}
