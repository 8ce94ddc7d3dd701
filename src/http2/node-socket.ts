import { isIP, connect as open, type Socket as TcpSocket } from 'node:net';
import type { PeerCertificate, TLSSocket } from 'node:tls';
import {
  type Address,
  type Certificate,
  type Connect,
  missingAlpn,
  type Socket,
  type SocketAddress,
  SocketError,
  type SocketHandler,
  type Stage,
  type TlsOptions,
  weakSignature,
} from './socket.js';

/** Longest wait for one of several addresses of a name before the next is tried; Node's own 250 ms gives up on slow networks. */
const attemptTimeout = 2000;

/** A socket of `node:net`, and of `node:tls` over it. */
export const connect: Connect = (address, tls, handler) => new NodeSocket(address, tls, handler);

/** The fields that Node adds to errors of sockets. */
interface NodeError extends Error {
  readonly code?: string;
  readonly syscall?: string;
  readonly address?: string;
  readonly port?: number;
  /** Of a name whose addresses all failed. */
  readonly errors?: readonly NodeError[];
}

class NodeSocket implements Socket {
  readonly #handler: SocketHandler;
  readonly #transport: TcpSocket;
  /** What bytes are written to. */
  #top: TcpSocket | TLSSocket;
  #stage: Stage = 'connect';
  #done = false;
  #certificate: Certificate | undefined;

  constructor(address: Address, tls: TlsOptions | undefined, handler: SocketHandler) {
    this.#handler = handler;
    this.#transport =
      'path' in address
        ? open({ path: address.path })
        : open({ host: address.host, port: address.port, noDelay: true, autoSelectFamilyAttemptTimeout: attemptTimeout });
    this.#top = this.#transport;
    this.#watch(this.#transport);
    this.#transport.once('connect', () => {
      if (tls === undefined) this.#begin();
      else this.#secure(tls).catch((error: Error) => this.#close(error));
    });
  }

  get stage(): Stage {
    return this.#stage;
  }

  get local(): SocketAddress | undefined {
    const { localAddress: address, localPort: port } = this.#transport;
    return address === undefined || port === undefined ? undefined : { address, port };
  }

  get remote(): SocketAddress | undefined {
    const { remoteAddress: address, remotePort: port } = this.#transport;
    return address === undefined || port === undefined ? undefined : { address, port };
  }

  write(bytes: Uint8Array): boolean {
    return this.#top.write(bytes);
  }

  destroy(): void {
    this.#done = true;
    // Both: that of TLS alone leaves the connection open until the peer answers.
    this.#top.destroy();
    this.#transport.destroy();
  }

  hold(held: boolean): void {
    if (held) this.#transport.ref();
    else this.#transport.unref();
  }

  /** The listeners stay: a socket without one for errors would end the process on a late one. */
  #watch(socket: TcpSocket | TLSSocket): void {
    socket.on('error', (error) => this.#close(error));
    socket.once('end', () => this.#close(undefined));
    socket.once('close', () => this.#close(undefined));
  }

  async #secure(options: TlsOptions): Promise<void> {
    this.#stage = 'handshake';
    const tls = await import('node:tls');
    if (this.#done) return;
    const { serverName, ca, cert, key, rejectUnauthorized } = options;
    const socket = tls.connect({
      socket: this.#transport,
      servername: isIP(serverName) ? '' : serverName,
      ALPNProtocols: ['h2'],
      minVersion: 'TLSv1.2',
      ca: [...ca],
      // Copies, as these types are Node's own.
      ...(cert !== undefined && { cert: typeof cert === 'string' ? cert : Buffer.from(cert) }),
      ...(key !== undefined && { key: typeof key === 'string' ? key : Buffer.from(key) }),
      rejectUnauthorized,
      // Node would check the name `localhost` where no SNI is sent, and take a common name (RFC 6125 section 6.4.4 leaves that to us).
      checkServerIdentity: (_, certificate) =>
        tls.checkServerIdentity(serverName, { ...certificate, subject: {} } as unknown as PeerCertificate),
    });
    this.#top = socket;
    this.#watch(socket);
    // Before Node judges the certificate, which destroys a socket that is refused.
    socket.prependOnceListener('secure', () => {
      this.#certificate = socket.getPeerCertificate();
    });
    socket.once('secureConnect', () => {
      if (socket.alpnProtocol === 'h2') this.#begin();
      else this.#close(Object.assign(new Error('the server did not agree to HTTP/2 by ALPN'), { code: missingAlpn }));
    });
  }

  #begin(): void {
    this.#stage = 'open';
    const socket = this.#top;
    socket.on('data', (chunk: Buffer) => {
      if (!this.#done) this.#handler.onData(chunk);
    });
    socket.on('drain', () => {
      if (!this.#done) this.#handler.onDrain();
    });
    this.#handler.onOpen();
  }

  #close(error: NodeError | undefined): void {
    if (this.#done) return;
    this.destroy();
    this.#handler.onClose(error === undefined ? undefined : this.#describe(error));
  }

  #describe(error: NodeError): SocketError {
    const { message, code, syscall, address, port } = error.errors?.[0] ?? error;
    return new SocketError(this.#stage, message, {
      // Node has no code for it.
      code: code === 'UNSPECIFIED' && message.includes('digest algorithm too weak') ? weakSignature : code,
      syscall,
      address,
      port,
      certificate: this.#certificate,
      cause: error,
    });
  }
}
