import { onlyArgument } from '../../command/arguments.js';
import type { Context } from '../../command/context.js';
import { CliError, Exit } from '../../command/errors.js';
import { bool } from '../../command/flags.js';
import { command } from '../../command/spec.js';
import type { Client } from '../../etcd/client.js';
import { describeError } from '../../etcd/errors.js';
import { keepAlive, keepAliveOnce } from '../../etcd/lease.js';
import { parseLeaseId, parseTtl } from './lease-arguments.js';

const grant = command({
  args: '<ttl>',
  async run({ args, connect, print, deadline }) {
    const ttl = parseTtl(onlyArgument(args, 'lease grant command needs TTL argument'));
    const until = deadline();
    const client = await connect();
    const granting = client.lease.leaseGrant({ TTL: ttl }, { deadline: until });
    await print({ kind: 'lease-grant', response: await orFail(granting, (text) => `failed to grant lease (${text})`) });
  },
});

const revoke = command({
  args: '<leaseID>',
  argSources: ['lease'],
  async run({ args, connect, print, deadline }) {
    const id = parseLeaseId(onlyArgument(args, 'lease revoke command needs 1 argument'));
    const until = deadline();
    const client = await connect();
    const revoking = client.lease.leaseRevoke({ ID: id }, { deadline: until });
    await print({ kind: 'lease-revoke', id, response: await orFail(revoking, (text) => `failed to revoke lease (${text})`) });
  },
});

const timetolive = command({
  args: '<leaseID> [options]',
  argSources: ['lease'],
  flags: { keys: bool('Get keys attached to this lease') },
  async run({ args, flags: { keys }, connect, print }) {
    const text = onlyArgument(args, 'lease timetolive command needs lease ID as argument');
    const client = await connect();
    // Only here, as with Go's client, is the id looked at.
    const asking = client.lease.leaseTimeToLive({ ID: parseLeaseId(text), keys });
    await print({ kind: 'lease-timetolive', keys, response: await orFail(asking, (text) => text, Exit.BadConnection) });
  },
});

const list = command({
  async run({ connect, print }) {
    const client = await connect();
    await print({ kind: 'lease-list', response: await orFail(client.lease.leaseLeases(), (text) => text, Exit.BadConnection) });
  },
});

const keepAliveCommand = command({
  args: '[options] <leaseID>',
  argSources: ['lease'],
  flags: { once: bool('Resets the keep-alive time to its original value and cobrautl.Exits immediately') },
  async run({ args, flags, connect, print }) {
    const id = parseLeaseId(onlyArgument(args, 'lease keep-alive command needs lease ID as argument'));
    const client = await connect();
    if (flags.once) {
      await print({ kind: 'lease-keepalive', response: await orFail(keepAliveOnce(client, id), (text) => text, Exit.BadConnection) });
      return;
    }
    await renew(client, id, print);
    await print({ kind: 'lease-expired', id });
  },
});

/** A reader that does not keep up loses lines, never the lease. */
async function renew(client: Client, id: string, print: Context['print']): Promise<void> {
  const stop = new AbortController();
  let printing: Promise<void> | undefined;
  let failure: unknown;
  await keepAlive(client, id, {
    signal: stop.signal,
    onRenewed(response) {
      printing ??= print({ kind: 'lease-keepalive', response })
        .catch((error) => {
          failure = error;
          stop.abort();
        })
        .finally(() => {
          printing = undefined;
        });
    },
  });
  await printing;
  if (failure !== undefined) throw failure;
}

/** Gives a failed call the text and the status of the command. */
async function orFail<T>(call: Promise<T>, describe: (text: string) => string, exitCode: number = Exit.Error): Promise<T> {
  try {
    return await call;
  } catch (error) {
    throw new CliError(describe(describeError(error)), exitCode, { cause: error });
  }
}

export const lease = command({
  args: '<subcommand>',
  description: 'Lease related commands',
  commands: [
    { name: 'grant', summary: 'Creates leases', load: async () => grant },
    { name: 'revoke', summary: 'Revokes leases', load: async () => revoke },
    { name: 'timetolive', summary: 'Get lease information', load: async () => timetolive },
    { name: 'list', summary: 'List all active leases', load: async () => list },
    { name: 'keep-alive', summary: 'Keeps leases alive (renew)', load: async () => keepAliveCommand },
  ],
});
