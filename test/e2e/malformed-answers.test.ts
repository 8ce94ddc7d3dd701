import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { RangeRequest, RangeResponse } from '../../src/proto/etcdserverpb/rpc.js';
import { ownDirectory } from '../support/directory.js';
import { type Finished, runProgram } from '../support/process.js';
import { builtProgram, programs } from '../support/programs.js';
import { grpcFrame, RawServer } from '../support/raw-server.js';
import { withoutLog } from '../support/real-world.js';

const directory = ownDirectory();

const bytes = (...parts: (number | string)[]) =>
  Buffer.concat(parts.map((part) => (typeof part === 'number' ? Buffer.of(part) : Buffer.from(part))));

/** What Go's etcdctl 3.7.1 prints of each of these answers. */
const malformed =
  'rpc error: code = Internal desc = grpc: failed to unmarshal the received message: proto: cannot parse invalid wire-format data';
const notUtf8 = 'rpc error: code = Internal desc = grpc: failed to unmarshal the received message: string field contains invalid UTF-8';

/** A member that takes the first 9 of its bytes from what stands behind it. */
const beyond = bytes(0x12, 4, 0x12, 9, 'ab', 0x12, 9, 0x12, 7, '<stolen');

const cases: readonly [what: string, words: readonly string[], answer: Buffer, error: string, code: number][] = [
  ['a key longer than its pair', ['get', 'k'], bytes(0x12, 4, 0x0a, 9, 'ab', 0x12, 9, 0x0a, 7, '<stolen'), malformed, 1],
  ['a number of 400 bytes', ['get', 'k'], Buffer.concat([bytes(0x20), Buffer.alloc(400, 0x80), bytes(0)]), malformed, 1],
  ['an answer that is cut off', ['get', 'k', '--prefix'], bytes(0x12, 3, 0x0a, 1, 'k', 0x12, 9, 0x0a), malformed, 1],
  ['a header that is cut off', ['get', 'k', '-w', 'json'], bytes(0x0a, 2, 0x18, 0x80), malformed, 1],
  ['a field 0', ['get', 'k'], bytes(0, 0, 0), malformed, 1],
  ['an answer to a put that is cut off', ['put', 'k', 'v'], bytes(0x0a, 5, 0x18), malformed, 1],
  ['a name longer than its member', ['member', 'list'], beyond, malformed, 1],
  ['a name that is not UTF-8', ['member', 'list'], bytes(0x12, 4, 0x12, 2, 0xff, 0xfe), notUtf8, 1],
  ['an answer to a transaction in a lock', ['lock', 'l'], bytes(0x12, 9, 1), malformed, 1],
  ['an answer to a login', ['get', 'k', '--user=a:b'], bytes(0x12, 9, 1), malformed, 2],
  ['a piece of a snapshot', ['snapshot', 'save', join(directory, 'db')], bytes(0x1a, 9, 1), malformed, 5],
];

async function answering<T>(answer: (body: Buffer) => Uint8Array, use: (endpoint: string) => Promise<T>): Promise<T> {
  const server = await RawServer.listen({
    onRequest(connection, id, body) {
      connection.respond(id);
      connection.data(id, grpcFrame(answer(body)));
      connection.trailers(id);
    },
  });
  try {
    return await use(server.endpoint);
  } finally {
    await server.close();
  }
}

describe.each(programs)('the $name program', (program) => {
  const run = (endpoint: string, words: readonly string[]): Promise<Finished> =>
    runProgram(builtProgram(program), [`--endpoints=${endpoint}`, ...words]);

  test.each(cases)('takes %s for no data', async (_, words, answer, error, code) => {
    const result = await answering(
      () => answer,
      (endpoint) => run(endpoint, words),
    );
    expect({ ...result, err: withoutLog(result.err) }).toEqual({ out: '', err: `Error: ${error}\n`, code });
    expect(await readdir(directory)).toEqual([]);
  });

  test('prints no pair twice where pages do not advance', async () => {
    const pair = { key: Buffer.from('k'), value: Buffer.from('v') };
    const page = RangeResponse.encode(RangeResponse.fromPartial({ more: true, count: '2', kvs: [pair] })).finish();
    let asked = 0;
    const result = await answering(
      (body) => {
        expect(RangeRequest.decode(body.subarray(5)).range_end.toString()).toBe('l');
        asked++;
        return page;
      },
      (endpoint) => run(endpoint, ['get', 'k', '--prefix']),
    );
    expect([result.out, withoutLog(result.err), result.code, asked]).toEqual([
      'k\nv\n',
      'Error: the server gives the same pairs of the range again, or none where it says that there are more\n',
      1,
      2,
    ]);
  });
});
