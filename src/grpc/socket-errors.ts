import { errnoText, isSystemError } from '../go/syserror.js';
import type { Peer } from './status.js';

/** Go's words for an error of a socket; the runtime's message where Go has none. */
export function describeSocketError(error: Error): string {
  return isSystemError(error) ? errnoText(error.code) : error.message;
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
export function describeTlsError(error: Error): string {
  const code = sslCode(error);
  if (code === undefined) return describeSocketError(error);
  for (const [pattern, text] of alerts) if (pattern.test(code)) return text;
  // The message is OpenSSL's with addresses and source lines in it; its code is the part that says something.
  return `tls: ${code.toLowerCase().replaceAll('_', ' ')}`;
}

/** Go's words for what ended a connection. Over TLS Go names the connection; over TCP gRPC reads past the layer that would. */
export function describeConnectionError(error: Error, peer: Peer): string {
  if (sslCode(error) !== undefined) return describeTlsError(error);
  if (!isSystemError(error) || error.syscall === undefined) return 'EOF';
  const reason = describeSocketError(error);
  return peer.secure ? `${error.syscall} tcp ${peer.local}->${peer.address}: ${error.syscall}: ${reason}` : reason;
}

function sslCode(error: Error): string | undefined {
  const { code } = error as { readonly code?: unknown };
  return typeof code === 'string' && code.startsWith('ERR_SSL_') ? code.slice('ERR_SSL_'.length) : undefined;
}
