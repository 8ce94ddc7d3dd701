import { type Clock, systemClock } from '../clock.js';
import type { TlsOptions } from '../grpc/channel.js';
import { type Logger, silent } from './logger.js';
import type { Login } from './login.js';

/** What a client is made from; milliseconds and bytes. */
export interface ClientOptions {
  /** `host:port`, a URL (`https://` asks for TLS), or `unix:///path`; contract 1.5. */
  readonly endpoints: readonly string[];
  /** undefined for none: an `https://` endpoint has TLS all the same, with the system's authorities. */
  readonly tls: TlsOptions | undefined;
  readonly login: Login | undefined;
  /** How long a login may take; 0 waits without end. */
  readonly dialTimeout: number;
  /** How long a call without a deadline waits for a cluster that was never reached. */
  readonly reachTimeout: number;
  /** After so long without a sign of life, while there are calls, a PING is sent; under 10 s is raised to that, 0 sends none. */
  readonly keepaliveTime: number;
  /** How long to wait for its answer before the connection is closed. */
  readonly keepaliveTimeout: number;
  readonly maxReceiveBytes: number;
  readonly maxSendBytes: number;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** What holds where nothing else is said. */
export const defaultOptions = {
  tls: undefined,
  login: undefined,
  dialTimeout: 2000,
  reachTimeout: 5000,
  keepaliveTime: 2000,
  keepaliveTimeout: 6000,
  maxReceiveBytes: 2 ** 31 - 1,
  maxSendBytes: 2 * 1024 * 1024,
  clock: systemClock,
  logger: silent,
} satisfies Omit<ClientOptions, 'endpoints'>;
