import type { Peer } from '../grpc/status.js';
import { KVDefinition, RangeRequest, RangeRequest_SortOrder, RangeRequest_SortTarget, ResponseHeader } from '../proto/etcdserverpb/rpc.js';
import { RangePage, unwrapRangeStream } from '../wire/range-page.js';
import { readAnswer } from './answer.js';
import type { Client } from './client.js';
import { EtcdError } from './errors.js';
import { defaultOptions } from './options.js';
import { methodPath } from './service-definition.js';

const rangePath = methodPath(KVDefinition, KVDefinition.methods.range);
const rangeStreamPath = methodPath(KVDefinition, KVDefinition.methods.rangeStream);

/** Pairs of the first page: most ranges end with it, in one call like Go's. Few enough that pairs of any size fit in memory. */
const firstPage = 256;
/** Bytes that a further page aims at: large enough that the server's count of the rest, made anew for every page, does not tell. */
const pageBytes = 8 * 1024 * 1024;
/** How much a page may have more pairs than the one before: a guess of their size is no better than that. */
const growth = 32;

/**
 * A range as encoded RangeResponse messages, page after page at one revision, the next one under way while the last is used: memory is two
 * pages however large the range is. A range that the server has to sort or filter as a whole comes as one page. A page is checked before it is
 * given: walking it does not fail.
 * @param deadline of the first page, milliseconds since the epoch; none waits without end
 * @param timeout of each further page, milliseconds
 * @throws StatusError
 * @throws EtcdError where the server gives the same pairs again
 */
export async function* rangePages(client: Client, request: RangeRequest, deadline?: number, timeout?: number): AsyncGenerator<Uint8Array> {
  const get = async (changes: Partial<RangeRequest>, until: number | undefined) => {
    const answer = await client.invoker.unary(rangePath, RangeRequest.encode({ ...request, ...changes }).finish(), { deadline: until });
    return readPage(answer.message, answer.peer);
  };
  const limit = BigInt(request.limit);
  // The request for a page has more bytes than that for the whole, up to a key's length: for a user's own limit that may be too many.
  const isTight = client.options.maxSendBytes < defaultOptions.maxSendBytes;
  if (!pageable(request) || isTight || (limit > 0n && limit <= BigInt(firstPage))) {
    yield (await get({}, deadline)).message;
    return;
  }
  let left = limit > 0n ? limit : unlimited;
  let { revision } = request;
  let page = await get({ limit: String(firstPage) }, deadline);
  for (;;) {
    const { message, pairs, last, more } = page;
    left -= BigInt(pairs);
    if (!more || left <= 0n) {
      yield message;
      return;
    }
    if (last === undefined) throw new EtcdError(noAdvance);
    if (revision === '0') revision = page.revision;
    const fitting = BigInt(Math.min(Math.ceil((pageBytes * pairs) / message.length), pairs * growth));
    const next = get(
      { key: Buffer.concat([last, Buffer.of(0)]), revision, limit: String(left < fitting ? left : fitting) },
      timeout === undefined ? undefined : client.options.clock.now() + timeout,
    );
    // Its failure is reported when its turn comes, not as an unhandled rejection before.
    next.catch(() => undefined);
    yield message;
    page = await next;
    if (!isBehind(page, last)) throw new EtcdError(noAdvance);
  }
}

/** More pairs than a server can have. */
const unlimited = 2n ** 63n;

const noAdvance = 'the server gives the same pairs of the range again, or none where it says that there are more';

/** Whether a page has nothing but what follows `last`: else reading on might not end. */
function isBehind({ first, last }: Page, before: Buffer): boolean {
  return first === undefined || last === undefined || (first.compare(before) > 0 && last.compare(first) >= 0);
}

/** Only what the server gives unfiltered in key order can be cut; and a lagging member may lack the first page's revision. */
function pageable(request: RangeRequest): boolean {
  const inKeyOrder = request.sort_target === RangeRequest_SortTarget.KEY && request.sort_order !== RangeRequest_SortOrder.DESCEND;
  const filters = [request.min_mod_revision, request.max_mod_revision, request.min_create_revision, request.max_create_revision];
  return request.range_end.length > 0 && inKeyOrder && !request.count_only && !request.serializable && filters.every((f) => f === '0');
}

interface Page {
  readonly message: Uint8Array;
  readonly pairs: number;
  /** The keys of the first and the last pair. */
  readonly first: Buffer | undefined;
  readonly last: Buffer | undefined;
  readonly more: boolean;
  readonly revision: string;
}

/** @throws StatusError where it isn't a RangeResponse */
function readPage(message: Uint8Array, peer?: Peer): Page {
  return readAnswer(() => {
    const page = new RangePage(message);
    let pairs = 0;
    let first: Buffer | undefined;
    for (; page.next(); pairs++) first ??= page.key;
    const revision = page.header ? ResponseHeader.decode(page.header).revision : '0';
    return { message, pairs, first, last: first && page.key, more: page.more, revision };
  }, peer);
}

/** The same from the RangeStream call of etcd 3.7, whose chunks are RangeResponses of disjoint pairs. */
export async function* rangeStream(client: Client, request: RangeRequest, deadline: number): AsyncGenerator<Uint8Array> {
  const stream = await client.openStream(rangeStreamPath, { deadline });
  await stream.write(RangeRequest.encode(request).finish());
  stream.end();
  for await (const message of stream)
    yield readPage(
      readAnswer(() => unwrapRangeStream(message), stream.peer),
      stream.peer,
    ).message;
}
