import { type ClientHttp2Stream, constants, type IncomingHttpHeaders, type OutgoingHttpHeaders } from 'node:http2';
import { FrameReader } from './frame.js';
import { maxForeignBody, type Outcome, outcomeOfForeignHeaders, outcomeOfReset, outcomeOfTrailers, withForeignBody } from './outcome.js';
import type { Session, SessionCall } from './session.js';
import { Code } from './status.js';

export interface ExchangeEvents {
  /** There are new bytes in `frames`. */
  onData(): void;
  /** After a write that returned false: there is room again. */
  onDrain(): void;
  /** The last event. @param unprocessed the server surely did nothing, so that the call may be sent again. */
  onEnd(outcome: Outcome, unprocessed: boolean): void;
}

/** One HTTP/2 stream: a call, or one of its attempts, on one connection. */
export class Exchange implements SessionCall {
  /** What has been read; undefined until the answer's headers are here. */
  frames: FrameReader | undefined;
  readonly #stream: ClientHttp2Stream;
  /** Known from the start, as the session is ready; 0 would count as processed. */
  readonly #id: number;
  #trailers: Outcome | undefined;
  #foreign: { readonly outcome: Outcome; body: Buffer } | undefined;
  #done = false;

  /** @throws Error where the session closed just now. */
  constructor(
    readonly session: Session,
    headers: OutgoingHttpHeaders,
    private readonly maxReceiveBytes: number,
    private readonly isLate: () => boolean,
    private readonly events: ExchangeEvents,
  ) {
    const stream = session.open(headers, this);
    this.#stream = stream;
    this.#id = stream.id ?? 0;
    stream.pause();
    stream.on('response', (answer, flags) => this.#respond(answer, flags));
    stream.on('data', (chunk: Buffer) => this.#receive(chunk));
    stream.on('trailers', (trailers) => {
      session.touch();
      this.#trailers = outcomeOfTrailers(trailers);
    });
    stream.on('end', () => this.#endOfData());
    stream.on('drain', () => events.onDrain());
    // The close that follows tells more.
    stream.on('error', () => {});
    // The connection's own end, if that is the reason, shows up in this turn of the event loop, yet maybe after the stream's.
    stream.on('close', () => {
      if (!this.#done) setImmediate(() => this.#reset());
    });
  }

  /** Whether the server has begun to answer. */
  get answered(): boolean {
    return this.frames !== undefined || this.#foreign !== undefined;
  }

  /** @returns false when the connection is behind: wait for onDrain. */
  write(frame: Buffer): boolean {
    return this.#stream.write(frame);
  }

  end(frame?: Buffer): void {
    if (frame === undefined) this.#stream.end();
    else this.#stream.end(frame);
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
    this.#stream.close(constants.NGHTTP2_CANCEL);
    this.session.release(this);
  }

  onLost(reason: string): void {
    if (this.#done) return;
    // What came before the loss still counts; reading emits it.
    if (this.answered) while (this.#stream.read() !== null);
    if (this.#trailers !== undefined) this.#endWith(this.#trailers);
    else this.#finish({ code: Code.Unavailable, details: reason }, this.#unprocessed);
  }

  /** Whether the server let us know that it did not look at the call. */
  get #unprocessed(): boolean {
    return !this.answered && (this.#stream.rstCode === constants.NGHTTP2_REFUSED_STREAM || this.session.refused(this.#id));
  }

  #respond(headers: IncomingHttpHeaders, flags: number): void {
    this.session.touch();
    const foreign = outcomeOfForeignHeaders(headers);
    if (flags & constants.NGHTTP2_FLAG_END_STREAM) {
      this.#finish(foreign ?? outcomeOfTrailers(headers));
    } else if (foreign !== undefined) {
      this.#foreign = { outcome: foreign, body: Buffer.alloc(0) };
      this.#stream.resume();
    } else {
      const encoding = headers['grpc-encoding'];
      this.frames = new FrameReader(this.maxReceiveBytes, typeof encoding === 'string' ? encoding : undefined);
    }
  }

  #receive(chunk: Buffer): void {
    this.session.touch();
    if (this.#foreign !== undefined) {
      this.#foreign.body = Buffer.concat([this.#foreign.body, chunk]);
      if (this.#foreign.body.length >= maxForeignBody) this.#endForeign(this.#foreign);
    } else if (this.frames !== undefined && !this.#done) {
      this.frames.push(chunk);
      this.events.onData();
    }
  }

  #endOfData(): void {
    if (this.#foreign !== undefined) this.#endForeign(this.#foreign);
    else if (this.#trailers !== undefined) this.#endWith(this.#trailers);
    // Unless a reset ended it, which its close event tells.
    else setImmediate(() => this.#reset());
  }

  #endForeign({ outcome, body }: { outcome: Outcome; body: Buffer }): void {
    this.#finish(withForeignBody(outcome, body));
  }

  #endWith(trailers: Outcome): void {
    const cut = trailers.code === Code.OK && this.frames?.partial;
    this.#finish(cut ? { code: Code.Internal, details: 'unexpected EOF' } : trailers);
  }

  /** The stream closed and nothing said why before. */
  #reset(): void {
    if (this.#done) return;
    const { rstCode, readableEnded } = this.#stream;
    if (this.#trailers !== undefined) {
      this.#endWith(this.#trailers);
    } else if (this.#unprocessed) {
      this.#finish(outcomeOfReset(constants.NGHTTP2_REFUSED_STREAM, false), true);
    } else if (readableEnded && rstCode === constants.NGHTTP2_NO_ERROR) {
      this.#finish({ code: Code.Internal, details: 'server closed the stream without sending trailers' });
    } else {
      this.#finish(outcomeOfReset(rstCode, this.isLate()));
    }
  }

  #finish(outcome: Outcome, unprocessed = false): void {
    if (this.#done) return;
    this.#done = true;
    // Where our side is still open, e.g. a refused stream of requests.
    if (!this.#stream.closed) this.#stream.close(constants.NGHTTP2_NO_ERROR);
    this.session.release(this);
    this.events.onEnd(outcome, unprocessed);
  }
}
