import type { ClientStream } from './client-stream.js';
import { Code, StatusError } from './status.js';

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

/** Hands a call's messages to one reader, each when it asks: while nobody does, a window of them waits here and the rest stays with the server. */
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
  }

  /** Gives the reader what there is. */
  feed(): void {
    const reader = this.#reader;
    if (reader === undefined) return;
    try {
      const bytes = this.#stream?.messages?.[reader.unit]();
      if (bytes !== undefined) {
        this.#reader = undefined;
        this.#events.onMessage();
        reader.resolve(bytes);
      } else if (this.#closed) {
        this.#reader = undefined;
        const error = this.#error ?? this.#cut();
        if (error === undefined) reader.resolve(undefined);
        else reader.reject(error);
      }
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      if (!this.#closed) {
        this.#events.onInvalid(error);
        return;
      }
      this.#reader = undefined;
      reader.reject(error);
    }
  }

  /** Where the call ended well in the middle of a message. */
  #cut(): StatusError | undefined {
    const stream = this.#stream;
    return stream?.messages?.partial ? new StatusError(Code.Internal, 'unexpected EOF', stream.connection.peer) : undefined;
  }

  /** The call is over: what its stream has read is handed over still, unless the call was given up. */
  close(error: StatusError | undefined, givenUp: boolean): void {
    this.#closed = true;
    this.#error = error;
    if (givenUp) this.#stream = undefined;
    this.feed();
  }
}
