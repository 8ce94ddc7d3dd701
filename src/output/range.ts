import { ResponseHeader } from '../proto/etcdserverpb/rpc.js';
import { RangePage } from '../wire/range-page.js';
import { headerLines, pairLines, rangeEnd } from './formats/fields.js';
import { header as headerSchema, jsonMessage, keyValue } from './formats/json.js';
import type { Format } from './printer.js';
import type { RangeReply, Rendered } from './reply.js';

/** Turns the pages of one range into output, a piece a page, so that memory is bounded by a page however large the range is. */
interface RangeWriter {
  /** Needs the header before the first pair. */
  readonly headerFirst: boolean;
  begin(header: Buffer | undefined): Rendered;
  /** Writes the page's pairs; `first` is whether no pair was written before. */
  pairs(page: RangePage, first: boolean): Rendered;
  end(summary: RangeSummary): Rendered;
}

interface RangeSummary {
  readonly empty: boolean;
  readonly more: boolean;
  readonly count: string;
}

/** The output of a range in pieces. @returns undefined where the format does not print ranges. */
export function renderRange(format: Format, reply: RangeReply, hex: boolean): AsyncIterable<Rendered> | undefined {
  const writer = rangeWriter(format, reply, hex);
  return writer && writePages(writer, reply.pages);
}

function rangeWriter(format: Format, reply: RangeReply, hex: boolean): RangeWriter | undefined {
  switch (format) {
    case 'simple':
      return simple(reply.valuesOnly === true, hex);
    case 'json':
      return json;
    case 'fields':
      return fields(hex);
    case 'protobuf':
      return protobuf;
    case 'table':
      return undefined;
  }
}

async function* writePages(writer: RangeWriter, pages: RangeReply['pages']): AsyncIterable<Rendered> {
  let begun = false;
  let empty = true;
  let more = false;
  let count: string | undefined;
  // A streamed range tells its header last (contract 8.3): formats that print it first wait for it.
  const held: RangePage[] = [];
  const write = function* (page: RangePage): Iterable<Rendered> {
    const piece = writer.pairs(page, empty);
    if (piece.length > 0) {
      empty = false;
      yield piece;
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

const newline = 0x0a;

function simple(valuesOnly: boolean, hex: boolean): RangeWriter {
  return {
    headerFirst: false,
    begin: () => '',
    pairs(page) {
      if (hex) {
        const lines: string[] = [];
        while (page.next()) lines.push(valuesOnly ? '' : `${hexBytes(page.key)}\n`, hexBytes(page.value), '\n');
        return lines.join('');
      }
      // Tags and lengths take more bytes than the two newlines do.
      const out = Buffer.allocUnsafe(page.size);
      let at = 0;
      while (page.next()) {
        if (!valuesOnly) {
          at = page.copyKey(out, at);
          out[at++] = newline;
        }
        at = page.copyValue(out, at);
        out[at++] = newline;
      }
      return out.subarray(0, at);
    },
    end: () => '',
  };
}

/** Go's `\x6b\x31` of --hex. */
export function hexBytes(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex').replace(/../g, '\\x$&');
}

const json: RangeWriter = {
  headerFirst: true,
  begin: (header) => `{"header":${header ? jsonMessage(ResponseHeader.decode(header), headerSchema) : '{}'}`,
  pairs(page, first) {
    let out = '';
    while (page.next()) {
      out += out === '' && first ? ',"kvs":[' : ',';
      out += jsonMessage(page, keyValue);
    }
    return out;
  },
  end({ empty, more, count }) {
    return `${empty ? '' : ']'}${more ? ',"more":true' : ''}${count === '0' ? '' : `,"count":${count}`}}\n`;
  },
};

function fields(hex: boolean): RangeWriter {
  return {
    headerFirst: true,
    begin: (header) => headerLines(header && ResponseHeader.decode(header), hex),
    pairs(page) {
      let out = '';
      while (page.next()) out += pairLines('', page, hex);
      return out;
    },
    end: ({ more, count }) => rangeEnd(more, count),
  };
}

const protobuf: RangeWriter = {
  headerFirst: true,
  begin: (header) => (header ? Buffer.concat([Buffer.from([0x0a, header.length]), header]) : ''),
  pairs(page) {
    const pairs: Buffer[] = [];
    while (page.next()) pairs.push(page.encodedPair);
    return Buffer.concat(pairs);
  },
  end({ more, count }) {
    // RangeResponse fields 3 and 4; a header and a count never need more than the varint bytes below.
    const bytes = more ? [0x18, 1] : [];
    if (count !== '0') {
      bytes.push(0x20);
      let rest = BigInt(count);
      for (; rest > 0x7fn; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
      bytes.push(Number(rest));
    }
    return Buffer.from(bytes);
  },
};
