import type { DetailedPeerCertificate } from 'node:tls';
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

/** A socket of `Bun.connect`, which needs no module and tries the addresses of a name side by side. */
export const connect: Connect = (address, tls, handler) => new BunSocket(address, tls, handler);

// The part of Bun's API that is used here, https://bun.com/reference/bun/connect.

interface BunTcpSocket {
  readonly data: BunSocket;
  readonly alpnProtocol: string | false | null;
  readonly localAddress: string | undefined;
  readonly localPort: number | undefined;
  readonly remoteAddress: string | undefined;
  readonly remotePort: number | undefined;
  /** @returns how many bytes were taken, or -1 when it is closed */
  write(bytes: Uint8Array): number;
  close(): void;
  ref(): void;
  unref(): void;
  setNoDelay(on: boolean): void;
  getPeerCertificate(abbreviated: boolean): DetailedPeerCertificate;
}

interface BunHandlers {
  open(socket: BunTcpSocket): void;
  handshake(socket: BunTcpSocket, success: boolean, error: SystemError | null | undefined): void;
  data(socket: BunTcpSocket, bytes: Uint8Array): void;
  drain(socket: BunTcpSocket): void;
  end(socket: BunTcpSocket): void;
  close(socket: BunTcpSocket, error: SystemError | undefined): void;
  error(socket: BunTcpSocket, error: SystemError): void;
  connectError(socket: BunTcpSocket, error: SystemError): void;
}

interface BunRuntime {
  connect(options: object): Promise<BunTcpSocket>;
  readonly dns: { lookup(host: string): Promise<readonly { readonly address: string }[]> };
}

const bun = (globalThis as unknown as { readonly Bun: BunRuntime }).Bun;

const handlers: BunHandlers = {
  open: (socket) => socket.data.onOpen(socket),
  handshake: (socket, success, error) => socket.data.onHandshake(socket, success, error ?? undefined),
  data: (socket, bytes) => socket.data.onData(bytes),
  drain: (socket) => socket.data.onDrain(),
  end: (socket) => socket.data.onClose(undefined),
  close: (socket, error) => socket.data.onClose(error),
  error: (socket, error) => {
    // Bun reports here what a handler threw, too, which is an error of the program.
    if (isSocketError(error)) socket.data.onClose(error);
    else queueMicrotask(() => reportBug(error));
  },
  connectError: (socket, error) => socket.data.onClose(error),
};

function isSocketError({ code = '' }: SystemError): boolean {
  return /^(E[A-Z0-9]+|ERR_(SSL|OSSL|TLS)_.*)$/.test(code);
}

function reportBug(error: Error): never {
  throw error;
}

/** The list of ALPN's wire format, RFC 7301 section 3.1. */
const alpnProtocols = Uint8Array.of(2, 0x68, 0x32).buffer;
const tls12 = 0x0303;

class BunSocket implements Socket {
  readonly #handler: SocketHandler;
  readonly #address: Address;
  readonly #tls: TlsOptions | undefined;
  #socket: BunTcpSocket | undefined;
  #stage: Stage = 'connect';
  /** Whether the constructor still runs, whose caller can't know this socket yet. */
  #starting = true;
  #connecting = true;
  #done = false;
  #held = true;
  /** What Bun did not take yet. */
  readonly #waiting: Uint8Array[] = [];

  constructor(address: Address, tls: TlsOptions | undefined, handler: SocketHandler) {
    this.#handler = handler;
    this.#address = address;
    this.#tls = tls;
    const target = 'path' in address ? { unix: address.path } : { hostname: address.host, port: address.port };
    try {
      const options = { ...target, data: this, socket: handlers, ...(tls && { tls: tlsOptions(tls) }) };
      // The handlers hear of a failure, too.
      bun.connect(options).catch(() => undefined);
    } catch (error) {
      // A certificate or a key that is none.
      if (tls !== undefined) this.#stage = 'handshake';
      this.onClose(error as SystemError);
    }
    this.#starting = false;
  }

  get stage(): Stage {
    return this.#stage;
  }

  get local(): SocketAddress | undefined {
    return socketAddress(this.#socket?.localAddress, this.#socket?.localPort);
  }

  get remote(): SocketAddress | undefined {
    return socketAddress(this.#socket?.remoteAddress, this.#socket?.remotePort);
  }

  write(bytes: Uint8Array): boolean {
    if (this.#done) return false;
    this.#waiting.push(bytes);
    return this.#waiting.length === 1 && this.#send();
  }

  destroy(): void {
    if (this.#done) return;
    this.#done = true;
    this.#waiting.length = 0;
    // Not its end(), which over TLS waits for the peer.
    this.#socket?.close();
    if (this.#connecting) cancel(this);
  }

  hold(held: boolean): void {
    this.#held = held;
    if (held) this.#socket?.ref();
    else this.#socket?.unref();
  }

  // For the handlers above.

  onOpen(socket: BunTcpSocket): void {
    this.#connecting = false;
    this.#socket = socket;
    if (this.#done) {
      socket.close();
      return;
    }
    socket.setNoDelay(true);
    if (!this.#held) socket.unref();
    if (this.#tls === undefined) this.#begin();
    else this.#stage = 'handshake';
  }

  /** Bun leaves the connection open whatever came out. */
  onHandshake(socket: BunTcpSocket, success: boolean, error: SystemError | undefined): void {
    if (this.#done || this.#stage !== 'handshake' || this.#tls === undefined) return;
    const refusal = judge(socket, this.#tls, success, error);
    if (refusal === undefined) this.#begin();
    else this.#end(refusal);
  }

  onData(bytes: Uint8Array): void {
    if (this.#done) return;
    if (this.#stage === 'open') this.#handler.onData(bytes);
    else this.#end(new Error('data came before the handshake was over'));
  }

  onDrain(): void {
    if (!this.#done && this.#waiting.length > 0 && this.#send()) this.#handler.onDrain();
  }

  onClose(error: SystemError | undefined): void {
    if (this.#starting) {
      queueMicrotask(() => this.onClose(error));
      return;
    }
    const isUnreachable = this.#connecting && error?.syscall === 'connect';
    this.#connecting = false;
    if (isUnreachable) this.#endUnreachable(error).catch(() => this.#end(error));
    else this.#end(error);
  }

  #begin(): void {
    this.#stage = 'open';
    this.#handler.onOpen();
  }

  /** @returns whether nothing waits any more */
  #send(): boolean {
    for (let bytes = this.#waiting[0]; bytes !== undefined; bytes = this.#waiting[0]) {
      const taken = this.#socket?.write(bytes) ?? -1;
      // What is closed says so by another call.
      if (taken < 0) return false;
      if (taken < bytes.length) {
        this.#waiting[0] = bytes.subarray(taken);
        return false;
      }
      this.#waiting.shift();
    }
    return true;
  }

  /** Adds the address, which Bun doesn't tell: the first of those that a name has, as of Node. */
  async #endUnreachable(error: SystemError): Promise<void> {
    if (this.#done || 'path' in this.#address) return this.#end(error);
    const { host, port } = this.#address;
    const address = isAddress(host) ? host : (await bun.dns.lookup(host))[0]?.address;
    this.#end(Object.assign(error, { address, port }));
  }

  #end(error: SystemError | undefined): void {
    if (this.#done) return;
    this.destroy();
    this.#handler.onClose(error && new SocketError(this.#stage, error, codeOf(error)));
  }
}

function tlsOptions({ serverName, ca, cert, key }: TlsOptions): object {
  return {
    // Where there is none, Bun would send the host.
    serverName: isAddress(serverName) ? '' : serverName,
    ca,
    // As for Node: what is in `ca` is trusted, be it a root or not.
    allowPartialTrustChain: true,
    ...(cert !== undefined && { cert }),
    ...(key !== undefined && { key }),
    ALPNProtocols: alpnProtocols,
    minVersion: tls12,
    // Judged by us: Bun leaves the connection open whatever the handshake found.
    rejectUnauthorized: false,
  };
}

function isAddress(host: string): boolean {
  return host.includes(':') || /^[\d.]+$/.test(host);
}

/** @returns why the server is refused */
function judge(socket: BunTcpSocket, { verify }: TlsOptions, success: boolean, error: SystemError | undefined): Error | undefined {
  // A handshake that failed, not its verification.
  if (error?.code === 'EPROTO' || error?.code === 'ECONNRESET') return error;
  // A name is judged where everything else is right.
  const isRightName = error?.code !== 'ERR_TLS_CERT_ALTNAME_INVALID';
  const distrust = isRightName ? (error?.code ?? (success ? undefined : 'CERT_UNTRUSTED')) : undefined;
  // Without `abbreviated` a certificate has its issuers.
  const refusal = verify({ chain: chainOf(socket.getPeerCertificate(false)), distrust });
  return refusal ?? (socket.alpnProtocol === 'h2' ? undefined : alpnError());
}

/** As Node's: of `error:1000045c:SSL routines:OPENSSL_internal:TLSV1_ALERT_CERTIFICATE_REQUIRED` the end. */
function codeOf({ code, message }: SystemError): string | undefined {
  const reason = code === 'EPROTO' ? /:([A-Z0-9_]+)$/.exec(message)?.[1] : undefined;
  return reason === undefined ? code : `ERR_SSL_${reason}`;
}

function socketAddress(address: string | undefined, port: number | undefined): SocketAddress | undefined {
  return address === undefined || port === undefined ? undefined : { address, port };
}

/**
 * Closes a socket that isn't connected yet, which would keep the process alive until the system gives up, two minutes for a host that
 * is silent. Bun.connect hands a socket out only when it is open; until then the engine knows it as an object that must not go.
 */
function cancel(owner: BunSocket): void {
  const jsc = process.getBuiltinModule?.('bun:jsc') as { getProtectedObjects(): readonly unknown[] } | undefined;
  for (const object of jsc?.getProtectedObjects() ?? []) if (isSocketOf(object, owner)) object.close();
}

function isSocketOf(object: unknown, owner: BunSocket): object is BunTcpSocket {
  return typeof object === 'object' && object !== null && 'data' in object && object.data === owner && 'close' in object;
}
