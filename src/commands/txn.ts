import { CliError, Exit } from '../errors.js';
import type { Host } from '../host.js';
import { LineReader } from '../input.js';
import type { Compare, RequestOp } from '../proto/etcdserverpb/rpc.js';
import { delRequest } from '../requests/del.js';
import { getRequest } from '../requests/get.js';
import { putRequest } from '../requests/put.js';
import { splitLine } from '../requests/tokens.js';
import { parseCompare } from '../requests/txn.js';
import { bool, type Context, command, type FlagsOf } from './command.js';
import { type del, pauseBeforeRange } from './del.js';
import { get } from './get.js';
import { put } from './put.js';

export const txn = command({
  name: 'txn',
  args: '[options]',
  group: 'Key-value commands',
  summary: 'Txn processes all the requests in one transaction',
  description: `Reads conditions and requests from standard input and applies the requests as one atomic transaction.

The input has three parts, each ended by an empty line:
1) conditions, such as mod("key1") > "0"
2) requests to apply if every condition holds
3) requests to apply if one does not

Example:

---
etcdctl txn -i
# compares:
mod("key1") > "0"

# success requests (get, put, del):
put key1 "overwrote-key1"

# failure requests (get, put, del):
put key1 "created-key1"
put key2 "some extra key"
---`,
  flags: { interactive: bool('Input transaction in interactive mode', { short: 'i' }) },
  async run({ args, flags, host, connect, print, parse }) {
    if (args.length > 0) throw new CliError('txn command does not accept argument', Exit.BadArgs);
    const client = await connect();
    const input = new LineReader(host.stdin);
    const prompt = (text: string) => (flags.interactive ? host.stdout.write(`${text}\n`) : Promise.resolve());
    await prompt('compares:');
    const compare: Compare[] = [];
    for await (const line of section(input)) compare.push(parseCompare(line));
    await prompt('success requests (get, put, del):');
    const success = await requests(input, parse, host);
    await prompt('failure requests (get, put, del):');
    const failure = await requests(input, parse, host);
    await print({ kind: 'txn', response: await client.kv.txn({ compare, success, failure }) });
  },
});

/** The lines up to the next blank one. Input that ends before is an error, so that a cut file commits nothing. */
async function* section(input: LineReader): AsyncIterable<string> {
  for (;;) {
    const line = (await input.next())?.trim();
    if (line === undefined) throw new CliError('EOF', Exit.InvalidInput);
    if (line === '') return;
    yield line;
  }
}

async function requests(input: LineReader, parse: Context['parse'], host: Host): Promise<RequestOp[]> {
  const operations: RequestOp[] = [];
  for await (const line of section(input)) operations.push(await request(line, input, parse, host));
  return operations;
}

async function request(line: string, input: LineReader, parse: Context['parse'], host: Host): Promise<RequestOp> {
  const words = splitLine(line);
  if (words.length < 2) throw new CliError(`invalid txn compare request: ${line}`, Exit.InvalidInput);
  const { command, args, flags } = await parseWords(line, words, parse, host);
  if (command === get) return { request_range: getRequest(args, flags as FlagsOf<typeof get>) };
  if (command === put) return { request_put: await putRequest(args, flags as FlagsOf<typeof put>, () => input.remaining()) };
  const delFlags = flags as FlagsOf<typeof del>;
  const operation = delRequest(args, delFlags);
  await pauseBeforeRange(args, delFlags, host);
  return { request_delete_range: operation };
}
