/** How Go words the error numbers that connections meet; Node and Bun give the code. */
const words: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EADDRINUSE: 'address already in use',
  EADDRNOTAVAIL: 'cannot assign requested address',
  EAFNOSUPPORT: 'address family not supported by protocol',
  ECONNABORTED: 'software caused connection abort',
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection reset by peer',
  EHOSTDOWN: 'host is down',
  EHOSTUNREACH: 'no route to host',
  EINVAL: 'invalid argument',
  EMFILE: 'too many open files',
  ENETDOWN: 'network is down',
  ENETUNREACH: 'network is unreachable',
  ENFILE: 'too many open files in system',
  ENOENT: 'no such file or directory',
  ENOTSOCK: 'socket operation on non-socket',
  EPERM: 'operation not permitted',
  EPIPE: 'broken pipe',
  EPROTOTYPE: 'protocol wrong type for socket',
  ETIMEDOUT: 'connection timed out',
};

/** The fields that Node adds to a system error. */
export interface SystemError extends Error {
  readonly code?: string;
  readonly syscall?: string;
  readonly address?: string;
  readonly port?: number;
}

/** Go's words for a system error; Node's message where there are none. */
export function describeErrno(error: SystemError): string {
  return words[error.code ?? ''] ?? error.message;
}

/** An address as Go prints it, IPv6 in brackets. */
export function joinHostPort(host: string, port: number | string): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}
