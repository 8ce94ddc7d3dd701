import type { Login } from '../etcd/login.js';
import { type ClientOptions, defaultOptions } from '../etcd/options.js';
import type { Host } from '../host/host.js';
import { discoverEndpoints } from './discovery.js';
import { SettingsError } from './errors.js';
import type { TlsFiles } from './tls.js';

/** The global flags that make a client; durations in milliseconds. */
export interface ClientFlags {
  readonly authJwtToken: string;
  readonly cacert: string;
  readonly cert: string;
  readonly commandTimeout: number;
  readonly dialTimeout: number;
  readonly discoverySrv: string;
  readonly discoverySrvName: string;
  readonly endpoints: readonly string[];
  readonly insecureDiscovery: boolean;
  readonly insecureSkipTlsVerify: boolean;
  readonly insecureTransport: boolean;
  readonly keepaliveTime: number;
  readonly keepaliveTimeout: number;
  readonly key: string;
  readonly maxRecvBytes: bigint;
  readonly maxRequestBytes: bigint;
  readonly password: string;
  readonly user: string;
}

/** What the flags say of a client, before any file is read; milliseconds and bytes. */
export interface ClientConfig extends Omit<ClientOptions, 'tls' | 'clock' | 'logger'> {
  /** undefined where no flag asks for TLS: an https:// endpoint has it all the same. */
  readonly tls: TlsFiles | undefined;
  /** Why the two limits can't both be, as they were given. */
  readonly limitConflict: string | undefined;
}

/** The part of contract 1.4, step 4, that comes before --write-out is looked at. It may ask DNS and for a password. */
export async function configure(flags: ClientFlags, given: (flag: string) => boolean, host: Host, prompt?: string): Promise<ClientConfig> {
  const discovered = await discoverEndpoints(flags, host);
  for (const name of ['cert', 'key', 'cacert'] as const) {
    if (flags[name] === '' && given(name)) throw new SettingsError(`empty string is passed to --${name} option`);
  }
  return {
    endpoints: discovered.length > 0 ? discovered : flags.endpoints.map((endpoint) => endpoint.trim()),
    tls: tlsFiles(flags),
    login: await readLogin(flags, host, prompt),
    dialTimeout: flags.dialTimeout,
    // Go's client has no bound here, so that one too short for any connection must not make it fail.
    reachTimeout: Math.max(flags.commandTimeout, shortestReach),
    keepaliveTime: flags.keepaliveTime,
    keepaliveTimeout: flags.keepaliveTimeout,
    maxReceiveBytes: limit(flags.maxRecvBytes, defaultLimits.maxReceiveBytes),
    maxSendBytes: limit(flags.maxRequestBytes, defaultLimits.maxSendBytes),
    limitConflict: findConflict(flags),
  };
}

const shortestReach = 1000;

/** What holds where --max-recv-bytes and --max-request-bytes say nothing. */
const { maxReceiveBytes, maxSendBytes } = defaultOptions;
export const defaultLimits = { maxReceiveBytes, maxSendBytes, limitConflict: undefined };

function limit(given: bigint, otherwise: number): number {
  return given > 0n ? Number(given) : otherwise;
}

/** Defaults do not count: a small --max-recv-bytes alone is no conflict. */
function findConflict({ maxRecvBytes: receive, maxRequestBytes: send }: ClientFlags): string | undefined {
  if (receive <= 0n || send <= receive) return undefined;
  return `gRPC message recv limit (${receive} bytes) must be greater than send limit (${send} bytes)`;
}

/** Contract 1.6: any of these makes a TLS configuration. */
function tlsFiles(flags: ClientFlags): TlsFiles | undefined {
  const { cert, key, cacert, insecureSkipTlsVerify: skipVerify } = flags;
  const secureDiscovery = flags.discoverySrv !== '' && !flags.insecureDiscovery;
  const wanted = cert !== '' || key !== '' || cacert !== '' || secureDiscovery || !flags.insecureTransport || skipVerify;
  return wanted ? { cert, key, cacert, skipVerify } : undefined;
}

/** Contract 1.7: a token wins over a user, and an empty name or password logs nobody in. */
export async function readLogin(
  flags: { readonly authJwtToken: string; readonly user: string; readonly password: string },
  host: Host,
  prompt = 'Password: ',
): Promise<Login | undefined> {
  if (flags.authJwtToken !== '') return { token: flags.authJwtToken };
  if (flags.user === '') return undefined;
  const colon = flags.user.indexOf(':');
  const [user, password] =
    flags.password !== ''
      ? [flags.user, flags.password]
      : colon >= 0
        ? [flags.user.slice(0, colon), flags.user.slice(colon + 1)]
        : [flags.user, (await host.askSecret(prompt)).trim()];
  return user === '' || password === '' ? undefined : { user, password };
}
