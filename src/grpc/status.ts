/** gRPC status codes by name, https://github.com/grpc/grpc/blob/master/doc/statuscodes.md */
export const Code = {
  OK: 0,
  Canceled: 1,
  Unknown: 2,
  InvalidArgument: 3,
  DeadlineExceeded: 4,
  NotFound: 5,
  AlreadyExists: 6,
  PermissionDenied: 7,
  ResourceExhausted: 8,
  FailedPrecondition: 9,
  Aborted: 10,
  OutOfRange: 11,
  Unimplemented: 12,
  Internal: 13,
  Unavailable: 14,
  DataLoss: 15,
  Unauthenticated: 16,
} as const;

export type Code = (typeof Code)[keyof typeof Code];

const names = Object.keys(Code);

/** The name that gRPC's Go implementation prints for a code; `Code(17)` for one that it doesn't know. */
export function codeName(code: number): string {
  return names[code] ?? `Code(${code})`;
}

/** A call that ended with another status than OK. `message` has the form of Go's `status.Error`. */
export class StatusError extends Error {
  override readonly name = 'StatusError';
  readonly code: Code;
  readonly details: string;
  /** The address that answered, where the call reached one. */
  readonly peer: Peer | undefined;
  /** Whether the caller's own deadline had passed, or the caller had given the call up, whatever the server said. */
  readonly byCaller: boolean;

  constructor(code: Code, details: string, peer?: Peer, byCaller = false) {
    super(`rpc error: code = ${codeName(code)} desc = ${details}`);
    this.code = code;
    this.details = details;
    this.peer = peer;
    this.byCaller = byCaller;
  }
}

/** The two ends of the connection a call ran on. */
export interface Peer {
  /** `host:port` or a socket path. */
  readonly address: string;
  readonly local: string;
  readonly secure: boolean;
}
