import type { DetailedPeerCertificate } from 'node:tls';

/** Where to connect; all addresses of a name are tried. */
export type Address = { readonly host: string; readonly port: number } | { readonly path: string };

export interface TlsOptions {
  /** Sent as SNI, unless it is an IP address, which RFC 6066 section 3 forbids. */
  readonly serverName: string;
  /** PEM; nobody else is trusted. */
  readonly ca: readonly string[];
  /** The client's certificate and its key, PEM. */
  readonly cert?: string | Uint8Array | undefined;
  readonly key?: string | Uint8Array | undefined;
  /** Judges the server when the handshake is over. An error closes the socket before a byte is exchanged, and becomes its cause. */
  readonly verify: (server: PresentedServer) => Error | undefined;
}

/** What a handshake showed of a server. */
export interface PresentedServer {
  /** The server's certificate and its issuers, as far as they are known. */
  readonly chain: readonly DetailedPeerCertificate[];
  /**
   * Why the runtime doesn't trust it, https://nodejs.org/api/tls.html#x509-certificate-error-codes; undefined where it does. Whether the
   * certificate is for `serverName` isn't looked at.
   */
  readonly distrust: string | undefined;
}

/** How far a connection had come. */
export type Stage = 'connect' | 'handshake' | 'open';

/** What Node adds to errors of sockets. */
export interface SystemError extends Error {
  readonly code?: string | undefined;
  readonly syscall?: string | undefined;
  /** The address that was dialled, where it is known. */
  readonly address?: string | undefined;
  readonly port?: number | undefined;
}

/** What went wrong with a socket; its codes are Node's in both runtimes. The cause is the runtime's own error, or that of `verify`. */
export class SocketError extends Error implements SystemError {
  override readonly name = 'SocketError';
  readonly code: string | undefined;
  readonly syscall: string | undefined;
  readonly address: string | undefined;
  readonly port: number | undefined;

  constructor(
    readonly stage: Stage,
    cause: SystemError,
    code = cause.code,
  ) {
    super(cause.message, { cause });
    this.code = code;
    this.syscall = cause.syscall;
    this.address = cause.address;
    this.port = cause.port;
  }
}

/** The code where a server doesn't agree to HTTP/2 by ALPN, which RFC 9113 section 3.2 asks for. */
export const missingAlpn = 'ERR_TLS_NO_ALPN';

export function alpnError(): SystemError {
  return Object.assign(new Error('the server did not agree to HTTP/2 by ALPN'), { code: missingAlpn });
}

/** Called in the turn in which something happens, never within a call of the socket's methods. Nothing is called after destroy(). */
export interface SocketHandler {
  /** Connected, and with TLS the server is verified: bytes may be written. */
  onOpen(): void;
  /** The bytes are the receiver's to keep. */
  onData(bytes: Uint8Array): void;
  /** After a write that returned false: all is out. */
  onDrain(): void;
  /** The last call: the peer ended the connection, or the error did, before it was open or after. */
  onClose(error: SocketError | undefined): void;
}

/** A connection of bytes. */
export interface Socket {
  readonly stage: Stage;
  /** Takes all of the bytes, which are the socket's from then on. @returns false where some wait for the peer: see onDrain */
  write(bytes: Uint8Array): boolean;
  /** Closes at once; what waits is lost. May be called at any time and more than once. */
  destroy(): void;
  /** Whether the connection keeps the process alive; it does from the start. */
  hold(held: boolean): void;
  /** The ends of a TCP connection that is open. */
  readonly local: SocketAddress | undefined;
  readonly remote: SocketAddress | undefined;
}

export interface SocketAddress {
  readonly address: string;
  readonly port: number;
}

/** How one runtime connects. With TLS, ALPN asks for HTTP/2 and nothing else is taken, nor a version before 1.2 (RFC 9113 section 9.2). */
export type Connect = (address: Address, tls: TlsOptions | undefined, handler: SocketHandler) => Socket;
