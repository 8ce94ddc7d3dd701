import { ConnectionError, ErrorCode } from './errors.js';
import { SendWindow } from './flow-control.js';
import { defaultMaxFrameSize } from './frame.js';
import { FrameWriter } from './frame-writer.js';
import type { Socket } from './socket.js';

/** Bytes of frames that are joined for one write. */
const batchSize = 64 << 10;
/** Answers that may wait for a peer that asks and doesn't read, before the connection is given up. */
const maxAnswers = 1000;

/** A stream that has something to send. */
export interface DataSource {
  readonly id: number;
  /** Whether a frame could be sent if the connection's window allows for data. */
  readonly sendable: boolean;
  /** What is to be sent next, at most `limit` bytes. Undefined where nothing can be sent within the limit. */
  takeData(limit: number): { readonly bytes: Uint8Array; readonly endStream: boolean } | undefined;
  /** What was taken is written. */
  onTaken(): void;
}

/**
 * Sends frames, in one write for each turn of the event loop or for each chunk that was read, and no more than the socket takes. Streams
 * with data take turns, a frame each, within the connection's window (RFC 9113 section 6.9).
 */
export class Sender {
  readonly frames = new FrameWriter();
  readonly window = new SendWindow();
  /** The peer's SETTINGS_MAX_FRAME_SIZE. */
  maxFrameSize = defaultMaxFrameSize;
  readonly #ready = new Set<DataSource>();
  #scheduled = false;
  #blocked = false;
  #stopped = false;
  #answers = 0;

  constructor(private readonly socket: Pick<Socket, 'write'>) {}

  /** Sends what is written to `frames` in this turn, once. */
  schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    queueMicrotask(() => {
      this.#scheduled = false;
      this.flush();
    });
  }

  /** The stream has data, or its end, to send. */
  add(source: DataSource): void {
    this.#ready.add(source);
    this.schedule();
  }

  remove(source: DataSource): void {
    this.#ready.delete(source);
  }

  /** To be called for each frame that the peer made us answer with. @throws ConnectionError where they pile up */
  countAnswer(): void {
    if (++this.#answers <= maxAnswers) return;
    this.flush();
    if (this.#answers > maxAnswers) throw new ConnectionError(ErrorCode.ENHANCE_YOUR_CALM, 'too many answers wait to be read');
  }

  /** The socket has room again. */
  unblock(): void {
    this.#blocked = false;
    this.flush();
  }

  flush(): void {
    while (!this.#blocked && !this.#stopped) {
      this.#fill();
      if (this.frames.length === 0) return;
      this.#answers = 0;
      this.#blocked = !this.socket.write(this.frames.take());
    }
  }

  /** Sends what is written and nothing more, whether there is room or not. */
  stop(): void {
    if (this.#stopped) return;
    this.#stopped = true;
    this.#ready.clear();
    if (this.frames.length > 0) this.socket.write(this.frames.take());
  }

  #fill(): void {
    for (const source of this.#ready) {
      if (this.frames.length >= batchSize) return;
      const data = source.takeData(Math.min(this.maxFrameSize, batchSize, Math.max(this.window.size, 0)));
      if (data === undefined) {
        // Else only the connection's window is used up, and the source waits for that.
        if (!source.sendable) this.#ready.delete(source);
        continue;
      }
      this.#ready.delete(source);
      // The last in turn: the iteration comes to it again after the others.
      if (source.sendable) this.#ready.add(source);
      this.window.take(data.bytes.length);
      this.frames.data(source.id, data.bytes, data.endStream);
      source.onTaken();
    }
  }
}
