import type { Clock } from '../clock.js';
import type { TlsOptions as SocketTls } from '../http2/socket.js';
import { systemRoots } from './roots.js';
import { refusedCertificate } from './socket-errors.js';
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
 * What a socket needs to shake hands with a server.
 * @param serverName the host name or IP address that the certificate must be valid for
 * @throws Error of `client`
 */
export async function prepareHandshake(serverName: string, options: TlsOptions, clock: Pick<Clock, 'now'>): Promise<SocketTls> {
  const client = await options.client?.();
  return {
    serverName,
    ca: await trusted(options),
    ...client,
    verify(server) {
      const problem = options.rejectUnauthorized ? verify(server, serverName, clock.now()) : undefined;
      if (problem === undefined) return undefined;
      return Object.assign(new Error(`tls: failed to verify certificate: x509: ${problem}`), { code: refusedCertificate });
    },
  };
}

/** An empty list trusts nobody. */
async function trusted({ ca, rejectUnauthorized }: TlsOptions): Promise<string[]> {
  if (!rejectUnauthorized) return [];
  if (ca === undefined) return systemRoots();
  return ca.toString('latin1').match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? [];
}
