import { onlyArgument } from '../../command/arguments.js';
import type { Context } from '../../command/context.js';
import { CliError, Exit } from '../../command/errors.js';
import { interruptible } from '../../command/interruptible.js';
import { command } from '../../command/spec.js';
import type { Client } from '../../etcd/client.js';
import { ConnectError } from '../../etcd/errors.js';

const examples = `  # Save snapshot to a given file
  etcdctl snapshot save /backup/etcd-snapshot.db
  
  # Get snapshot from given address and save it to file
  etcdctl snapshot save --endpoints=127.0.0.1:3000 /backup/etcd-snapshot.db
  
  # Get snapshot from given address with certificates
  etcdctl --endpoints=https://127.0.0.1:2379 --cacert=/etc/etcd/ca.crt --cert=/etc/etcd/etcd.crt --key=/etc/etcd/etcd.key snapshot save /backup/etcd-snapshot.db
  
  # Get snapshot with certain user and password
  etcdctl --user=root --password=password123 snapshot save /backup/etcd-snapshot.db
  
  # Get snapshot from given address with timeout
  etcdctl --endpoints=https://127.0.0.1:2379 --dial-timeout=20s snapshot save /backup/etcd-snapshot.db
  
  # Save snapshot with desirable time format
  etcdctl snapshot save /mnt/backup/etcd/backup_$(date +%Y%m%d_%H%M%S).db`;

const save = command({
  args: '<filename>',
  examples,
  async run(context) {
    const { host } = context;
    const file = onlyArgument(context.args, 'snapshot save expects one argument <filename>');
    const { endpoints } = await context.configure();
    const client = await connectToOne(endpoints, context);
    // Only a timeout that was asked for bounds the download.
    const deadline = context.given('command-timeout') ? context.deadline() : undefined;
    // Brings node:crypto along, which nothing else needs.
    const { saveSnapshot } = await import('./snapshot-file.js');
    const version = await interruptible(host, (signal) => saveSnapshot(client, host, file, { deadline, signal }));
    await host.stdout.write(`Snapshot saved at ${file}\n`);
    if (version !== '') await host.stdout.write(`Server version ${version}\n`);
  },
});

/** A client that can't be made is status 5 here, unless it is for TLS files. */
async function connectToOne(endpoints: readonly string[], context: Context): Promise<Client> {
  if (endpoints.length !== 1) {
    throw new CliError(`snapshot must be requested to one selected node, not multiple [${endpoints.join(' ')}]`, Exit.Interrupted);
  }
  try {
    return await context.connect({ loggerName: 'client' });
  } catch (error) {
    if (!(error instanceof ConnectError)) throw error;
    throw new CliError(error.message, Exit.Interrupted, { cause: error });
  }
}

export const snapshot = command({
  args: '<subcommand>',
  examples,
  commands: [
    { name: 'save', summary: 'Stores an etcd node backend snapshot to a given file', load: async () => save },
    {
      name: 'restore',
      summary: 'Restores an etcd member snapshot to an etcd directory',
      extension: true,
      load: async () => (await import('./files.js')).restore,
    },
    {
      name: 'status',
      summary: 'Gets backend snapshot status of a given file',
      extension: true,
      load: async () => (await import('./files.js')).status,
    },
    {
      name: 'hashkv',
      summary: 'Prints the KV history hash of a given file',
      extension: true,
      load: async () => (await import('./files.js')).hashkv,
    },
  ],
});
