import { CliError, Exit } from '../../command/errors.js';
import { bool, type Context, command, type FlagsOf, type ParsedLine } from '../../command/spec.js';
import { FlagError } from '../../go/pflag.js';
import { LineReader } from '../../host/input.js';
import type { RequestOp } from '../../proto/etcdserverpb/rpc.js';
import { parseCompare } from './compare.js';
import { del, pauseBeforeRange } from './del.js';
import { delRequest } from './del-request.js';
import { get } from './get.js';
import { getRequest } from './get-request.js';
import { put } from './put.js';
import { putRequest } from './put-request.js';
import { splitLine } from './words.js';

export const txn = command({
  name: 'txn',
  args: '[options]',
  group: 'Key-value commands',
  summary: 'Txn processes all the requests in one transaction',
  description: `Reads conditions and requests from standard input and applies the requests as one atomic transaction.

The input has three parts, each ended by an empty line:
1) conditions: mod, create, version or value of a key, with =, !=, < or >
2) get, put and del requests for when all of them hold
3) get, put and del requests for when one does not

For example, on "txn -i":

compares:
mod("key1") > "0"

success requests (get, put, del):
put key1 "was here before"

failure requests (get, put, del):
put key1 "created"
put key2 "and this one too"`,
  flags: { interactive: bool('Input transaction in interactive mode', { short: 'i' }) },
  async run(context) {
    const { args, flags, host, connect, print } = context;
    if (args.length > 0) throw new CliError('txn command does not accept argument', Exit.BadArgs);
    const client = await connect();
    const input = new LineReader(host.stdin);
    const prompt = (text: string) => (flags.interactive ? host.stdout.write(`${text}\n`) : undefined);
    await prompt('compares:');
    const compare = await readSection(input, parseCompare);
    const readRequest = (line: string) => parseRequest(line, input, context);
    await prompt('success requests (get, put, del):');
    const success = await readSection(input, readRequest);
    await prompt('failure requests (get, put, del):');
    const failure = await readSection(input, readRequest);
    await print({ kind: 'txn', response: await client.kv.txn({ compare, success, failure }) });
  },
});

/** The lines up to the next blank one. Input that ends before is an error, so that a cut file commits nothing. */
async function readSection<T>(input: LineReader, parse: (line: string) => T | Promise<T>): Promise<T[]> {
  const items: T[] = [];
  for (;;) {
    const line = (await input.next())?.trim();
    if (line === undefined) throw new CliError('EOF', Exit.InvalidInput);
    if (line === '') return items;
    items.push(await parse(line));
  }
}

type LineContext = Pick<Context, 'host' | 'parse' | 'manual'>;

async function parseRequest(line: string, input: LineReader, context: LineContext): Promise<RequestOp> {
  const words = splitLine(line);
  if (words.length < 2) throw new CliError(`invalid txn compare request: ${line}`, Exit.InvalidInput);
  const { command, args, flags } = await parseWords(line, words, context);
  if (command === get) return { request_range: getRequest(args, flags as FlagsOf<typeof get>) };
  if (command === put) return { request_put: await putRequest(args, flags as FlagsOf<typeof put>, () => input.remaining()) };
  const delFlags = flags as FlagsOf<typeof del>;
  const request = delRequest(args, delFlags);
  await pauseBeforeRange(args, delFlags, context.host);
  return { request_delete_range: request };
}

const operations = [get, put, del];

/** @throws CliError of status 3 for an unknown command or a wrong flag, after which the command's usage is told */
async function parseWords(line: string, words: readonly string[], { host, parse, manual }: LineContext): Promise<ParsedLine> {
  const invalid = new CliError(`invalid txn request: ${line}`, Exit.InvalidInput);
  try {
    const parsed = parse(operations, words);
    if (parsed.command === undefined) throw invalid;
    return parsed;
  } catch (error) {
    if (!(error instanceof FlagError)) throw error;
    const named = operations.find(({ name }) => name.startsWith(words[0] ?? ''));
    if (named !== undefined) await host.stderr.write(`${manual.usage(named)}\n`);
    throw invalid;
  }
}
