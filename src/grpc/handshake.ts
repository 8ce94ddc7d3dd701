import { isIP, type Socket } from 'node:net';
import * as tls from 'node:tls';
import type { Clock } from '../clock.js';
import { systemRoots } from './roots.js';
import { describeTlsError } from './socket-errors.js';
import { verify } from './x509.js';

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
 * TLS for HTTP/2 over a connected socket.
 * @param serverName what the certificate must be valid for; it is sent as SNI unless it is an IP address, which RFC 6066 forbids
 * @throws Error whose message has Go's wording
 */
export async function handshake(
  transport: Socket,
  serverName: string,
  options: TlsOptions,
  clock: Pick<Clock, 'now'>,
): Promise<tls.TLSSocket> {
  const client = await options.client?.();
  if (transport.destroyed) throw new Error('EOF');
  return new Promise((resolve, reject) => {
    const socket = tls.connect({
      socket: transport,
      servername: isIP(serverName) ? '' : serverName,
      ALPNProtocols: ['h2'],
      minVersion: 'TLSv1.2',
      ca: trusted(options),
      // Like Go: what the CA file has is trusted, be it a root or not.
      allowPartialTrustChain: true,
      ...(client && { cert: client.cert, key: client.key }),
      // The certificate is judged below, where it can still be read: refused() has the runtime's verdict in it.
      rejectUnauthorized: false,
      checkServerIdentity: () => undefined,
    });
    const fail = (reason: string, cause?: Error) => {
      socket.destroy();
      reject(new Error(reason, { cause }));
    };
    // The listener stays: a socket without one would end the process on a late error.
    socket.on('error', (error) => fail(describe(error), error));
    socket.once('close', () => reject(new Error('context deadline exceeded')));
    socket.once('secureConnect', () => {
      const problem = options.rejectUnauthorized ? refused(socket, serverName, clock) : undefined;
      if (problem !== undefined) fail(`tls: failed to verify certificate: x509: ${problem}`);
      // gRPC for Go ends this with advice on its own releases.
      else if (socket.alpnProtocol !== 'h2') fail('credentials: cannot check peer: missing selected ALPN property.');
      else resolve(socket);
    });
  });
}

/** An empty list trusts nobody; without a list, or with an empty text, Node would trust its own roots. */
function trusted({ ca, rejectUnauthorized }: TlsOptions): string[] {
  if (!rejectUnauthorized) return [];
  if (ca === undefined) return systemRoots();
  return ca.toString('latin1').match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? [];
}

/** Why the server's certificate is not accepted; undefined where it is. */
function refused(socket: tls.TLSSocket, serverName: string, clock: Pick<Clock, 'now'>): string | undefined {
  const distrust = socket.authorized ? undefined : String(socket.authorizationError);
  return verify({ chain: chainOf(socket), distrust }, serverName, clock.now());
}

const maxChain = 20;

function chainOf(socket: tls.TLSSocket): tls.DetailedPeerCertificate[] {
  const chain: tls.DetailedPeerCertificate[] = [];
  // The last one of a whole chain is its own issuer.
  for (
    let next: tls.DetailedPeerCertificate | undefined = socket.getPeerCertificate(true);
    next?.raw !== undefined && next !== chain.at(-1) && chain.length < maxChain;
    next = next.issuerCertificate
  ) {
    chain.push(next);
  }
  return chain;
}

function describe(error: Error): string {
  const { code, syscall } = error as { readonly code?: string; readonly syscall?: string };
  // Node's way to say that the peer closed the connection; a reset has `read` as its syscall.
  if (code === 'ECONNRESET' && syscall === undefined) return 'EOF';
  return describeTlsError(error);
}
