import { ConnectionError, ErrorCode } from './errors.js';
import { maxStreamId } from './frame.js';
import type { Field } from './hpack/field.js';
import type { Stream } from './stream.js';

/** Streams that we reset and whose last frames may still arrive. */
const maxAbandoned = 1000;

/** What a stream begins with. */
export interface Request {
  readonly fields: readonly Field[];
  readonly endStream: boolean;
}

/** The streams of a connection by their IDs, RFC 9113 section 5.1, and those that wait until the peer allows them. */
export class StreamTable {
  readonly #active = new Map<number, Stream>();
  /** In the order in which they came. */
  readonly #waiting = new Map<Stream, Request>();
  #nextId: number;
  readonly #abandoned = new Set<number>();
  /** Whether this stream and those before it were abandoned is forgotten. */
  #forgotten = 0;

  constructor(firstId = 1) {
    this.#nextId = firstId;
  }

  get exhausted(): boolean {
    return this.#nextId > maxStreamId;
  }

  get active(): Iterable<Stream> {
    return this.#active.values();
  }

  get activeCount(): number {
    return this.#active.size;
  }

  wait(stream: Stream, request: Request): void {
    this.#waiting.set(stream, request);
  }

  /** The one that waits longest and the ID it gets (section 5.1.1), if there is one and IDs are left. */
  next(): { readonly id: number; readonly stream: Stream; readonly request: Request } | undefined {
    if (this.exhausted) return undefined;
    for (const [stream, request] of this.#waiting) {
      this.#waiting.delete(stream);
      const id = this.#nextId;
      this.#nextId += 2;
      this.#active.set(id, stream);
      return { id, stream, request };
    }
    return undefined;
  }

  /** Those that wait, which do so no longer. */
  takeWaiting(): Stream[] {
    const streams = [...this.#waiting.keys()];
    this.#waiting.clear();
    return streams;
  }

  /** The stream of a frame; undefined where it is closed, so that the frame is to be ignored. @throws ConnectionError */
  find(id: number, frame: string): Stream | undefined {
    const stream = this.#active.get(id);
    if (stream !== undefined) return stream;
    if (id % 2 === 0 || id >= this.#nextId) throw new ConnectionError(ErrorCode.PROTOCOL_ERROR, `${frame} on an idle stream`);
    return undefined;
  }

  /** As find(), for frames that nobody may send once a stream is through. @throws ConnectionError */
  findOpen(id: number, frame: string): Stream | undefined {
    const stream = this.find(id, frame);
    if (stream === undefined && id > this.#forgotten && !this.#abandoned.has(id)) {
      throw new ConnectionError(ErrorCode.STREAM_CLOSED, `${frame} on a closed stream`);
    }
    return stream;
  }

  get(id: number): Stream | undefined {
    return this.#active.get(id);
  }

  delete(stream: Stream): void {
    this.#waiting.delete(stream);
    this.#active.delete(stream.id);
  }

  /** Forgets a stream that we reset. Section 5.1: what the peer sent before it knew is to be ignored. */
  abandon(stream: Stream): void {
    this.delete(stream);
    if (stream.id === 0) return;
    this.#abandoned.add(stream.id);
    if (this.#abandoned.size <= maxAbandoned) return;
    for (const oldest of this.#abandoned) {
      this.#abandoned.delete(oldest);
      this.#forgotten = Math.max(this.#forgotten, oldest);
      return;
    }
  }
}
