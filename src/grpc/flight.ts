import type { OutgoingHttpHeaders } from 'node:http2';
import type { Balancer, User } from './balancer.js';
import type { CallOptions, MessageStream } from './call.js';
import { Exchange } from './exchange.js';
import { encodeFrame } from './frame.js';
import type { Outcome } from './outcome.js';
import type { Session } from './session.js';
import { Code, type Peer, StatusError } from './status.js';

/** Requests over this many bytes are not kept for a second attempt; gRPC's default. */
const maxReplayBytes = 256 << 10;
/** setTimeout's limit. */
const maxTimer = 2 ** 31 - 1;

/** What all calls of a channel share. */
export interface CallContext {
  readonly balancer: Balancer;
  readonly maxReceiveBytes: number;
  readonly maxSendBytes: number;
  /** @throws StatusError for metadata that can't be sent. */
  headers(path: string, session: Session, options: CallOptions): OutgoingHttpHeaders;
}

interface Reader {
  readonly pull: 'next' | 'nextPiece';
  resolve(bytes: Uint8Array | undefined): void;
  reject(error: StatusError): void;
}

/**
 * A call from its first write or read to its outcome. It waits for a connection until its deadline, and is sent a second time, once,
 * only when the server says that it did not look at the first.
 */
export class Flight implements MessageStream, User {
  #started = false;
  #done = false;
  #error: StatusError | undefined;
  #exchange: Exchange | undefined;
  #peer: Peer | undefined;
  #stopWaiting: (() => void) | undefined;
  #retried = false;
  /** The requests so far, until it is certain that they need not be sent again. */
  #replay: Buffer[] | undefined = [];
  #replayBytes = 0;
  /** Why a message can't be sent, which is told, as in gRPC, once there is a connection for it. */
  #unsendable: string | undefined;
  #ended = false;
  #blocked = true;
  #reader: Reader | undefined;
  #writers: (() => void)[] = [];
  #timer: NodeJS.Timeout | undefined;
  readonly #onAbort = () => this.cancel();

  constructor(
    private readonly context: CallContext,
    private readonly path: string,
    private readonly options: CallOptions,
  ) {}

  get peer(): Peer | undefined {
    return this.#peer;
  }

  write(message: Uint8Array): Promise<void> {
    this.#push(message);
    return this.#flushed();
  }

  /** Writes the last message. */
  finish(message: Uint8Array): void {
    this.#ended = true;
    this.#push(message);
  }

  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#exchange?.end();
    this.#start();
  }

  cancel(): void {
    this.#fail(Code.Canceled, 'context canceled');
  }

  onClosing(): void {
    this.#fail(Code.Canceled, 'grpc: the client connection is closing');
  }

  /** The next message, undefined after the last. @throws StatusError */
  read(): Promise<Uint8Array | undefined> {
    return this.#pull('next');
  }

  async *[Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    yield* this.#iterate('next');
  }

  pieces(): AsyncIterable<Uint8Array> {
    return this.#iterate('nextPiece');
  }

  async *#iterate(pull: Reader['pull']): AsyncGenerator<Uint8Array> {
    try {
      for (;;) {
        const bytes = await this.#pull(pull);
        if (bytes === undefined) return;
        yield bytes;
      }
    } finally {
      this.cancel();
    }
  }

  #pull(pull: Reader['pull']): Promise<Uint8Array | undefined> {
    return new Promise((resolve, reject) => {
      this.#reader = { pull, resolve, reject };
      this.#start();
      this.#feed();
    });
  }

  #push(message: Uint8Array): void {
    if (this.#done) return;
    if (message.length > this.context.maxSendBytes) {
      this.#unsendable = `trying to send message larger than max (${message.length} vs. ${this.context.maxSendBytes})`;
      if (this.#exchange === undefined) this.#start();
      else this.#fail(Code.ResourceExhausted, this.#unsendable);
      return;
    }
    const frame = encodeFrame(message);
    if (this.#replay !== undefined) {
      this.#replay.push(frame);
      this.#replayBytes += frame.length;
      if (this.#exchange !== undefined && this.#replayBytes > maxReplayBytes) this.#replay = undefined;
    }
    if (this.#exchange === undefined) this.#start();
    else this.#send(this.#exchange, frame, this.#ended);
  }

  /** Resolves once there is room for more. */
  #flushed(): Promise<void> {
    if (this.#error !== undefined) return Promise.reject(this.#error);
    if (this.#done || !this.#blocked) return Promise.resolve();
    return new Promise((resolve, reject) => {
      this.#writers.push(() => (this.#error === undefined ? resolve() : reject(this.#error)));
    });
  }

  #start(): void {
    if (this.#started || this.#done) return;
    this.#started = true;
    const { deadline, reachBy, signal } = this.options;
    const { balancer } = this.context;
    balancer.enter(this);
    if (balancer.closed) this.onClosing();
    else if (signal?.aborted) this.cancel();
    const limit = deadline ?? (balancer.everReady ? undefined : reachBy);
    if (limit !== undefined) this.#expireAt(limit);
    if (this.#done) return;
    signal?.addEventListener('abort', this.#onAbort);
    this.#attempt();
  }

  #expireAt(deadline: number): void {
    const left = deadline - Date.now();
    if (left > 0) this.#timer = setTimeout(() => this.#expireAt(deadline), Math.min(left, maxTimer));
    else if (this.options.deadline !== undefined || !this.context.balancer.everReady) this.#fail(Code.DeadlineExceeded, this.#expiry());
  }

  #expiry(): string {
    const { balancer } = this.context;
    // One that had passed at the start never waited.
    if (this.#stopWaiting === undefined || balancer.ready) return 'context deadline exceeded';
    const { error } = balancer;
    return error === undefined
      ? 'context deadline exceeded while waiting for connections to become ready'
      : `latest balancer error: ${error}`;
  }

  #attempt(): void {
    this.#stopWaiting = undefined;
    const { balancer, maxReceiveBytes } = this.context;
    for (let session = balancer.pick(); session !== undefined; session = balancer.pick()) {
      if (this.#unsendable !== undefined) {
        this.#fail(Code.ResourceExhausted, this.#unsendable);
        return;
      }
      try {
        const headers = this.context.headers(this.path, session, this.options);
        const exchange: Exchange = new Exchange(
          session,
          headers,
          maxReceiveBytes,
          () => (this.options.deadline ?? Infinity) <= Date.now(),
          {
            onData: () => this.#feed(),
            onDrain: () => this.#unblock(),
            onEnd: (outcome, unprocessed) => this.#settle(outcome, unprocessed),
          },
        );
        this.#run(exchange);
        return;
      } catch (error) {
        // A session that closed just now sent nothing: the next one then.
        if (!(error instanceof StatusError) && !session.ready) continue;
        this.#fail(error instanceof StatusError ? error.code : Code.Internal, error instanceof StatusError ? error.details : String(error));
        return;
      }
    }
    this.#stopWaiting = balancer.wait(() => this.#attempt());
  }

  #run(exchange: Exchange): void {
    this.#exchange = exchange;
    this.#peer = exchange.session.peer;
    const frames = this.#replay ?? [];
    const last = this.#ended ? frames.length - 1 : -1;
    this.#blocked = false;
    frames.forEach((frame, index) => void this.#send(exchange, frame, index === last));
    if (this.#ended && frames.length === 0) exchange.end();
    if (!this.#blocked) this.#unblock();
    if (this.#reader !== undefined) exchange.resume();
  }

  #send(exchange: Exchange, frame: Buffer, last: boolean): void {
    if (last) exchange.end(frame);
    else if (!exchange.write(frame)) this.#blocked = true;
  }

  #unblock(): void {
    this.#blocked = false;
    const writers = this.#writers;
    this.#writers = [];
    for (const writer of writers) writer();
  }

  /** Gives the reader what there is. */
  #feed(): void {
    const reader = this.#reader;
    if (reader === undefined) return;
    const exchange = this.#exchange;
    try {
      const bytes = exchange?.frames?.[reader.pull]();
      if (bytes !== undefined) {
        this.#replay = undefined;
        this.#reader = undefined;
        exchange?.pause();
        reader.resolve(bytes);
        return;
      }
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      this.#fail(error.code, error.details);
      return;
    }
    if (!this.#done) {
      exchange?.resume();
      return;
    }
    this.#reader = undefined;
    if (this.#error === undefined) reader.resolve(undefined);
    else reader.reject(this.#error);
  }

  #settle(outcome: Outcome, unprocessed: boolean): void {
    if (unprocessed && !this.#retried && this.#replay !== undefined) {
      this.#retried = true;
      this.#exchange = undefined;
      this.#blocked = true;
      this.#attempt();
      return;
    }
    this.#finish(outcome.code === Code.OK ? undefined : new StatusError(outcome.code, outcome.details, this.#peer));
  }

  /** Ends the call from this side. */
  #fail(code: Code, details: string): void {
    if (this.#done) return;
    const exchange = this.#exchange;
    this.#exchange = undefined;
    exchange?.cancel();
    this.#finish(new StatusError(code, details, this.#peer));
  }

  #finish(error: StatusError | undefined): void {
    if (this.#done) return;
    this.#done = true;
    this.#error = error;
    this.#replay = undefined;
    clearTimeout(this.#timer);
    this.options.signal?.removeEventListener('abort', this.#onAbort);
    this.#stopWaiting?.();
    this.context.balancer.leave(this);
    this.#unblock();
    this.#feed();
  }
}
