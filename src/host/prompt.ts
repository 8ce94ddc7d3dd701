import type { ReadStream } from 'node:tty';
import { toText } from '../go/text.js';
import { Interrupted, type Output } from './host.js';

/**
 * Writes the prompt and reads one line, trimmed, with echo off where stdin is a terminal; contract 1.7. The end of the input ends
 * the line.
 * @throws Interrupted for Ctrl-C
 */
export async function askSecret(prompt: string, stdin: ReadStream, stdout: Output): Promise<string> {
  await stdout.write(prompt);
  // Raw mode is what switches echo off; editing keys are then ours to follow.
  stdin.setRawMode?.(true);
  try {
    return toText(await readLine(stdin, stdin.isTTY ? editing : plain)).trim();
  } finally {
    stdin.setRawMode?.(false);
    await stdout.write('\n');
  }
}

/** What a byte does to the line typed so far: a new line, or `done`. */
type Keys = (line: number[], byte: number) => number[] | 'done';

const plain: Keys = (line, byte) => (byte === 0x0a ? 'done' : [...line, byte]);

const editing: Keys = (line, byte) => {
  switch (byte) {
    case 0x03: // ^C
      throw new Interrupted();
    case 0x04: // ^D
    case 0x0a:
    case 0x0d:
      return 'done';
    case 0x08:
    case 0x7f: {
      // A character of several bytes goes as a whole.
      const start = line.findLastIndex((other) => (other & 0xc0) !== 0x80);
      return line.slice(0, Math.max(start, 0));
    }
    case 0x15: // ^U
      return [];
    default:
      return [...line, byte];
  }
};

/** Bytes behind the line stay in the stream. */
function readLine(stdin: ReadStream, keys: Keys): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    let line: number[] = [];
    const settle = (action: () => void) => {
      stdin.off('data', read).off('end', finish).off('error', fail).pause();
      action();
    };
    const finish = () => settle(() => resolve(Buffer.from(line)));
    const fail = (error: unknown) => settle(() => reject(error));
    const read = (chunk: Buffer) => {
      for (const [i, byte] of chunk.entries()) {
        try {
          const next = keys(line, byte);
          if (next !== 'done') {
            line = next;
            continue;
          }
        } catch (error) {
          return fail(error);
        }
        finish();
        if (i + 1 < chunk.length) stdin.unshift(chunk.subarray(i + 1));
        return;
      }
    };
    // The input of the prompt before may have been the last: its end is reported only once.
    if (stdin.readableEnded) return resolve(Buffer.alloc(0));
    // Paused by the prompt before, it does not start again by itself.
    stdin.on('data', read).on('end', finish).on('error', fail).resume();
  });
}
