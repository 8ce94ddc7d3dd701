import { EventEmitter } from 'node:events';
import type { MessageStream } from './call.js';
import { Code, StatusError } from './status.js';

export interface StreamCodec {
  encode(item: unknown): Uint8Array;
  decode(bytes: Uint8Array): unknown;
}

/**
 * A call in the form of etcd3's `IDuplexStream`: `data` per message, then `status` and `end`, or `error` and `status`. Reading begins with
 * the first `data` listener and holds between pause() and resume().
 */
export class EventStream extends EventEmitter {
  #reading = false;
  #paused: Promise<void> | undefined;
  #unpause: (() => void) | undefined;
  #writable = true;

  constructor(
    private readonly stream: MessageStream,
    private readonly codec: StreamCodec,
  ) {
    super();
  }

  /** False once the call is over or half-closed. */
  get writable(): boolean {
    return this.#writable;
  }

  override on(event: string, listener: (...args: never[]) => void): this {
    super.on(event, listener as (...args: unknown[]) => void);
    if (event === 'data' && !this.#reading) {
      this.#reading = true;
      void this.#read();
    }
    return this;
  }

  write(item: unknown): void {
    // A failed call tells its readers.
    this.stream.write(this.codec.encode(item)).catch(() => {});
  }

  end(): void {
    this.#writable = false;
    this.stream.end();
  }

  cancel(): void {
    this.#writable = false;
    this.stream.cancel();
  }

  pause(): void {
    this.#paused ??= new Promise((resolve) => {
      this.#unpause = resolve;
    });
  }

  resume(): void {
    this.#unpause?.();
    this.#paused = undefined;
  }

  async #read(): Promise<void> {
    try {
      for await (const bytes of this.stream) {
        await this.#paused;
        this.emit('data', this.codec.decode(bytes));
      }
    } catch (error) {
      this.#writable = false;
      const { code, details } = error instanceof StatusError ? error : new StatusError(Code.Internal, String(error));
      if (this.listenerCount('error') > 0) this.emit('error', error);
      this.emit('status', { code, details });
      return;
    }
    this.#writable = false;
    this.emit('status', { code: Code.OK, details: '' });
    this.emit('end');
  }
}
