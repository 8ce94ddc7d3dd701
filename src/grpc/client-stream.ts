import { ErrorCode } from '../http2/errors.js';
import type { Field } from '../http2/hpack/field.js';
import type { Stream, StreamEnd, StreamHandler } from '../http2/stream.js';
import type { Connection } from './connection.js';
import { MessageReader } from './message.js';
import {
  fieldOf,
  maxForeignBody,
  type Outcome,
  outcomeOfForeignHeaders,
  outcomeOfReset,
  outcomeOfTrailers,
  withForeignBody,
} from './outcome.js';
import { Code } from './status.js';

export interface ClientStreamEvents {
  /** There are new bytes in `messages`. */
  onData(): void;
  /** After a write that returned false: there is room again. */
  onDrain(): void;
  /** The last event. @param unprocessed the server surely did nothing, so that the call may be sent again. */
  onEnd(outcome: Outcome, unprocessed: boolean): void;
}

/** One attempt of a call: a stream of HTTP/2 on one connection, and what gRPC makes of what comes on it. */
export class ClientStream implements StreamHandler {
  /** What has been read; undefined until the answer's headers are here. What is taken from it, the server may send again. */
  messages: MessageReader | undefined;
  readonly connection: Connection;
  readonly #stream: Stream;
  readonly #maxReceiveBytes: number;
  readonly #isLate: () => boolean;
  readonly #events: ClientStreamEvents;
  /** What trailers said, or headers that are all there is. */
  #outcome: Outcome | undefined;
  #foreign: { readonly outcome: Outcome; body: Buffer } | undefined;
  #done = false;

  /**
   * @param isLate whether the call's deadline has passed
   * @throws Error where the connection takes no more calls just now
   */
  constructor(
    connection: Connection,
    fields: readonly Field[],
    maxReceiveBytes: number,
    isLate: () => boolean,
    events: ClientStreamEvents,
  ) {
    this.connection = connection;
    this.#maxReceiveBytes = maxReceiveBytes;
    this.#isLate = isLate;
    this.#events = events;
    this.#stream = connection.open(fields, this);
  }

  /** @returns false when the connection is behind: wait for onDrain. */
  write(data: Buffer): boolean {
    return this.#stream.write(data);
  }

  end(data?: Buffer): void {
    if (data !== undefined) this.#stream.write(data);
    this.#stream.end();
  }

  /** Gives up the call; no event follows. */
  cancel(): void {
    if (this.#done) return;
    this.#done = true;
    this.#stream.reset(ErrorCode.CANCEL);
    this.connection.release();
  }

  // What HTTP/2 reports.

  onHeaders(fields: readonly Field[], endStream: boolean): void {
    const foreign = outcomeOfForeignHeaders(fields);
    if (endStream) {
      this.#outcome = foreign ?? outcomeOfTrailers(fields);
    } else if (foreign !== undefined) {
      this.#foreign = { outcome: foreign, body: Buffer.alloc(0) };
    } else {
      this.messages = new MessageReader(this.#maxReceiveBytes, fieldOf(fields, 'grpc-encoding'), (length) => this.#stream.consume(length));
    }
  }

  onData(bytes: Uint8Array): void {
    if (this.#foreign !== undefined) {
      this.#stream.consume(bytes.length);
      this.#foreign.body = Buffer.concat([this.#foreign.body, bytes]);
      if (this.#foreign.body.length >= maxForeignBody) this.#endForeign(this.#foreign);
    } else if (this.messages !== undefined) {
      this.messages.push(bytes);
      this.#events.onData();
    }
  }

  onTrailers(fields: readonly Field[]): void {
    this.#outcome = outcomeOfTrailers(fields);
  }

  onEnd(): void {
    if (this.#foreign !== undefined) this.#endForeign(this.#foreign);
    else if (this.#outcome !== undefined) this.#finish(this.#outcome);
    else this.#finish({ code: Code.Internal, details: 'server closed the stream without sending trailers' });
  }

  onDrain(): void {
    this.#events.onDrain();
  }

  onClose(end: StreamEnd): void {
    switch (end.kind) {
      case 'complete':
        return;
      case 'reset': {
        const unprocessed = !this.#answered && end.code === ErrorCode.REFUSED_STREAM;
        this.#finish(outcomeOfReset(end.code, this.#isLate()), unprocessed);
        break;
      }
      case 'error':
        this.#finish({ code: outcomeOfReset(end.error.code, false).code, details: end.error.message });
        break;
      case 'refused':
        this.#finish({ code: Code.Unavailable, details: 'the stream is rejected because server is draining the connection' }, true);
        break;
      case 'lost':
        this.#finish({ code: Code.Unavailable, details: this.connection.describeLoss(end.cause) });
        break;
    }
  }

  /** Whether the server has begun to answer. */
  get #answered(): boolean {
    return this.messages !== undefined || this.#foreign !== undefined;
  }

  #endForeign({ outcome, body }: { outcome: Outcome; body: Buffer }): void {
    this.#finish(withForeignBody(outcome, body));
  }

  #finish(outcome: Outcome, unprocessed = false): void {
    if (this.#done) return;
    this.#done = true;
    // Where our side is still open.
    this.#stream.reset(ErrorCode.NO_ERROR);
    this.connection.release();
    this.#events.onEnd(outcome, unprocessed);
  }
}
