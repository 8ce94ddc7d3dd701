import { RangePage } from '../wire/range-page.js';
import type { RangeReply, Rendered } from './reply.js';

/** Turns the pages of one range into output, a piece a page, so that memory is bounded by a page however large the range is. */
export interface RangeWriter {
  /** Needs the header before the first pair. */
  readonly headerFirst: boolean;
  /** @param header an encoded ResponseHeader; undefined where the answer has none, or where it isn't needed first and comes later */
  begin(header: Buffer | undefined): Rendered;
  /**
   * Writes the page's pairs; `first` is whether no pair was written before. Where a page takes long it comes in several pieces: between them the
   * next page is received, whose deadline would pass otherwise.
   */
  pairs(page: RangePage, first: boolean): Rendered | Iterable<Rendered>;
  end(summary: RangeSummary): Rendered;
}

export interface RangeSummary {
  readonly empty: boolean;
  readonly more: boolean;
  /** Decimal. */
  readonly count: string;
}

export async function* writePages(writer: RangeWriter, pages: RangeReply['pages']): AsyncIterable<Rendered> {
  let begun = false;
  let empty = true;
  let more = false;
  let count: string | undefined;
  // A streamed range has its header last (contract 8.3): formats that print it first wait for it.
  const held: RangePage[] = [];
  const write = async function* (page: RangePage): AsyncIterable<Rendered> {
    const written = writer.pairs(page, empty);
    const whole = typeof written === 'string' || written instanceof Uint8Array;
    for (const piece of whole ? [written] : written) {
      if (piece.length === 0) continue;
      empty = false;
      yield piece;
      if (!whole) await new Promise((resolve) => setImmediate(resolve));
    }
    more = page.more;
    count ??= page.count;
  };
  for await (const message of pages) {
    const page = new RangePage(message);
    if (!begun) {
      if (writer.headerFirst && findHeader(message) === undefined) {
        held.push(page);
        continue;
      }
      begun = true;
      yield writer.begin(findHeader(message));
      for (const earlier of held.splice(0)) yield* write(earlier);
    }
    yield* write(page);
  }
  if (!begun) {
    yield writer.begin(undefined);
    for (const earlier of held) yield* write(earlier);
  }
  yield writer.end({ empty, more, count: count ?? '0' });
}

function findHeader(message: Uint8Array): Buffer | undefined {
  const page = new RangePage(message);
  while (page.header === undefined && page.next());
  return page.header;
}
