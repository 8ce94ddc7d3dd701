import { CliError, Exit } from '../../command/errors.js';
import { int } from '../../command/flags.js';
import { command } from '../../command/spec.js';
import type { Client } from '../../etcd/client.js';
import { acquireLock, type Lock, releaseLock } from '../../etcd/concurrency/lock.js';
import { describeExit } from '../../go/exec.js';
import { toBytes, toText } from '../../go/text.js';
import { type Host, SpawnError } from '../../host/host.js';
import { RangeResponse } from '../../proto/etcdserverpb/rpc.js';
import { inSession } from './held-session.js';

/** What Go's client takes instead of a TTL that is none, seconds. */
const defaultTtl = 60n;
/** What a program that a signal ended leaves as status. */
const killed = 255;

export const lock = command({
  args: '<lockname> [exec-command arg1 arg2 ...]',
  argSources: ['lock'],
  flags: { ttl: int('timeout for session', { default: 10n }) },
  async run({ args, flags, host, connect, print, interrupted }) {
    const [name, ...words] = args;
    if (name === undefined) throw new CliError('lock takes a lock name argument and an optional command to execute', Exit.BadArgs);
    const client = await connect();
    await inSession(client, await sessionTtl(flags.ttl, client), interrupted, async ({ session, signal, ended }) => {
      const held = await acquireLock(session, toBytes(name), signal);
      if (words.length > 0) {
        await runHolding(held, words, host, () => releaseLock(session, held.key));
        return;
      }
      const response = await client.kv.range({ key: held.key });
      if (response.kvs.length === 0) throw new CliError('lock lost on init');
      // Where the format does not print ranges, the lock stays until its lease ends, as with Go's client.
      await print({ kind: 'range', pages: [RangeResponse.encode(response).finish()] });
      await ended;
      if (!signal.aborted) throw new CliError('session expired');
      await releaseLock(session, held.key);
    });
  },
});

async function sessionTtl(ttl: bigint, client: Client): Promise<bigint> {
  if (ttl > 0n) return ttl;
  await client.options.logger.log('warn', 'WithTTL(): TTL should be > 0, preserving current TTL', {
    'current-session-ttl': Number(defaultTtl),
  });
  return defaultTtl;
}

/** Runs a program while the lock is held and gives the lock back; a signal to us does not reach the program. */
async function runHolding(held: Lock, words: readonly string[], host: Host, release: () => Promise<void>): Promise<void> {
  const [program = '', ...args] = words;
  // What we inherit wins, so that a lock within a lock shows the outer key (contract 6.3).
  const env = { ETCD_LOCK_KEY: toText(held.key), ETCD_LOCK_REV: held.revision, ...host.env };
  const [running] = await Promise.allSettled([host.spawn(program, args, env)]);
  const [releasing] = await Promise.allSettled([release()]);
  if (running.status === 'rejected') {
    const { reason } = running;
    throw reason instanceof SpawnError ? new CliError(reason.message, Exit.Error, { cause: reason }) : reason;
  }
  const failure = describeExit(running.value);
  if (failure !== undefined) throw new CliError(failure, running.value.code ?? killed);
  if (releasing.status === 'rejected') throw releasing.reason;
}
