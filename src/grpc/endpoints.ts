/** Where to connect, made of one element of `--endpoints`; contract section 1.5. */
export interface Endpoint {
  /** What Go shows as the address: `host:port` as typed, or the socket's path. */
  readonly address: string;
  readonly target: Target;
  /** The `:authority` of requests. */
  readonly authority: string;
  /** The name or IP address that the server's certificate must be valid for. */
  readonly serverName: string;
  readonly security: 'always' | 'never' | 'optional';
}

export type Target =
  /** An empty host is this machine. */
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number }
  | { readonly kind: 'unix'; readonly path: string }
  /** Nothing that could be dialled; `problem` is Go's text for it. */
  | { readonly kind: 'invalid'; readonly problem: string };

/** Never throws: like Go, an endpoint that makes no sense fails when it is dialled. */
export function parseEndpoint(text: string): Endpoint {
  return parseUnix(text) ?? parseUrl(text) ?? tcp(text, text, 'optional');
}

/** Whether a channel to these endpoints uses TLS: the first one decides for all. */
export function isSecure(endpoints: readonly Endpoint[], hasTls: boolean): boolean {
  const security = endpoints[0]?.security ?? 'optional';
  return security === 'optional' ? hasTls : security === 'always';
}

/** `unix:///abs`, `unix://rel`, `unix:rel` and the same with `unixs`; only lower case, as in Go's client. */
function parseUnix(text: string): Endpoint | undefined {
  const match = /^(unixs?):(?:\/\/)?(.*)$/s.exec(text);
  if (match === null) return undefined;
  const [, scheme, path = ''] = match;
  // An abstract socket has a name that no header can hold.
  const name = path.startsWith('\0') ? 'localhost' : baseName(path);
  return {
    address: path,
    target: { kind: 'unix', path },
    authority: name,
    serverName: withoutPort(name),
    security: scheme === 'unixs' ? 'always' : 'optional',
  };
}

function parseUrl(text: string): Endpoint | undefined {
  const match = /^([a-z][a-z0-9+.-]*):\/\/(?:[^/?#]*@)?([^/?#]*)/i.exec(text);
  if (match === null) return undefined;
  const [, scheme = '', host = ''] = match;
  // What Go's URL parser refuses is dialled as it is, which then fails.
  if (!/^(\[[^\]]*\]|[^:]*)(:\d*)?$/.test(host)) return undefined;
  switch (scheme.toLowerCase()) {
    case 'https':
      return tcp(host, host, 'always');
    case 'http':
      return tcp(host, host, 'never');
    default:
      return tcp(text, host, 'optional');
  }
}

function tcp(address: string, authority: string, security: Endpoint['security']): Endpoint {
  return { address, target: parseTarget(address), authority, serverName: withoutPort(authority), security };
}

function parseTarget(address: string): Target {
  if (address === '') return { kind: 'invalid', problem: 'dial tcp: missing address' };
  const parts = splitHostPort(address);
  if (typeof parts === 'string') return { kind: 'invalid', problem: `dial tcp: address ${address}: ${parts}` };
  const [host, port] = parts;
  if (!/^\d*$/.test(port)) return { kind: 'invalid', problem: `dial tcp: lookup tcp/${port}: unknown port` };
  const number = Number(port);
  if (number > 65_535) return { kind: 'invalid', problem: `dial tcp: address ${port}: invalid port` };
  return { kind: 'tcp', host, port: number };
}

/** @returns host and port, or Go's name for what is wrong. */
function splitHostPort(address: string): [host: string, port: string] | string {
  const bracketed = /^\[([^\]]*)\](?::([^:]*))?$/.exec(address);
  if (bracketed !== null) {
    const [, host = '', port] = bracketed;
    return port === undefined ? 'missing port in address' : [host, port];
  }
  const colon = address.lastIndexOf(':');
  if (colon < 0) return 'missing port in address';
  const host = address.slice(0, colon);
  if (host.includes(':')) return 'too many colons in address';
  return [host, address.slice(colon + 1)];
}

function withoutPort(authority: string): string {
  const parts = splitHostPort(authority);
  return typeof parts === 'string' ? authority : parts[0];
}

function baseName(path: string): string {
  const trimmed = path.replace(/\/+$/, '');
  if (trimmed === '') return path === '' ? '.' : '/';
  return trimmed.slice(trimmed.lastIndexOf('/') + 1);
}

/** An address as Go prints it, IPv6 in brackets. */
export function joinHostPort(host: string, port: number | string): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}
