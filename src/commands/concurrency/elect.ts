import type { Context } from '../../command/context.js';
import { CliError, Exit } from '../../command/errors.js';
import { bool } from '../../command/flags.js';
import { command } from '../../command/spec.js';
import type { Client } from '../../etcd/client.js';
import { campaign, observe, resign } from '../../etcd/concurrency/election.js';
import { toBytes } from '../../go/text.js';
import { RangeResponse } from '../../proto/etcdserverpb/rpc.js';
import { type Held, inSession } from './held-session.js';

/** Seconds. */
const sessionTtl = 60n;

export const elect = command({
  args: '<election-name> [proposal]',
  argSources: ['election'],
  flags: { listen: bool('observation mode', { short: 'l' }) },
  async run({ args, flags, connect, print, interrupted }) {
    const [name, proposal] = args;
    if (name === undefined || args.length > 2) {
      throw new CliError('elect takes one election name argument and an optional proposal argument', Exit.BadArgs);
    }
    try {
      // As with Go's client the words are checked when there is a client.
      const client = await connect();
      if (proposal === undefined && !flags.listen) throw new CliError('no proposal argument but -l not set', Exit.BadArgs);
      if (proposal !== undefined && flags.listen) throw new CliError('proposal given but -l is set', Exit.BadArgs);
      await inSession(client, sessionTtl, interrupted, (held) =>
        proposal === undefined ? listen(client, toBytes(name), held, print) : stand(client, toBytes(name), toBytes(proposal), held, print),
      );
    } catch (error) {
      // Who only listens has nothing to give back: to end is no failure then, however early.
      if (!flags.listen || !interrupted.aborted) throw error;
    }
  },
});

async function stand(
  client: Client,
  name: Buffer,
  proposal: Buffer,
  { session, signal, ended }: Held,
  print: Context['print'],
): Promise<void> {
  const candidacy = await campaign(session, name, proposal, signal);
  await printRange(await client.kv.range({ key: candidacy.key }), print);
  await ended;
  if (!signal.aborted) throw new CliError('elect: session expired');
  await resign(session, candidacy);
}

async function listen(client: Client, name: Buffer, { signal }: Held, print: Context['print']): Promise<void> {
  for await (const leader of untilLost(observe(client, name, signal), signal)) await printRange(leader, print);
}

/** Every failure to observe has one text; the user's wish to end is none. */
async function* untilLost<T>(leaders: AsyncIterable<T>, signal: AbortSignal): AsyncIterable<T> {
  try {
    yield* leaders;
  } catch (error) {
    if (!signal.aborted) throw new CliError('elect: observer lost', Exit.Error, { cause: error });
  }
}

async function printRange(response: RangeResponse, print: Context['print']): Promise<void> {
  await print({ kind: 'range', pages: [RangeResponse.encode(response).finish()] });
}
