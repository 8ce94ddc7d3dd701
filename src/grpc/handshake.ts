import { isIP, type Socket } from 'node:net';
import * as tls from 'node:tls';
import { describeErrno, type SystemError } from './errno.js';
import { systemRoots } from './roots.js';

export interface TlsOptions {
  /** PEM; only these CAs are trusted. Undefined means the system's. A text without a certificate trusts none. */
  readonly ca?: Buffer | string | undefined;
  /** The client's certificate and key, PEM, asked for at each handshake so that renewed files are seen. */
  readonly client?: (() => Promise<ClientCertificate>) | undefined;
  /** False accepts any certificate. */
  readonly rejectUnauthorized: boolean;
}

export interface ClientCertificate {
  readonly cert: Buffer | string;
  readonly key: Buffer | string;
}

/**
 * TLS for HTTP/2 over a connected socket. `serverName` is what the certificate must be valid for; it is sent as SNI unless it is an IP
 * address, which RFC 6066 forbids.
 * @throws Error whose message has Go's wording.
 */
export async function handshake(transport: Socket, serverName: string, options: TlsOptions): Promise<tls.TLSSocket> {
  const client = await options.client?.();
  if (transport.destroyed) throw new Error('EOF');
  return new Promise((resolve, reject) => {
    const socket = tls.connect({
      socket: transport,
      servername: isIP(serverName) ? '' : serverName,
      ALPNProtocols: ['h2'],
      minVersion: 'TLSv1.2',
      ca: trusted(options),
      ...(client && { cert: client.cert, key: client.key }),
      rejectUnauthorized: options.rejectUnauthorized,
      // Node would check the name `localhost` where no SNI is sent.
      checkServerIdentity: (_, certificate) => checkServerIdentity(serverName, certificate),
    });
    const fail = (error: Error) => {
      socket.destroy();
      reject(new Error(describe(error), { cause: error }));
    };
    // The listener stays: a socket without one would end the process on a late error.
    socket.on('error', fail);
    socket.once('close', () => reject(new Error('context deadline exceeded')));
    socket.once('secureConnect', () => {
      if (socket.alpnProtocol === 'h2') resolve(socket);
      else fail(new Error(missingAlpn));
    });
  });
}

// gRPC for Go ends this with advice on its own releases.
const missingAlpn = 'credentials: cannot check peer: missing selected ALPN property.';

/** An empty list trusts nobody; without a list, or with an empty text, Node would trust its own roots. */
function trusted({ ca, rejectUnauthorized }: TlsOptions): string[] {
  if (!rejectUnauthorized) return [];
  if (ca === undefined) return systemRoots();
  return ca.toString('latin1').match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? [];
}

/** As Node's, but like Go's in that a common name never counts, and in the words of the error. */
export function checkServerIdentity(serverName: string, certificate: tls.PeerCertificate): Error | undefined {
  // Without a subject there is no common name to fall back to.
  const nameless = { ...certificate, subject: {} } as tls.PeerCertificate;
  if (tls.checkServerIdentity(serverName, nameless) === undefined) return undefined;
  const names = (certificate.subjectaltname ?? '').split(', ').filter((name) => name !== '');
  return new Error(`x509: ${describeMismatch(serverName, names)}`);
}

function describeMismatch(serverName: string, names: readonly string[]): string {
  const addresses = names.filter((name) => name.startsWith('IP Address:')).map((name) => name.slice('IP Address:'.length));
  const hosts = names.filter((name) => name.startsWith('DNS:')).map((name) => name.slice('DNS:'.length));
  if (isIP(serverName)) {
    if (addresses.length === 0) return `cannot validate certificate for ${serverName} because it doesn't contain any IP SANs`;
    return `certificate is valid for ${addresses.join(', ')}, not ${serverName}`;
  }
  if (names.length === 0) return 'certificate relies on legacy Common Name field, use SANs instead';
  if (hosts.length === 0) return `certificate is not valid for any names, but wanted to match ${serverName}`;
  return `certificate is valid for ${hosts.join(', ')}, not ${serverName}`;
}

/** Node's verification errors, https://nodejs.org/api/tls.html#x509-certificate-error-codes, that are not about an unknown CA. */
const verification: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'certificate has expired or is not yet valid',
  CERT_NOT_YET_VALID: 'certificate has expired or is not yet valid',
  INVALID_PURPOSE: 'certificate specifies an incompatible key usage',
  INVALID_CA: 'invalid CA certificate',
  PATH_LENGTH_EXCEEDED: 'too many intermediates for path length constraint',
};

const unknownAuthority = new Set([
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'CERT_SIGNATURE_FAILURE',
  'CERT_UNTRUSTED',
]);

function describe(error: SystemError): string {
  const code = error.code ?? '';
  if (error.message.startsWith('x509: ')) return `tls: failed to verify certificate: ${error.message}`;
  if (unknownAuthority.has(code)) return 'tls: failed to verify certificate: x509: certificate signed by unknown authority';
  const reason = verification[code];
  if (reason !== undefined) return `tls: failed to verify certificate: x509: ${reason}`;
  // Node's way to say that the peer closed the connection; a reset has `read` as its syscall.
  if (code === 'ECONNRESET' && error.syscall === undefined) return 'EOF';
  return describeTlsError(error);
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
export function describeTlsError(error: SystemError): string {
  const code = error.code ?? '';
  if (code.startsWith('ERR_SSL_')) {
    for (const [pattern, text] of alerts) if (pattern.test(code)) return text;
    // The message is OpenSSL's with addresses and source lines in it; its code is the part that tells something.
    return `tls: ${code.slice('ERR_SSL_'.length).toLowerCase().replaceAll('_', ' ')}`;
  }
  return describeErrno(error);
}
