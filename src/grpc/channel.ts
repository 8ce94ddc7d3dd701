import type { Clock } from '../clock.js';
import type { Field } from '../http2/hpack/field.js';
import { Balancer } from './balancer.js';
import type { CallOptions, Invoker, MessageStream, UnaryResult } from './call.js';
import { type CallContext, ClientCall } from './client-call.js';
import type { Connection } from './connection.js';
import { isSecure, parseEndpoint } from './endpoints.js';
import type { TlsOptions } from './handshake.js';
import { Code, StatusError } from './status.js';
import { Subchannel } from './subchannel.js';
import { encodeTimeout } from './timeout.js';

export type { TlsOptions };

export interface ChannelOptions {
  /** As the user gave them, contract section 1.5; at least one. */
  readonly endpoints: readonly string[];
  /** Undefined means that there is no TLS configuration; `https://` endpoints then trust the system's CAs. */
  readonly tls?: TlsOptions | undefined;
  /** Milliseconds without a sign of life, while there are calls, before a PING is sent; under 10 s is raised to that, 0 sends none. */
  readonly keepaliveTime: number;
  /** Milliseconds to wait for the PING's answer before the connection is closed. */
  readonly keepaliveTimeout: number;
  readonly maxReceiveBytes: number;
  readonly maxSendBytes: number;
  readonly userAgent: string;
  /** What deadlines are made with; what they, keep-alive and certificates are judged with. */
  readonly clock: Pick<Clock, 'now' | 'monotonic'>;
  /** Sent with each call; names in lower case. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
}

/**
 * Calls over one or several endpoints that serve the same. The first call connects to all of them; calls go in turn to those that are
 * connected, and wait, until their deadline, while none is.
 */
export class Channel implements Invoker {
  readonly #balancer: Balancer;
  readonly #context: CallContext;

  constructor(options: ChannelOptions) {
    const endpoints = options.endpoints.map(parseEndpoint);
    const tls = isSecure(endpoints, options.tls !== undefined) ? (options.tls ?? { rejectUnauthorized: true }) : undefined;
    const balancer = new Balancer(
      endpoints.map((endpoint) => new Subchannel(endpoint, tls, options, (subchannel) => balancer.update(subchannel))),
    );
    this.#balancer = balancer;
    this.#context = {
      balancer,
      clock: options.clock,
      maxReceiveBytes: options.maxReceiveBytes,
      maxSendBytes: options.maxSendBytes,
      headers: (path, connection, call) => requestHeaders(path, connection, options, call),
    };
  }

  /** Whether an endpoint is connected. */
  get ready(): boolean {
    return this.#balancer.ready;
  }

  /** Whether one was at any time. */
  get everReady(): boolean {
    return this.#balancer.everReady;
  }

  /** The latest connection error, `connection error: desc = "…"`, while no endpoint is connected and each has failed at least once. */
  lastError(): string | undefined {
    return this.#balancer.error;
  }

  async unary(path: string, request: Uint8Array, options: CallOptions = {}): Promise<UnaryResult> {
    const call = new ClientCall(this.#context, path, options);
    call.finish(request);
    const message = await call.read();
    if (message === undefined) throw violation('received no response message from non-server-streaming RPC');
    if ((await call.read()) !== undefined) {
      call.cancel();
      throw violation('expected <EOF> for non server-streaming RPCs, but received another message');
    }
    // A message came, so there was a connection.
    return { message, peer: call.peer as NonNullable<typeof call.peer> };
  }

  stream(path: string, options: CallOptions = {}): MessageStream {
    return new ClientCall(this.#context, path, options);
  }

  /** Ends all calls and connections at once. */
  close(): void {
    this.#balancer.close();
  }
}

function violation(details: string): StatusError {
  return new StatusError(Code.Internal, `cardinality violation: ${details}`);
}

function requestHeaders(path: string, connection: Connection, channel: ChannelOptions, call: CallOptions): readonly Field[] {
  const fields: Field[] = [
    [':method', 'POST'],
    [':scheme', connection.peer.secure ? 'https' : 'http'],
    [':path', path],
    [':authority', connection.endpoint.authority],
    ['content-type', 'application/grpc'],
    ['user-agent', channel.userAgent],
    ['te', 'trailers'],
  ];
  // No two calls have the same.
  if (call.deadline !== undefined) fields.push(['grpc-timeout', encodeTimeout(call.deadline - channel.clock.now()), 'without']);
  for (const [name, value] of Object.entries({ ...channel.metadata, ...call.metadata })) {
    if (/[^ -~]/.test(value)) {
      throw new StatusError(Code.Internal, `header key ${JSON.stringify(name)} contains value with non-printable ASCII characters`);
    }
    fields.push([name, value]);
  }
  return fields;
}
