import * as net from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { Clock } from '../clock.js';
import { type Endpoint, joinHostPort, type Target } from './endpoints.js';
import type { TlsOptions } from './handshake.js';
import { describeSocketError } from './socket-errors.js';
import type { Peer } from './status.js';

/** A connection that did not come about. Its message is what Go puts in `connection error: desc = "…"`. */
export class DialError extends Error {
  override readonly name = 'DialError';
}

export interface Dialed {
  readonly socket: net.Socket | TLSSocket;
  /** What the handshake's bytes run over; the same as `socket` without TLS. */
  readonly transport: net.Socket;
  readonly peer: Peer;
}

type Reachable = Exclude<Target, { kind: 'invalid' }>;

/** Longest wait for one of several addresses of a name before the next is tried; Node's own 250 ms gives up on slow networks. */
const attemptTimeout = 2000;

/**
 * Connects to an endpoint and, with TLS, shakes hands.
 * @param clock judges certificates
 * @param onSocket is called with the socket at once, so that the caller can end the attempt by destroying it
 * @throws DialError
 */
export async function dial(
  endpoint: Endpoint,
  tls: TlsOptions | undefined,
  clock: Pick<Clock, 'now'>,
  onSocket: (socket: net.Socket) => void,
): Promise<Dialed> {
  const { target } = endpoint;
  if (target.kind === 'invalid') throw new DialError(`transport: Error while dialing: ${target.problem}`);
  const transport = await open(target, onSocket);
  const peer = describePeer(transport, target, tls !== undefined);
  if (tls === undefined) return { socket: transport, transport, peer };
  try {
    const { handshake } = await import('./handshake.js');
    return { socket: await handshake(transport, endpoint.serverName, tls, clock), transport, peer };
  } catch (error) {
    transport.destroy();
    throw new DialError(`transport: authentication handshake failed: ${(error as Error).message}`, { cause: error });
  }
}

function open(target: Reachable, onSocket: (socket: net.Socket) => void): Promise<net.Socket> {
  return new Promise((resolve, reject) => {
    const socket =
      target.kind === 'unix'
        ? net.connect({ path: target.path })
        : net.connect({
            host: target.host || 'localhost',
            port: target.port,
            noDelay: true,
            autoSelectFamilyAttemptTimeout: attemptTimeout,
          });
    onSocket(socket);
    const fail = (reason: string) => reject(new DialError(`transport: Error while dialing: ${reason}`));
    // The listener stays: a socket without one would end the process on a late error.
    socket.on('error', (error) => fail(describe(error, target)));
    // Only the caller destroys a socket that had no error: its time was over.
    socket.once('close', () => fail(`${subject(target)}: i/o timeout`));
    socket.once('connect', () => resolve(socket));
  });
}

function describePeer(socket: net.Socket, target: Reachable, secure: boolean): Peer {
  // Go prints @ for a Unix socket without a name, which a client's end is.
  if (target.kind === 'unix') return { address: target.path, local: '@', secure };
  const { remoteAddress = '', remotePort = 0, localAddress = '', localPort = 0 } = socket;
  return { address: joinHostPort(remoteAddress, remotePort), local: joinHostPort(localAddress, localPort), secure };
}

/** What Node adds to an error of connect: where, and where several addresses were tried, an error for each. */
interface ConnectError extends Error {
  readonly code?: string;
  readonly address?: string;
  readonly port?: number;
  readonly errors?: readonly ConnectError[];
}

function describe(error: ConnectError, target: Reachable): string {
  // Go reports the first.
  const first = error.errors?.[0] ?? error;
  if (target.kind === 'unix') return `${subject(target)}: connect: ${describeSocketError(first)}`;
  if (first.code === 'ENOTFOUND') return `dial tcp: lookup ${target.host}: no such host`;
  if (first.code === 'EAI_AGAIN') return `dial tcp: lookup ${target.host}: server misbehaving`;
  const address = joinHostPort(target.host && (first.address ?? target.host), first.port ?? target.port);
  return `dial tcp ${address}: connect: ${describeSocketError(first)}`;
}

function subject(target: Reachable): string {
  return target.kind === 'unix' ? `dial unix ${target.path}` : `dial tcp ${joinHostPort(target.host, target.port)}`;
}
