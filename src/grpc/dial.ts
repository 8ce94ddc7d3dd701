import * as net from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { Endpoint, Target } from './endpoints.js';
import { describeErrno, joinHostPort, type SystemError } from './errno.js';
import type { TlsOptions } from './handshake.js';

/** A connection that did not come about. Its message is what Go puts in `connection error: desc = "…"`. */
export class DialError extends Error {
  override readonly name = 'DialError';
}

export type Socket = net.Socket | TLSSocket;

export interface Dialed {
  readonly socket: Socket;
  /** What the handshake's bytes run over; the same as `socket` without TLS. */
  readonly transport: net.Socket;
}

/** Longest wait for one of several addresses of a name before the next is tried; Node's own 250 ms gives up on slow networks. */
const attemptTimeout = 2000;

/**
 * Connects to an endpoint and, with TLS, shakes hands.
 * @param onSocket is called with the socket at once, so that the caller can end the attempt by destroying it.
 * @throws DialError
 */
export async function dial(endpoint: Endpoint, tls: TlsOptions | undefined, onSocket: (socket: net.Socket) => void): Promise<Dialed> {
  const { target } = endpoint;
  if (target.kind === 'invalid') throw new DialError(`transport: Error while dialing: ${target.problem}`);
  const transport = await open(target, onSocket);
  if (tls === undefined) return { socket: transport, transport };
  try {
    const { handshake } = await import('./handshake.js');
    return { socket: await handshake(transport, endpoint.serverName, tls), transport };
  } catch (error) {
    transport.destroy();
    throw new DialError(`transport: authentication handshake failed: ${(error as Error).message}`, { cause: error });
  }
}

function open(target: Exclude<Target, { kind: 'invalid' }>, onSocket: (socket: net.Socket) => void): Promise<net.Socket> {
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

function describe(error: SystemError & { errors?: readonly SystemError[] }, target: Exclude<Target, { kind: 'invalid' }>): string {
  // One error per address that was tried; Go tells the first.
  const first = error.errors?.[0] ?? error;
  if (target.kind === 'unix') return `${subject(target)}: connect: ${describeErrno(first)}`;
  if (first.code === 'ENOTFOUND') return `dial tcp: lookup ${target.host}: no such host`;
  if (first.code === 'EAI_AGAIN') return `dial tcp: lookup ${target.host}: server misbehaving`;
  const address = joinHostPort(target.host && (first.address ?? target.host), first.port ?? target.port);
  return `dial tcp ${address}: connect: ${describeErrno(first)}`;
}

function subject(target: Exclude<Target, { kind: 'invalid' }>): string {
  return target.kind === 'unix' ? `dial unix ${target.path}` : `dial tcp ${joinHostPort(target.host, target.port)}`;
}
