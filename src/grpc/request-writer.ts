import type { ClientStream } from './client-stream.js';
import { ReplayBuffer } from './replay-buffer.js';
import type { StatusError } from './status.js';

/** Writes a call's requests to its stream, to the next one again while that may be needed, and lets writers wait while the connection is behind. */
export class RequestWriter {
  readonly #buffer = new ReplayBuffer();
  #stream: ClientStream | undefined;
  #ended = false;
  /** Whether there is no room: no stream yet, or one that is behind. */
  #blocked = true;
  #waiting: (() => void)[] = [];
  #closed = false;
  #error: StatusError | undefined;

  /** Whether a further attempt has all requests. */
  get replayable(): boolean {
    return !this.#buffer.committed;
  }

  /** @param last half-closes the call */
  write(request: Buffer, last: boolean): void {
    if (last) this.#ended = true;
    this.#buffer.push(request, this.#stream !== undefined);
    if (this.#stream !== undefined) this.#send(this.#stream, request, last);
  }

  /** Half-closes the call. */
  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#stream?.end();
  }

  /** Sends the requests so far to a call's first or next stream. */
  attach(stream: ClientStream): void {
    this.#stream = stream;
    this.#blocked = false;
    const { requests } = this.#buffer;
    const last = this.#ended ? requests.length - 1 : -1;
    requests.forEach((request, index) => void this.#send(stream, request, index === last));
    if (this.#ended && requests.length === 0) stream.end();
    if (!this.#blocked) this.unblock();
  }

  /** The stream is over, and another one may follow. */
  detach(): void {
    this.#stream = undefined;
    this.#blocked = true;
  }

  /** No further attempt will be made. */
  commit(): void {
    this.#buffer.commit();
  }

  /** There is room. */
  unblock(): void {
    this.#blocked = false;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resume of waiting) resume();
  }

  /** Resolves once there is room for more. */
  flushed(): Promise<void> {
    if (this.#error !== undefined) return Promise.reject(this.#error);
    if (this.#closed || !this.#blocked) return Promise.resolve();
    return new Promise((resolve, reject) => {
      this.#waiting.push(() => (this.#error === undefined ? resolve() : reject(this.#error)));
    });
  }

  /** The call is over. */
  close(error: StatusError | undefined): void {
    this.#closed = true;
    this.#error = error;
    this.#stream = undefined;
    this.commit();
    this.unblock();
  }

  #send(stream: ClientStream, request: Buffer, last: boolean): void {
    if (last) stream.end(request);
    else if (!stream.write(request)) this.#blocked = true;
  }
}
