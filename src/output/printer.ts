import { type Format, type Handler, type PrintOptions, unsupported } from './format.js';
import type { FormatRow } from './formats.js';
import { writePages } from './range.js';
import type { Rendered, Reply } from './reply.js';
import { showHex, showRaw } from './value.js';

/** The message is that of Go's client. */
export class UnsupportedReplyError extends Error {
  override readonly name = 'UnsupportedReplyError';

  constructor(format: string) {
    super(`${format} not supported as output format`);
  }
}

/**
 * A reply as output, in pieces: of a range each is made when the one before is written.
 * @param hex --hex
 * @throws UnsupportedReplyError where the format doesn't print this kind of reply, before anything of the reply is read
 */
export async function* render(reply: Reply, { name, load }: FormatRow, hex: boolean): AsyncIterable<Rendered> {
  const format = await load();
  const options: PrintOptions = { hex, show: hex ? showHex : showRaw };
  if (format[reply.kind] === unsupported) throw new UnsupportedReplyError(name);
  if (reply.kind === 'range') yield* writePages((format.range as Handler<'range'>)(reply, options), reply.pages);
  else yield renderWhole(format, reply, options);
}

function renderWhole(format: Format, reply: Exclude<Reply, { kind: 'range' }>, options: PrintOptions): Rendered {
  // TypeScript can't see that the handler found by a reply's kind takes that reply.
  const handler = format[reply.kind] as (reply: Reply, options: PrintOptions) => Rendered;
  return handler(reply, options);
}
