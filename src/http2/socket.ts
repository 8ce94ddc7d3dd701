/** Where to connect. */
export type Address =
  /** All addresses of a name are tried. */
  { readonly host: string; readonly port: number } | { readonly path: string };

export interface TlsOptions {
  /** What the certificate must be valid for; sent as SNI too, unless it is an IP address (RFC 6066 section 3). */
  readonly serverName: string;
  /** PEM; nobody else is trusted. */
  readonly ca: readonly string[];
  /** The client's certificate and its key, PEM. */
  readonly cert?: string | Uint8Array | undefined;
  readonly key?: string | Uint8Array | undefined;
  /** False accepts any certificate. */
  readonly rejectUnauthorized: boolean;
}

/** The part of a certificate that errors are explained with, as `node:tls` has it. */
export interface Certificate {
  readonly subjectaltname?: string;
  readonly valid_from?: string;
  readonly valid_to?: string;
}

/** How far a connection had come. */
export type Stage = 'connect' | 'handshake' | 'open';

/** What went wrong with a socket; codes are those of Node, in both runtimes. */
export class SocketError extends Error {
  override readonly name = 'SocketError';
  readonly code: string | undefined;
  readonly syscall: string | undefined;
  /** The address that was dialled, where it is known. */
  readonly address: string | undefined;
  readonly port: number | undefined;
  /** The one that was refused. */
  readonly certificate: Certificate | undefined;

  constructor(
    readonly stage: Stage,
    message: string,
    details: {
      readonly code?: string | undefined;
      readonly syscall?: string | undefined;
      readonly address?: string | undefined;
      readonly port?: number | undefined;
      readonly certificate?: Certificate | undefined;
      readonly cause?: unknown;
    } = {},
  ) {
    super(message, { cause: details.cause });
    this.code = details.code;
    this.syscall = details.syscall;
    this.address = details.address;
    this.port = details.port;
    this.certificate = details.certificate;
  }
}

/** The code of a certificate that is signed with MD5 or SHA-1; OpenSSL's name. */
export const weakSignature = 'CA_MD_TOO_WEAK';

/** The code of a server that doesn't agree to HTTP/2 by ALPN, which RFC 9113 section 3.2 asks for. */
export const missingAlpn = 'ERR_TLS_NO_ALPN';

/** Called in the turn in which something happens, never within a call of the socket's methods. Nothing is called after destroy(). */
export interface SocketHandler {
  /** Connected, and with TLS the peer is verified: bytes may be written. */
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
  /** Closes at once, what waits is lost. May be called at any time and more than once. */
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
