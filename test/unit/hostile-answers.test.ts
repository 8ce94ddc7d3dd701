import fc from 'fast-check';
import { expect, test } from 'vitest';
import { callable } from '../../src/etcd/callable.js';
import type { Client } from '../../src/etcd/client.js';
import { defaultOptions } from '../../src/etcd/options.js';
import { definitions, makeServices } from '../../src/etcd/services.js';
import type { Invoker, MessageStream } from '../../src/grpc/call.js';
import { Code, StatusError } from '../../src/grpc/status.js';
import { program } from '../../src/program.js';
import { runCommand, TestClock } from '../support/host.js';

const varint = (value: bigint): Buffer =>
  value < 0x80n ? Buffer.of(Number(value)) : Buffer.concat([Buffer.of(Number(value & 0x7fn) | 0x80), varint(value >> 7n)]);
const lengthDelimited = (bytes: Uint8Array) => Buffer.concat([varint(BigInt(bytes.length)), bytes]);

/** Messages of fields that etcd's may have, with any values at all; some of them are none. */
const message = fc.letrec<{ field: Buffer; message: Buffer }>((tie) => ({
  field: fc
    .tuple(
      fc.integer({ min: 1, max: 16 }),
      fc.oneof(
        { maxDepth: 4 },
        fc
          .constantFrom(0n, 1n, 2n, 127n, 2n ** 31n, 2n ** 53n + 1n, 2n ** 63n - 1n, 2n ** 63n, 2n ** 64n - 1n)
          .map((value) => [0, varint(value)] as const),
        fc
          .constantFrom('', 'k', '3.7.1', 'a\nb', '\0', 'ü', '\xff')
          .map((text) => [2, lengthDelimited(Buffer.from(text, text === '\xff' ? 'latin1' : 'utf8'))] as const),
        tie('message').map((inner) => [2, lengthDelimited(inner)] as const),
      ),
    )
    .map(([number, [type, value]]) => Buffer.concat([varint(BigInt(number * 8 + type)), value])),
  message: fc.array(tie('field'), { maxLength: 8 }).map((fields) => Buffer.concat(fields)),
})).message;

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

/** A server that answers all calls with these messages, in turn, and opens no more than a few streams. */
function clientOf(messages: readonly Buffer[]): Client {
  let asked = 0;
  let streams = 0;
  const peer = { address: 'a:1', local: 'b:2', secure: false };
  const next = async () => {
    await turn();
    return messages[asked++ % messages.length] ?? Buffer.alloc(0);
  };
  const stream = (): MessageStream => ({
    peer,
    async write() {},
    end() {},
    cancel() {},
    pieces: () => expect.unreachable(),
    async *[Symbol.asyncIterator]() {
      if (streams++ < 5) for (let i = 0; i < 3; i++) yield await next();
      throw new StatusError(Code.PermissionDenied, 'etcdserver: permission denied', peer);
    },
  });
  const invoker: Invoker = { unary: async () => ({ message: await next(), peer }), stream, close() {} };
  const options = { ...defaultOptions, endpoints: ['a:1'], clock: new TestClock() };
  return { ...makeServices(callable(invoker, definitions)), options, invoker, openStream: async () => stream(), close() {} };
}

const commands: readonly string[][] = [
  ['get', 'k'],
  ['get', 'k', '--prefix'],
  ['get', 'k', '--stream'],
  ['put', 'k', 'v', '--prev-kv'],
  ['del', 'k', '--prev-kv'],
  ['watch', 'k', '--prev-kv'],
  ['lease', 'grant', '5'],
  ['lease', 'revoke', '5'],
  ['lease', 'timetolive', '5', '--keys'],
  ['lease', 'list'],
  ['lease', 'keep-alive', '5', '--once'],
  ['compaction', '5'],
  ['member', 'list'],
  ['member', 'add', 'm', '--peer-urls=http://a:1'],
  ['member', 'remove', '5'],
  ['member', 'update', '5', '--peer-urls=http://a:1'],
  ['endpoint', 'status'],
  ['endpoint', 'health'],
  ['endpoint', 'hashkv'],
  ['alarm', 'list'],
  ['alarm', 'disarm'],
  ['defrag'],
  ['move-leader', '5'],
  ['downgrade', 'validate', '3.6'],
  ['auth', 'status'],
  ['user', 'list'],
  ['user', 'get', 'u', '--detail'],
  ['role', 'list'],
  ['role', 'get', 'r'],
  ['lock', 'l', 'true'],
  ['elect', 'e', '-l'],
  ['snapshot', 'save', 'file'],
];

test('no answer of a server, whatever it holds, is a failure that nobody expected', async () => {
  let printed = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(message, { minLength: 1, maxLength: 3 }),
      fc.constantFrom(...commands),
      fc.constantFrom('simple', 'json', 'fields', 'table', 'protobuf'),
      fc.boolean(),
      async (messages, words, format, hex) => {
        let over = false;
        const result = await runCommand([...words, '-w', format, ...(hex ? ['--hex'] : [])], {
          client: clientOf(messages),
          print: program.print,
          // What waits for the user to end it is ended.
          onHost: (host) =>
            setImmediate(function interrupt() {
              host.signal('SIGINT');
              if (!over) setImmediate(interrupt);
            }),
        });
        over = true;
        expect(result.err).not.toContain('unexpected failure');
        if (result.out !== '') printed++;
      },
    ),
    { numRuns: 500 },
  );
  expect(printed).toBeGreaterThan(20);
});
