import { toText } from '../go/text.js';
import type { Input } from './host.js';

/** All that is left of an input; of one that goes on behind `limit` bytes, not much more than those. */
export async function readAll(input: AsyncIterable<Buffer>, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of input) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > limit) break;
  }
  return Buffer.concat(chunks);
}

const newline = 0x0a;

/** The next line of an input, without its newline; what follows stays for the next reader. */
export async function readLine(input: Input): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of input) {
    const end = chunk.indexOf(newline);
    chunks.push(end < 0 ? chunk : chunk.subarray(0, end));
    if (end < 0) continue;
    if (end + 1 < chunk.length) input.unread(chunk.subarray(end + 1));
    break;
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Reads an input line by line, leaving what follows for the next reader of the same instance. */
export class LineReader {
  readonly #chunks: AsyncIterator<Buffer>;
  #rest: Buffer = Buffer.alloc(0);

  constructor(input: Input) {
    this.#chunks = input[Symbol.asyncIterator]();
  }

  /** The next line without its newline; undefined at the end, also when the last line lacks its newline (as Go's ReadString has it). */
  async next(): Promise<string | undefined> {
    for (;;) {
      const at = this.#rest.indexOf(newline);
      if (at >= 0) {
        const line = toText(this.#rest.subarray(0, at));
        this.#rest = this.#rest.subarray(at + 1);
        return line;
      }
      const chunk = await this.#chunks.next();
      if (chunk.done) return undefined;
      this.#rest = this.#rest.length === 0 ? chunk.value : Buffer.concat([this.#rest, chunk.value]);
    }
  }

  /** What comes behind the pieces that were read for lines, which keep the rest of their lines: as Go's buffered reader beside the input itself. */
  remaining(limit: number): Promise<Buffer> {
    return readAll({ [Symbol.asyncIterator]: () => this.#chunks }, limit);
  }
}
