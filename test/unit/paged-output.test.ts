import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Reply } from '../../src/output/reply.js';
import { RangeResponse, type TxnResponse } from '../../src/proto/etcdserverpb/rpc.js';
import { renderAll } from '../support/output.js';

const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 40 }).map((b) => Buffer.from(b)),
  fc.string({ unit: 'grapheme', maxLength: 20 }).map((text) => Buffer.from(text)),
);
const int64 = fc.oneof(fc.constant('0'), fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String));
const uint64 = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(String);
const pair = fc.record({ key: bytes, create_revision: int64, mod_revision: int64, version: int64, value: bytes, lease: int64 });
const header = fc.record({ cluster_id: uint64, member_id: uint64, revision: int64, raft_term: uint64 });
const whole = fc.record({
  header: fc.option(header, { nil: undefined }),
  kvs: fc.array(pair, { maxLength: 12 }),
  more: fc.boolean(),
  count: int64,
});

/** The answer cut into pages: header and count in the first, or in the last as a stream has them; `more` in the last. */
const paged = fc.tuple(whole, fc.array(fc.nat(12), { maxLength: 4 }), fc.boolean()).map(([response, cuts, isStream]) => {
  const ends = [...cuts.map((cut) => Math.min(cut, response.kvs.length)).toSorted((a, b) => a - b), response.kvs.length];
  const pages = ends.map((end, i) => {
    const told = isStream ? i === ends.length - 1 : i === 0;
    return RangeResponse.encode({
      header: told ? response.header : undefined,
      kvs: response.kvs.slice(ends[i - 1] ?? 0, end),
      more: i < ends.length - 1 ? !isStream : response.more,
      count: told ? response.count : '0',
    }).finish();
  });
  return { response, pages };
});

const txn = (responses: TxnResponse['responses']): Reply => ({
  kind: 'txn',
  response: { header: undefined, succeeded: true, responses },
});

describe('a range printed page by page is the range printed as a whole', () => {
  it.each(['simple', 'fields', 'json', 'protobuf'])('%s', async (format) => {
    await fc.assert(
      fc.asyncProperty(paged, fc.boolean(), async ({ response, pages }, hex) => {
        const output = await renderAll({ kind: 'range', pages }, format, { hex });
        expect(output.toString('latin1')).toBe(await renderWhole(response, format, hex));
      }),
    );
  });

  it('values alone', async () => {
    await fc.assert(
      fc.asyncProperty(paged, fc.boolean(), async ({ response, pages }, hex) => {
        const output = await renderAll({ kind: 'range', pages, valuesOnly: true }, 'simple', { hex });
        expect(output.toString('latin1')).toBe(response.kvs.map((kv) => `${showValue(kv.value, hex)}\n`).join(''));
      }),
    );
  });
});

const showValue = (value: Buffer, hex: boolean) =>
  hex ? [...value].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('') : value.toString('latin1');

/** As the one answer of a txn, which no format prints in pages; without what the txn has around it. */
async function renderWhole(response: RangeResponse, format: string, hex: boolean): Promise<string> {
  if (format === 'protobuf') return Buffer.from(RangeResponse.encode(response).finish()).toString('latin1');
  const around = (await renderAll(txn([]), format, { hex })).toString('latin1');
  const output = (await renderAll(txn([{ response_range: response }]), format, { hex })).toString('latin1');
  if (format !== 'json') {
    const before = format === 'simple' ? `${around}\n` : around;
    expect(output.startsWith(before)).toBe(true);
    return output.slice(before.length);
  }
  const [, range] =
    /^\{"succeeded":true,"responses":\[\{"Response":\{"response_range":(.*)\}\}\]\}\n$/s.exec(output) ?? expect.unreachable();
  return `${range}\n`;
}
