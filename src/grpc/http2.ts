/** The part of HTTP/2 (RFC 9113) that gRPC needs. Whoever implements it knows no gRPC, and nothing of gRPC knows who does. */

/** Header fields by name in lower case; a character of a value is a byte. A name that comes more than once has all its values. */
export type HeaderFields = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Error codes of RST_STREAM and GOAWAY that gRPC sends or looks for, RFC 9113 section 7. */
export const ErrorCode = { NoError: 0, RefusedStream: 7, Cancel: 8 } as const;

export interface Http2Connection {
  /** Sends a request's HEADERS. @throws Error where the connection closed just now; nothing is sent then. */
  open(fields: HeaderFields, events: Http2StreamEvents): Http2Stream;
  /** @param onAck is called when the PING is answered. */
  ping(onAck: () => void): void;
  /** Whether the connection keeps the process alive. */
  hold(held: boolean): void;
  /** Ends the connection and its socket at once. Its onLost isn't called. */
  destroy(): void;
}

export interface Http2ConnectionEvents {
  /** The server's SETTINGS are here. */
  onSettings(): void;
  /** Streams above the last one that the server names end with REFUSED_STREAM; the others go on. */
  onGoAway(frame: GoAway): void;
  /** The connection is gone. It comes before the streams' own ends. @param cause Go's text for what reading met, such as `EOF` */
  onLost(cause: string): void;
}

export interface GoAway {
  readonly lastStreamId: number;
  readonly errorCode: number;
  readonly debugData: Uint8Array;
}

/** One stream, from its request's HEADERS on. Its data is paused at first. */
export interface Http2Stream {
  readonly id: number;
  /** The error code of the RST_STREAM that either side sent; 0 for none. */
  readonly resetCode: number;
  /** @returns false when the connection is behind: wait for onDrain. */
  write(data: Uint8Array): boolean;
  /** Half-closes, with the last data if there is any. */
  end(data?: Uint8Array): void;
  /** Leaves data that comes to flow control. */
  pause(): void;
  resume(): void;
  /** Hands over what has arrived, paused or not. */
  flush(): void;
  /** Sends RST_STREAM, unless the stream is closed. */
  reset(errorCode: number): void;
}

export interface Http2StreamEvents {
  /** The answer's HEADERS; those of informational answers (1xx) are left out. */
  onHeaders(fields: HeaderFields, endStream: boolean): void;
  onData(chunk: Buffer): void;
  onTrailers(fields: HeaderFields): void;
  /** No more data: the server has ended the stream, or either side has reset it. */
  onEnd(): void;
  /** After a write that returned false: there is room again. */
  onDrain(): void;
  /** The stream is over; the last event. */
  onClose(): void;
}
