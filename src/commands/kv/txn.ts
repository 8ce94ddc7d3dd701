import { refuseArguments } from '../../command/arguments.js';
import type { Context } from '../../command/context.js';
import { CliError, Exit } from '../../command/errors.js';
import { bool } from '../../command/flags.js';
import { type ParsedLine, parseLine } from '../../command/line.js';
import { command } from '../../command/spec.js';
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
import { valueLimit } from './value-limit.js';
import { splitLine } from './words.js';

export const txn = command({
  args: '[options]',
  description: `Reads conditions and requests from standard input and applies the requests as one atomic transaction.

The input has three parts, each ended by an empty line:
1) conditions: mod, create, version or value of a key, with =, !=, < or >;
   called etcdctl-ts also lease, a hexadecimal id, "0" for none
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
    refuseArguments(args, 'txn command does not accept argument');
    const client = await connect();
    const input = new LineReader(host.stdin);
    const prompt = (text: string) => (flags.interactive ? host.stdout.write(`${text}\n`) : undefined);
    await prompt('compares:');
    const compare = await readSection(input, (line) => parseCompare(line, host.program));
    const readValue = () => input.remaining(valueLimit(client.options.maxSendBytes));
    const readRequest = (line: string) => parseRequest(line, readValue, context);
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

type LineContext = Pick<Context, 'host' | 'manual'>;

async function parseRequest(line: string, readValue: () => Promise<Buffer>, context: LineContext): Promise<RequestOp> {
  const words = splitLine(line);
  if (words.length < 2) throw new CliError(`invalid txn compare request: ${line}`, Exit.InvalidInput);
  const parsed = await parseOperation(line, words, context);
  switch (parsed.name) {
    case 'get':
      return { request_range: getRequest(parsed.args, parsed.flags) };
    case 'put':
      return { request_put: await putRequest(parsed.args, parsed.flags, readValue) };
    case 'del': {
      const request = delRequest(parsed.args, parsed.flags);
      await pauseBeforeRange(parsed.args, parsed.flags, context.host);
      return { request_delete_range: request };
    }
    case undefined:
      throw invalidRequest(line);
  }
}

const operations = { get, put, del };

/** @throws CliError of status 3 for a wrong flag, after which the command's usage is printed */
async function parseOperation(
  line: string,
  words: readonly string[],
  { host, manual }: LineContext,
): Promise<ParsedLine<typeof operations>> {
  try {
    return await parseLine(operations, words);
  } catch (error) {
    if (!(error instanceof FlagError)) throw error;
    const [name, command] = Object.entries(operations).find(([name]) => name.startsWith(words[0] ?? '')) ?? [];
    if (name && command) await host.stderr.write(`${manual.lineUsage(name, command)}\n`);
    throw invalidRequest(line);
  }
}

const invalidRequest = (line: string) => new CliError(`invalid txn request: ${line}`, Exit.InvalidInput);
