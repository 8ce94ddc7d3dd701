import type { ClientStream } from './client-stream.js';
import { StatusError } from './status.js';

/** Whole messages, or their bytes as they come. */
export type Unit = 'next' | 'nextPiece';

interface Reader {
  readonly unit: Unit;
  resolve(bytes: Uint8Array | undefined): void;
  reject(error: StatusError): void;
}

export interface ResponseReaderEvents {
  /** A message, or a part of one, is handed over. */
  onMessage(): void;
  /** What the server sent isn't a message. */
  onInvalid(error: StatusError): void;
}

/** Hands a call's messages to one reader, each when it asks: while nobody does, the stream is paused and the rest stays with the server. */
export class ResponseReader {
  readonly #events: ResponseReaderEvents;
  #stream: ClientStream | undefined;
  #reader: Reader | undefined;
  #closed = false;
  #error: StatusError | undefined;

  constructor(events: ResponseReaderEvents) {
    this.#events = events;
  }

  /** The next message, or piece of one; undefined after the last. @throws StatusError */
  read(unit: Unit): Promise<Uint8Array | undefined> {
    return new Promise((resolve, reject) => {
      this.#reader = { unit, resolve, reject };
      this.feed();
    });
  }

  /** @param stream that of the call's first or next attempt */
  attach(stream: ClientStream): void {
    this.#stream = stream;
    if (this.#reader !== undefined) stream.resume();
  }

  /** Gives the reader what there is. */
  feed(): void {
    const reader = this.#reader;
    if (reader === undefined) return;
    const stream = this.#stream;
    try {
      const bytes = stream?.messages?.[reader.unit]();
      if (bytes !== undefined) {
        this.#reader = undefined;
        this.#events.onMessage();
        stream?.pause();
        reader.resolve(bytes);
        return;
      }
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      this.#events.onInvalid(error);
      return;
    }
    if (!this.#closed) {
      stream?.resume();
      return;
    }
    this.#reader = undefined;
    if (this.#error === undefined) reader.resolve(undefined);
    else reader.reject(this.#error);
  }

  /** The call is over: what its stream has read is handed over still, unless the call was given up. */
  close(error: StatusError | undefined, givenUp: boolean): void {
    this.#closed = true;
    this.#error = error;
    if (givenUp) this.#stream = undefined;
    this.feed();
  }
}
