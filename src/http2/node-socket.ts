import { isIP, connect as open, type Socket as TcpSocket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { chainOf } from './certificate-chain.js';
import {
  type Address,
  alpnError,
  type Connect,
  type Socket,
  type SocketAddress,
  SocketError,
  type SocketHandler,
  type Stage,
  type SystemError,
  type TlsOptions,
} from './socket.js';

/** Longest wait for one of several addresses of a name before the next is tried; Node's own 250 ms gives up on slow networks. */
const attemptTimeout = 2000;

/** A socket of `node:net`, and of `node:tls` over it. */
export const connect: Connect = (address, tls, handler) => new NodeSocket(address, tls, handler);

/** Of a name whose addresses all failed there is an error for each. */
interface NodeError extends SystemError {
  readonly errors?: readonly SystemError[];
}

class NodeSocket implements Socket {
  readonly #handler: SocketHandler;
  readonly #transport: TcpSocket;
  /** What bytes are written to. */
  #top: TcpSocket | TLSSocket;
  #stage: Stage = 'connect';
  #done = false;

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
    // That of TLS knows more of its transport's end; and an end before the handshake's comes with an error behind it.
    const isTop = () => socket === this.#top;
    socket.once('end', () => isTop() && this.#stage === 'open' && this.#close(undefined));
    socket.once('close', () => isTop() && this.#close(undefined));
  }

  async #secure(options: TlsOptions): Promise<void> {
    this.#stage = 'handshake';
    const tls = await import('node:tls');
    if (this.#done) return;
    const { serverName, ca, cert, key, verify } = options;
    const socket = tls.connect({
      socket: this.#transport,
      servername: isIP(serverName) ? '' : serverName,
      ALPNProtocols: ['h2'],
      minVersion: 'TLSv1.2',
      ca: [...ca],
      // What is in `ca` is trusted, be it a root or not.
      allowPartialTrustChain: true,
      // Copies, as these types are Node's own.
      ...(cert !== undefined && { cert: typeof cert === 'string' ? cert : Buffer.from(cert) }),
      ...(key !== undefined && { key: typeof key === 'string' ? key : Buffer.from(key) }),
      // Judged below, while the certificate can be read.
      rejectUnauthorized: false,
      checkServerIdentity: () => undefined,
    });
    this.#top = socket;
    this.#watch(socket);
    socket.once('secureConnect', () => {
      const distrust = socket.authorized ? undefined : String(socket.authorizationError);
      const refusal = verify({ chain: chainOf(socket.getPeerCertificate(true)), distrust });
      if (refusal !== undefined) this.#close(refusal);
      else if (socket.alpnProtocol !== 'h2') this.#close(alpnError());
      else this.#begin();
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
    this.#handler.onClose(error && new SocketError(this.#stage, error.errors?.[0] ?? error));
  }
}
