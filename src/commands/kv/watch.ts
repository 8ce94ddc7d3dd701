import type { Context } from '../../command/context.js';
import { CliError, Exit, SilentExit } from '../../command/errors.js';
import { parseFlags } from '../../command/line.js';
import { command } from '../../command/spec.js';
import { Watcher, type WatchMessage } from '../../etcd/watcher.js';
import { describeExit } from '../../go/exec.js';
import { FlagError } from '../../go/pflag.js';
import { quote } from '../../go/quote.js';
import { LineReader } from '../../host/input.js';
import type { WatchResponse } from '../../proto/etcdserverpb/rpc.js';
import { Event_EventType } from '../../proto/mvccpb/kv.js';
import { managedFieldsFlag } from './get-request.js';
import {
  checkSeparator,
  lineArguments,
  type WatchEnvironment,
  type WatchFlags,
  watchArguments,
  watchFlags,
  watchRequest,
} from './watch-request.js';
import { splitLine } from './words.js';

const flags = { ...watchFlags, ...managedFieldsFlag };

type WatchContext = Context<typeof flags>;

/** A watch as its messages are handled: the command to run for each event, empty for none. */
type Exec = readonly string[];

export const watch = command({
  args: '[options] [key or prefix] [range_end] [--] [exec-command arg1 arg2 ...]',
  argSources: ['key', 'key'],
  flags,
  async run(context) {
    const env = watchEnvironment(context);
    if (context.flags.interactive) return interact(context, env);
    const raw = context.argv.slice(context.argv.indexOf('watch') + 1);
    const { keys, exec } = watchArguments(raw, context.args, env);
    const watcher = new Watcher<Exec>(await context.connect());
    await watcher.add(exec, watchRequest(keys, context.flags));
    for await (const message of watcher.messages()) {
      await handle(message, context);
      if (message.response.canceled) break;
    }
    throw new CliError('watch is canceled by the server', Exit.Interrupted);
  },
});

function watchEnvironment({ host }: WatchContext): WatchEnvironment {
  const key = host.env['ETCDCTL_WATCH_KEY'] ?? '';
  const rangeEnd = host.env['ETCDCTL_WATCH_RANGE_END'] ?? '';
  if (key === '' && rangeEnd !== '') {
    throw new CliError(`ETCDCTL_WATCH_KEY is empty but got ETCDCTL_WATCH_RANGE_END=${quote(rangeEnd)}`, Exit.BadArgs);
  }
  return { key, rangeEnd };
}

/** Reads requests from stdin while messages of all watches are printed; whichever ends first ends the command. */
async function interact(context: WatchContext, env: WatchEnvironment): Promise<void> {
  const watcher = new Watcher<Exec>(await context.connect());
  const printing = (async () => {
    for await (const message of watcher.messages()) await handle(message, context);
  })();
  try {
    await Promise.race([readRequests(watcher, context, env), printing]);
  } finally {
    watcher.close();
  }
}

async function readRequests(watcher: Watcher<Exec>, context: WatchContext, env: WatchEnvironment): Promise<void> {
  const input = new LineReader(context.host.stdin);
  for (;;) {
    const line = await input.next();
    if (line === undefined) throw new CliError('error reading watch request line: EOF', Exit.InvalidInput);
    const [word, ...words] = splitLine(line);
    if (word === 'progress') await watcher.requestProgress();
    else {
      const complaint = word === 'watch' ? await startWatch(line, words, watcher, env) : complainOf(line, word);
      if (complaint !== undefined) await context.host.stderr.write(`${complaint}\n`);
    }
  }
}

function complainOf(line: string, word: string | undefined): string {
  return word === undefined ? `Invalid command: ${line} (watch and progress supported)` : `Invalid command ${line} (only support watch)`;
}

/** @returns what to tell the user of a line that the session survives */
async function startWatch(
  line: string,
  words: readonly string[],
  watcher: Watcher<Exec>,
  env: WatchEnvironment,
): Promise<string | undefined> {
  if (words.length === 0 && env.key === '') return `Invalid command ${line} (command type or key is not provided)`;
  checkSeparator(words);
  const { args, flags } = parseWatchLine(words);
  const { keys, exec } = lineArguments(words, args, env);
  try {
    await watcher.add(exec, watchRequest(keys, flags));
  } catch (error) {
    if (error instanceof CliError) return `Invalid command ${line} (${error.message})`;
    throw error;
  }
  return undefined;
}

function parseWatchLine(words: readonly string[]): { args: readonly string[]; flags: WatchFlags } {
  try {
    return parseFlags(watchFlags, words);
  } catch (error) {
    throw error instanceof FlagError ? new CliError(error.message, Exit.BadArgs) : error;
  }
}

async function handle({ tag: exec, response, refusal }: WatchMessage<Exec>, { host, print, flags, globals }: WatchContext): Promise<void> {
  if (response.canceled) await host.stderr.write(`watch was canceled (${refusal ?? cancelReason(response)})\n`);
  if (isProgress(response)) {
    // Among documents it's a remark, not a member of the last one.
    const remark = globals.writeOut === 'yaml' ? '# ' : '';
    await host.stdout.write(`${remark}progress notify: ${response.header?.revision}\n`);
  }
  await print({ kind: 'watch', response, managedFields: flags.showManagedFields });
  const [program, ...args] = exec;
  if (program === undefined) return;
  for (const event of response.events) {
    const result = host.spawn(program, args, {
      ...host.env,
      ETCD_WATCH_REVISION: response.header?.revision ?? '0',
      ETCD_WATCH_EVENT_TYPE: event.type === Event_EventType.DELETE ? '"DELETE"' : '"PUT"',
      ETCD_WATCH_KEY: quote(event.kv?.key ?? new Uint8Array()),
      ETCD_WATCH_VALUE: quote(event.kv?.value ?? new Uint8Array()),
    });
    const failure = await result.then(describeExit, (error: Error) => error.message);
    if (failure === undefined) continue;
    await host.stderr.write(`command [${exec.map((word) => quote(word)).join(' ')}] error (${failure})\n`);
    throw new SilentExit(Exit.Error);
  }
}

function cancelReason(response: WatchResponse): string {
  if (response.compact_revision !== '0') return 'etcdserver: mvcc: required revision has been compacted';
  return response.cancel_reason === '' ? 'etcdserver: mvcc: required revision is a future revision' : response.cancel_reason;
}

/** Contract 8.4. */
function isProgress(response: WatchResponse): boolean {
  const { events, created, canceled, compact_revision, header } = response;
  return events.length === 0 && !created && !canceled && compact_revision === '0' && (header?.revision ?? '0') !== '0';
}
