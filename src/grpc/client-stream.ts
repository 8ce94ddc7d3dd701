import type { Connection, ConnectionUser } from './connection.js';
import { ErrorCode, type HeaderFields, type Http2Stream } from './http2.js';
import { MessageReader } from './message.js';
import { maxForeignBody, type Outcome, outcomeOfForeignHeaders, outcomeOfReset, outcomeOfTrailers, withForeignBody } from './outcome.js';
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
export class ClientStream implements ConnectionUser {
  /** What has been read; undefined until the answer's headers are here. */
  messages: MessageReader | undefined;
  readonly connection: Connection;
  readonly #stream: Http2Stream;
  readonly #maxReceiveBytes: number;
  readonly #isLate: () => boolean;
  readonly #events: ClientStreamEvents;
  #trailers: Outcome | undefined;
  #foreign: { readonly outcome: Outcome; body: Buffer } | undefined;
  #dataEnded = false;
  #done = false;

  /**
   * @param isLate whether the call's deadline has passed
   * @throws Error where the connection closed just now
   */
  constructor(connection: Connection, fields: HeaderFields, maxReceiveBytes: number, isLate: () => boolean, events: ClientStreamEvents) {
    this.connection = connection;
    this.#maxReceiveBytes = maxReceiveBytes;
    this.#isLate = isLate;
    this.#events = events;
    const streamEvents = {
      onHeaders: (answer: HeaderFields, endStream: boolean) => this.#respond(answer, endStream),
      onData: (chunk: Buffer) => this.#receive(chunk),
      onTrailers: (trailers: HeaderFields) => {
        connection.touch();
        this.#trailers = outcomeOfTrailers(trailers);
      },
      onEnd: () => this.#endOfData(),
      onDrain: () => events.onDrain(),
      onClose: () => this.#close(),
    };
    this.#stream = connection.open(fields, streamEvents, this);
  }

  /** @returns false when the connection is behind: wait for onDrain. */
  write(data: Buffer): boolean {
    return this.#stream.write(data);
  }

  end(data?: Buffer): void {
    this.#stream.end(data);
  }

  pause(): void {
    this.#stream.pause();
  }

  resume(): void {
    this.#stream.resume();
  }

  /** Gives up the call; no event follows. */
  cancel(): void {
    if (this.#done) return;
    this.#done = true;
    this.#stream.reset(ErrorCode.Cancel);
    this.connection.release(this);
  }

  onLost(reason: string): void {
    if (this.#done) return;
    // What came before the loss still counts.
    if (this.#answered) this.#stream.flush();
    if (this.#trailers !== undefined) this.#endWith(this.#trailers);
    else this.#finish({ code: Code.Unavailable, details: reason }, this.#unprocessed);
  }

  /** Whether the server has begun to answer. */
  get #answered(): boolean {
    return this.messages !== undefined || this.#foreign !== undefined;
  }

  /** Whether the server let us know that it did not look at the call. */
  get #unprocessed(): boolean {
    return !this.#answered && (this.#stream.resetCode === ErrorCode.RefusedStream || this.connection.refused(this.#stream.id));
  }

  #respond(fields: HeaderFields, endStream: boolean): void {
    this.connection.touch();
    const foreign = outcomeOfForeignHeaders(fields);
    if (endStream) {
      this.#finish(foreign ?? outcomeOfTrailers(fields));
    } else if (foreign !== undefined) {
      this.#foreign = { outcome: foreign, body: Buffer.alloc(0) };
      this.#stream.resume();
    } else {
      const encoding = fields['grpc-encoding'];
      this.messages = new MessageReader(this.#maxReceiveBytes, typeof encoding === 'string' ? encoding : undefined);
    }
  }

  #receive(chunk: Buffer): void {
    this.connection.touch();
    if (this.#foreign !== undefined) {
      this.#foreign.body = Buffer.concat([this.#foreign.body, chunk]);
      if (this.#foreign.body.length >= maxForeignBody) this.#endForeign(this.#foreign);
    } else if (this.messages !== undefined && !this.#done) {
      this.messages.push(chunk);
      this.#events.onData();
    }
  }

  #endOfData(): void {
    this.#dataEnded = true;
    if (this.#foreign !== undefined) this.#endForeign(this.#foreign);
    else if (this.#trailers !== undefined) this.#endWith(this.#trailers);
    // Otherwise the stream's close has the reason.
  }

  #endForeign({ outcome, body }: { outcome: Outcome; body: Buffer }): void {
    this.#finish(withForeignBody(outcome, body));
  }

  #endWith(trailers: Outcome): void {
    const cut = trailers.code === Code.OK && this.messages?.partial;
    this.#finish(cut ? { code: Code.Internal, details: 'unexpected EOF' } : trailers);
  }

  /** The stream closed and nothing said why before. */
  #close(): void {
    if (this.#done) return;
    const { resetCode } = this.#stream;
    if (this.#trailers !== undefined) {
      this.#endWith(this.#trailers);
    } else if (this.#unprocessed) {
      this.#finish(outcomeOfReset(ErrorCode.RefusedStream, false), true);
    } else if (this.#dataEnded && resetCode === ErrorCode.NoError) {
      this.#finish({ code: Code.Internal, details: 'server closed the stream without sending trailers' });
    } else {
      this.#finish(outcomeOfReset(resetCode, this.#isLate()));
    }
  }

  #finish(outcome: Outcome, unprocessed = false): void {
    if (this.#done) return;
    this.#done = true;
    // Where our side is still open, as that of a refused stream of requests is.
    this.#stream.reset(ErrorCode.NoError);
    this.connection.release(this);
    this.#events.onEnd(outcome, unprocessed);
  }
}
