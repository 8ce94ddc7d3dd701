import { expect, test } from 'vitest';
import { formats } from '../../src/output/formats.js';
import { render } from '../../src/output/printer.js';
import type { Reply } from '../../src/output/reply.js';
import { PutResponse, RangeResponse, WatchResponse } from '../../src/proto/etcdserverpb/rpc.js';
import { Event_EventType } from '../../src/proto/mvccpb/kv.js';
import { readRecords } from './records.js';

const yaml = formats.find(({ name }) => name === 'yaml');
if (yaml === undefined) throw new Error('there is no such format');
const row = yaml;

async function piecesOf(reply: Reply): Promise<string[]> {
  const pieces: string[] = [];
  for await (const piece of render(reply, row, false)) if (piece.length > 0) pieces.push(String(piece));
  return pieces;
}

const pods = readRecords('objects').filter((record) => record.string('kind') === 'Pod');

const pageOf = (count: number): Uint8Array => {
  const kvs = Array.from({ length: count }, (_, index) => {
    const { value } = pods[index % pods.length] ?? { value: Buffer.alloc(0) };
    return { key: Buffer.from(`/registry/pods/shop/${index}`), value, mod_revision: String(index + 2), version: '1' };
  });
  return RangeResponse.encode(RangeResponse.fromPartial({ header: { revision: '9' }, kvs, count: String(count) })).finish();
};

test('a large page comes in pieces, between which the event loop turns', async () => {
  let turns = 0;
  let running = true;
  const count = () => {
    turns++;
    if (running) setImmediate(count);
  };
  setImmediate(count);
  const pieces = await piecesOf({ kind: 'range', pages: [pageOf(300), pageOf(1)] });
  running = false;
  expect(pieces.join('').split(/^---$/m).length).toBe(302);
  expect(pieces.length).toBeGreaterThan(5);
  expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(2 ** 18);
  expect(turns).toBeGreaterThanOrEqual(pieces.length - 1);
});

test('no pairs are no output', async () => {
  expect(await piecesOf({ kind: 'range', pages: [pageOf(0)] })).toEqual([]);
});

test('events are documents: what was there before, what is there, that it is gone', async () => {
  const pair = (value: string, revision: string) => ({ key: Buffer.from('a\nb'), value: Buffer.from(value), mod_revision: revision });
  const events = [
    { type: Event_EventType.PUT, kv: pair('new', '3'), prev_kv: pair('old', '2') },
    { type: Event_EventType.DELETE, kv: pair('', '4') },
  ];
  const response = WatchResponse.decode(WatchResponse.encode(WatchResponse.fromPartial({ events })).finish());
  expect((await piecesOf({ kind: 'watch', response })).join('')).toBe(
    [
      '---\n# "a\\nb" | revision 2 | text | before\nkey: |-\n  a\n  b\nrevision: 2\nvalue: old\n',
      '---\n# "a\\nb" | revision 3 | text\nkey: |-\n  a\n  b\nrevision: 3\nvalue: new\n',
      '---\n# "a\\nb" | revision 4 | deleted\nkey: |-\n  a\n  b\nrevision: 4\ndeleted: true\n',
    ].join(''),
  );
});

test('a kind that would break out of its line does not', async () => {
  const value = Buffer.from(JSON.stringify({ kind: 'A\n---\nevil: true', apiVersion: 'v1' }));
  const page = RangeResponse.encode(RangeResponse.fromPartial({ kvs: [{ key: Buffer.from('k'), value, mod_revision: '2' }] })).finish();
  const [first = ''] = await piecesOf({ kind: 'range', pages: [page] });
  expect(first.split('\n').slice(0, 3)).toEqual(['---', '# k | revision 2 | json v1 "A\\n---\\nevil: true"', 'apiVersion: v1']);
});

test('every other reply is its JSON document', async () => {
  const response = PutResponse.fromPartial({ header: { revision: '7' } });
  expect(await piecesOf({ kind: 'put', response })).toEqual(['header:\n  revision: 7\n']);
  const report: Reply = { kind: 'report', columns: ['a'], rows: [['x']], document: { b: [1, 'yes'], a: 2n ** 60n } };
  expect(await piecesOf(report)).toEqual(['a: 1152921504606846976\nb:\n- 1\n- "yes"\n']);
});
