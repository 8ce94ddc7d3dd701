import { type Client, connect } from '../etcd/client.js';
import { ConnectError } from '../etcd/errors.js';
import type { Host } from '../host/host.js';
import { makeLogger } from './log.js';
import type { ClientConfig } from './settings.js';

export interface OpenOptions {
  /** The `logger` of its log lines, `etcd-client` if not said otherwise; `client` for endpoint health and snapshot save, as Go's has it. */
  readonly loggerName?: string;
  /** Gives up the login. */
  readonly signal?: AbortSignal;
}

/**
 * A client made from the settings of the command line: loads the TLS files, checks, and logs in where there is a password. It doesn't wait for
 * a connection.
 * @throws SettingsError for TLS files (contract 1.4, step 5)
 * @throws ConnectError for the rest (step 6)
 */
export async function openClient(
  config: ClientConfig,
  host: Host,
  { loggerName = 'etcd-client', signal }: OpenOptions = {},
): Promise<Client> {
  const { tls: files, limitConflict, ...options } = config;
  // Loaded when needed, as is what brings more of the runtime with it in other files: a start without TLS is faster for it.
  const tls = files && (await (await import('./tls.js')).loadTls(files, host));
  // Go's client looks for endpoints first.
  if (limitConflict !== undefined && options.endpoints.length > 0) throw new ConnectError(limitConflict);
  return connect({ ...options, tls, clock: host.clock, logger: makeLogger(host, loggerName) }, signal);
}
