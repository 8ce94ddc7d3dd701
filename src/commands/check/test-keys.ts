import type { Context } from '../../command/context.js';
import { CliError, Exit } from '../../command/errors.js';
import { bool } from '../../command/flags.js';
import type { Client } from '../../etcd/client.js';
import { keyPrefix } from '../../etcd/keys.js';
import { quote } from '../../go/quote.js';
import { toBytes } from '../../go/text.js';
import type { Host } from '../../host/host.js';
import { unguarded } from '../../host/terminal.js';
import { drawProgress } from '../../output/progress.js';

/** What check perf and check datascale share: the ground they work on is empty before and after. */

/** For each of the calls that clean up, milliseconds. */
export const cleanUpTimeout = 30_000;
/** Between two drawings of the progress, milliseconds. */
const redrawEvery = 200;

export const cleanUpFlags = {
  'auto-compact': bool('Compact storage with last revision after test is finished.'),
  'auto-defrag': bool('Defragment storage after test is finished.'),
};

/** One connection for each, in turn: a server that checks passwords takes its time for each. */
export async function connectMany(count: number, connect: Context['connect']): Promise<[Client, ...Client[]]> {
  const clients: [Client, ...Client[]] = [await connect()];
  while (clients.length < count) clients.push(await connect());
  return clients;
}

/**
 * @param hint how to delete the keys that are there
 * @throws CliError of status 3 where the prefix has keys
 */
export async function requireEmpty(
  client: Client,
  prefix: string,
  hint: string,
  options?: { deadline: number; signal: AbortSignal },
): Promise<void> {
  const { kvs } = await client.kv.range({ ...keyPrefix(toBytes(prefix)), limit: '1' }, options);
  if (kvs.length > 0) throw new CliError(`prefix ${quote(prefix)} has keys. Delete with ${hint} first`, Exit.InvalidInput);
}

/** @returns the revision of the deletion. @throws StatusError */
export async function deleteKeys(client: Client, prefix: string, deadline?: number): Promise<string> {
  const { header } = await client.kv.deleteRange(keyPrefix(toBytes(prefix)), { deadline });
  return header?.revision ?? '0';
}

/** @throws StatusError */
export async function compact(client: Client, revision: string, { stdout, clock }: Host): Promise<void> {
  await stdout.write(`Compacting with revision ${revision}\n`);
  await client.kv.compact({ revision, physical: true }, { deadline: clock.now() + cleanUpTimeout });
  await stdout.write(`Compacted with revision ${revision}\n`);
}

/** @throws StatusError */
export async function defragmentAll(endpoints: readonly string[], { connect, host }: Pick<Context, 'connect' | 'host'>): Promise<void> {
  for (const endpoint of endpoints) {
    await host.stdout.write(`Defragmenting ${quote(endpoint)}\n`);
    const client = await connect({ endpoints: [endpoint] });
    await client.maintenance.defragment({ deadline: host.clock.now() + cleanUpTimeout });
    await host.stdout.write(`Defragmented ${quote(endpoint)}\n`);
  }
}

/** @returns whether there were none */
export async function reportErrors(errors: ReadonlyMap<string, number>, host: Host): Promise<boolean> {
  if (errors.size === 0) return true;
  await host.stdout.write('FAIL: too many errors\n');
  for (const [text, count] of errors) await host.stdout.write(`FAIL: ERROR(${text}) -> ${count}\n`);
  return false;
}

/** Runs a load while its progress is drawn on stderr, where that is a terminal. */
export async function withProgress<T>(
  { stderr, clock }: Host,
  load: Promise<T>,
  progress: () => readonly [done: number, total: number],
): Promise<T> {
  if (!stderr.isTTY) return load;
  const over = new AbortController();
  const terminal = unguarded(stderr);
  const draw = () => terminal.write(`\r${drawProgress(...progress(), stderr.columns)}`);
  const drawing = (async () => {
    while (!over.signal.aborted) {
      await draw();
      await clock.sleep(redrawEvery, over.signal).catch(() => undefined);
    }
    await draw();
    await stderr.write('\n');
  })();
  try {
    return await load;
  } finally {
    over.abort();
    await drawing;
  }
}
