import type { Peer } from './status.js';

/** The bytes-in, bytes-out view of a gRPC channel. Retries, tokens and codecs are layers that take an Invoker and give one. */
export interface Invoker {
  /**
   * One request, one answer.
   * @throws StatusError
   */
  unary(path: string, request: Uint8Array, options?: CallOptions): Promise<UnaryResult>;
  /** Any call that streams in either direction. The stream is opened lazily: nothing is sent before the first write or read. */
  stream(path: string, options?: CallOptions): MessageStream;
  close(): void;
}

export interface CallOptions {
  /** Milliseconds since the epoch; none waits without end. Sent on as `grpc-timeout`. */
  readonly deadline?: number | undefined;
  /** For a call without a deadline: when to give up if no endpoint was connected yet, ever. Milliseconds since the epoch. */
  readonly reachBy?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Lower-case names. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
}

export interface UnaryResult {
  readonly message: Uint8Array;
  readonly peer: Peer;
}

/**
 * A call in flight, message by message. Reading is pulled: a message that nobody asked for stays with HTTP/2's flow control,
 * so memory is bounded by one window whatever the server sends.
 */
export interface MessageStream extends AsyncIterable<Uint8Array> {
  /** Resolves when the message is handed to the connection and it has room for more. */
  write(message: Uint8Array): Promise<void>;
  /** Half-closes: no more requests. */
  end(): void;
  /** Ends the call with RST_STREAM CANCEL; iteration then throws a StatusError of code Canceled. */
  cancel(): void;
  /**
   * Instead of whole messages their bytes as they arrive, without framing: for one answer that is too large to hold. Works for unary
   * calls too: write the request, end, read the pieces.
   * @throws StatusError
   */
  pieces(): AsyncIterable<Uint8Array>;
  /** Set once the stream runs on a connection. */
  readonly peer: Peer | undefined;
}
