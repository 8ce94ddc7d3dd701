import * as bunSocket from '../../src/http2/bun-socket.js';
import * as nodeSocket from '../../src/http2/node-socket.js';
import type { Address, Connect, Socket, SocketError, SocketHandler, TlsOptions } from '../../src/http2/socket.js';

/** The socket of the runtime at hand. */
export const connectSocket: Connect = 'Bun' in globalThis ? bunSocket.connect : nodeSocket.connect;

export const runtime = 'Bun' in globalThis ? 'Bun' : 'Node';

/** A socket and what it reported. */
export class TestSocket implements SocketHandler {
  readonly socket: Socket;
  readonly events: string[] = [];
  readonly chunks: Uint8Array[] = [];
  error: SocketError | undefined;
  /** Resolves when the socket is open; rejects with why it never was. */
  readonly opened: Promise<void>;
  /** Resolves when it is closed. */
  readonly closed: Promise<SocketError | undefined>;
  #open: () => void = () => {};
  #fail: (error: Error) => void = () => {};
  #close: (error: SocketError | undefined) => void = () => {};

  constructor(
    address: Address,
    tls?: TlsOptions,
    private readonly onBytes: (bytes: Uint8Array) => void = () => {},
  ) {
    this.opened = new Promise((resolve, reject) => {
      this.#open = resolve;
      this.#fail = reject;
    });
    this.opened.catch(() => {});
    this.closed = new Promise((resolve) => {
      this.#close = resolve;
    });
    this.socket = connectSocket(address, tls, this);
  }

  get text(): string {
    return Buffer.concat(this.chunks).toString('latin1');
  }

  onOpen(): void {
    this.events.push('open');
    this.#open();
  }

  onData(bytes: Uint8Array): void {
    this.chunks.push(bytes);
    this.onBytes(bytes);
  }

  onDrain(): void {
    this.events.push('drain');
  }

  onClose(error: SocketError | undefined): void {
    this.events.push('close');
    this.error = error;
    this.#fail(error ?? new Error('ended'));
    this.#close(error);
  }
}
