import { fstatSync, statSync, write } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { isSystemError } from '../go/syserror.js';
import { toBytes } from '../go/text.js';
import type { Output } from './host.js';

/** @returns how many bytes were taken */
function writeSome(fd: number, data: Uint8Array): Promise<number> {
  return new Promise((resolve, reject) => write(fd, data, (error, taken) => (error ? reject(error) : resolve(taken))));
}

/** Whether to ask further: a terminal is a device of characters, as is the one that swallows a cron job's output. */
function mayBeTerminal(fd: number): boolean {
  try {
    const file = fstatSync(fd);
    return file.isCharacterDevice() && file.rdev !== statSync('/dev/null', { throwIfNoEntry: false })?.rdev;
  } catch {
    // A stream that was closed before the start.
    return false;
  }
}

/** Milliseconds until a full pipe that does not block is tried again. */
const retryPause = 2;

/**
 * A standard stream by its file descriptor. Node's own stream objects take an eighth of a start to load, so that they are asked only for
 * what a terminal can tell.
 */
export class FileOutput implements Output {
  readonly #fd: number;
  readonly #terminal: () => { readonly isTTY?: boolean; readonly columns?: number };
  #last: Promise<unknown> = Promise.resolve();
  #isTTY: boolean | undefined;

  constructor(fd: number, terminal: () => { readonly isTTY?: boolean; readonly columns?: number }) {
    this.#fd = fd;
    this.#terminal = terminal;
  }

  get isTTY(): boolean {
    this.#isTTY ??= mayBeTerminal(this.#fd) && (this.#terminal().isTTY ?? false);
    return this.#isTTY;
  }

  get columns(): number | undefined {
    return this.#terminal().columns;
  }

  /** Resolves when the data has left the process: this is the back-pressure. @throws Error of code EPIPE when nobody reads any more */
  write(data: string | Uint8Array): Promise<void> {
    const written = this.#last.then(() => this.#writeAll(typeof data === 'string' ? toBytes(data) : data));
    // One failure is reported once, to who wrote.
    this.#last = written.catch(() => undefined);
    return written;
  }

  async #writeAll(data: Uint8Array): Promise<void> {
    for (let rest = data; rest.length > 0; ) {
      try {
        rest = rest.subarray(await writeSome(this.#fd, rest));
      } catch (error) {
        if (!isSystemError(error) || error.code !== 'EAGAIN') throw error;
        await sleep(retryPause);
      }
    }
  }
}
