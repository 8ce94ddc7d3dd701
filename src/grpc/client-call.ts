import type { Clock } from '../clock.js';
import type { Field } from '../http2/hpack/field.js';
import type { Balancer, ChannelUser } from './balancer.js';
import type { CallOptions, MessageStream } from './call.js';
import { ClientStream } from './client-stream.js';
import type { Connection } from './connection.js';
import { ConnectionWait } from './connection-wait.js';
import { Deadline } from './deadline.js';
import { prefixMessage } from './message.js';
import type { Outcome } from './outcome.js';
import { RequestWriter } from './request-writer.js';
import { ResponseReader, type Unit } from './response-reader.js';
import { Code, type Peer, StatusError } from './status.js';

/** What all calls of a channel share. */
export interface CallContext {
  readonly balancer: Balancer;
  readonly clock: Pick<Clock, 'now'>;
  readonly maxReceiveBytes: number;
  readonly maxSendBytes: number;
  /** @throws StatusError for metadata that can't be sent. */
  headers(path: string, connection: Connection, options: CallOptions): readonly Field[];
}

/**
 * A call from its first write or read to its outcome. It waits for a connection until its deadline, and is sent a second time, once,
 * only when the server says that it did not look at the first.
 */
export class ClientCall implements MessageStream, ChannelUser {
  readonly #context: CallContext;
  readonly #path: string;
  readonly #options: CallOptions;
  readonly #wait: ConnectionWait;
  readonly #writer = new RequestWriter();
  readonly #reader: ResponseReader;
  readonly #onAbort = () => this.cancel();
  #state: 'new' | 'started' | 'done' = 'new';
  #stream: ClientStream | undefined;
  #peer: Peer | undefined;
  #deadline: Deadline | undefined;
  #retried = false;
  /** Why a message can't be sent, which is reported, as in gRPC, once there is a connection for it. */
  #unsendable: string | undefined;

  constructor(context: CallContext, path: string, options: CallOptions) {
    this.#context = context;
    this.#path = path;
    this.#options = options;
    this.#wait = new ConnectionWait(context.balancer);
    this.#reader = new ResponseReader({
      onMessage: () => this.#writer.commit(),
      onInvalid: ({ code, details }) => this.#giveUp(code, details),
    });
  }

  get peer(): Peer | undefined {
    return this.#peer;
  }

  write(message: Uint8Array): Promise<void> {
    this.#push(message, false);
    return this.#writer.flushed();
  }

  /** Writes the last message. */
  finish(message: Uint8Array): void {
    this.#push(message, true);
  }

  end(): void {
    this.#writer.end();
    this.#start();
  }

  cancel(): void {
    this.#giveUp(Code.Canceled, 'context canceled', true);
  }

  onClosing(): void {
    this.#giveUp(Code.Canceled, 'grpc: the client connection is closing');
  }

  /** The next message, undefined after the last. @throws StatusError */
  read(): Promise<Uint8Array | undefined> {
    return this.#read('next');
  }

  [Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    return this.#iterate('next');
  }

  pieces(): AsyncIterable<Uint8Array> {
    return this.#iterate('nextPiece');
  }

  async *#iterate(unit: Unit): AsyncGenerator<Uint8Array> {
    try {
      for (;;) {
        const bytes = await this.#read(unit);
        if (bytes === undefined) return;
        yield bytes;
      }
    } finally {
      this.cancel();
    }
  }

  #read(unit: Unit): Promise<Uint8Array | undefined> {
    this.#start();
    return this.#reader.read(unit);
  }

  #push(message: Uint8Array, last: boolean): void {
    if (this.#state === 'done') return;
    const { maxSendBytes } = this.#context;
    if (message.length <= maxSendBytes) this.#writer.write(prefixMessage(message), last);
    else this.#unsendable = `trying to send message larger than max (${message.length} vs. ${maxSendBytes})`;
    if (this.#stream === undefined) this.#start();
    else this.#checkSendable();
  }

  /** @returns whether the call goes on. */
  #checkSendable(): boolean {
    if (this.#unsendable === undefined) return true;
    this.#giveUp(Code.ResourceExhausted, this.#unsendable);
    return false;
  }

  #start(): void {
    if (this.#state !== 'new') return;
    this.#state = 'started';
    const { deadline, reachBy, signal } = this.#options;
    const { balancer, clock } = this.#context;
    balancer.enter(this);
    if (balancer.closed) this.onClosing();
    else if (signal?.aborted) this.cancel();
    const limit = deadline ?? (balancer.everReady ? undefined : reachBy);
    if (limit !== undefined) {
      this.#deadline = new Deadline(limit, clock, () => this.#expire());
      this.#deadline.start();
    }
    if (this.#isDone) return;
    signal?.addEventListener('abort', this.#onAbort);
    this.#wait.run((connection) => this.#attempt(connection));
  }

  get #isDone(): boolean {
    return this.#state === 'done';
  }

  #expire(): void {
    // Without a deadline the time was only for reaching an endpoint at all.
    if (this.#options.deadline === undefined && this.#context.balancer.everReady) return;
    this.#giveUp(Code.DeadlineExceeded, this.#wait.describe() ?? 'context deadline exceeded', true);
  }

  get #isLate(): boolean {
    return (this.#options.deadline ?? Infinity) <= this.#context.clock.now();
  }

  /** Sends the call on a connection. @returns false where that closed just now: nothing was sent then. */
  #attempt(connection: Connection): boolean {
    if (!this.#checkSendable()) return true;
    const { maxReceiveBytes } = this.#context;
    try {
      const fields = this.#context.headers(this.#path, connection, this.#options);
      const stream = new ClientStream(connection, fields, maxReceiveBytes, () => this.#isLate, {
        onData: () => this.#reader.feed(),
        onDrain: () => this.#writer.unblock(),
        onEnd: (outcome, unprocessed) => this.#settle(outcome, unprocessed),
      });
      this.#stream = stream;
    } catch (error) {
      if (!(error instanceof StatusError) && !connection.ready) return false;
      const { code, details } = error instanceof StatusError ? error : { code: Code.Internal, details: String(error) };
      this.#giveUp(code, details);
      return true;
    }
    this.#peer = connection.peer;
    this.#writer.attach(this.#stream);
    this.#reader.attach(this.#stream);
    return true;
  }

  #settle(outcome: Outcome, unprocessed: boolean): void {
    if (unprocessed && !this.#retried && this.#writer.replayable) {
      this.#retried = true;
      this.#stream = undefined;
      this.#writer.detach();
      this.#wait.run((connection) => this.#attempt(connection));
      return;
    }
    const { code, details } = outcome;
    this.#finish(code === Code.OK ? undefined : new StatusError(code, details, this.#peer, this.#isLate), false);
  }

  /** Ends the call from this side. */
  #giveUp(code: Code, details: string, byCaller = false): void {
    if (this.#isDone) return;
    this.#stream?.cancel();
    this.#finish(new StatusError(code, details, this.#peer, byCaller), true);
  }

  #finish(error: StatusError | undefined, givenUp: boolean): void {
    if (this.#isDone) return;
    this.#state = 'done';
    this.#deadline?.stop();
    this.#options.signal?.removeEventListener('abort', this.#onAbort);
    this.#wait.stop();
    this.#context.balancer.leave(this);
    this.#writer.close(error);
    this.#reader.close(error, givenUp);
  }
}
