import { onlyArgument } from '../../command/arguments.js';
import { CliError, Exit, UsageError } from '../../command/errors.js';
import { bool, int64, string, uint } from '../../command/flags.js';
import { interruptible } from '../../command/interruptible.js';
import { command } from '../../command/spec.js';
import { DatadirError } from '../../datadir/errors.js';

/** etcdutl's commands for snapshot files (ADR 0004). What they need is loaded when one runs. */

export const status = command({
  args: '<filename>',
  description: `When --write-out is set to simple, this command prints out comma-separated status lists for each endpoint.
The items in the lists are hash, revision, total keys, total size.
`,
  async run({ args, print }) {
    const file = onlyArgument(args, 'snapshot status requires exactly one argument');
    const { status } = await import('../../datadir/status.js');
    const { statusReport } = await import('./reports.js');
    await print(statusReport(await orFail(status(file))));
  },
});

export const hashkv = command({
  args: '<filename>',
  flags: { rev: int64('maximum revision to hash (default: latest revision)') },
  async run({ args, flags, print }) {
    const [file] = args;
    if (file === undefined || args.length > 1) throw new UsageError(`accepts 1 arg(s), received ${args.length}`);
    const { hashKV } = await import('../../datadir/hashkv.js');
    const { hashKVReport } = await import('./reports.js');
    await print(hashKVReport(await orFail(hashKV(file, flags.rev))));
  },
});

const defaultPeerUrl = 'http://localhost:2380';

export const restore = command({
  args: '<filename> --data-dir {output dir} [options]',
  flags: {
    'data-dir': string('Path to the output data directory'),
    'wal-dir': string('Path to the WAL directory (use --data-dir if none given)'),
    'initial-cluster': string('Initial cluster configuration for restore bootstrap', { default: `default=${defaultPeerUrl}` }),
    'initial-cluster-token': string('Initial cluster token for the etcd cluster during restore bootstrap', { default: 'etcd-cluster' }),
    'initial-advertise-peer-urls': string("List of this member's peer URLs to advertise to the rest of the cluster", {
      default: defaultPeerUrl,
    }),
    name: string('Human-readable name for this member', { default: 'default' }),
    'skip-hash-check': bool('Ignore snapshot integrity hash value (required if copied from data directory)'),
    // Taken for scripts written for etcdutl: there is no memory map here.
    'initial-memory-map-size': uint('Has no effect', { default: 10n * 2n ** 30n, hidden: true }),
    'bump-revision': uint('How much to increase the latest revision after restore'),
    'mark-compacted': bool(
      'Mark the latest revision after restore as the point of scheduled compaction (required if --bump-revision > 0, disallowed otherwise)',
    ),
  },
  async run({ args, flags, host }) {
    const snapshotPath = onlyArgument(args, 'snapshot restore requires exactly one argument');
    if (flags.bumpRevision > 0n !== flags.markCompacted) {
      throw new CliError('--mark-compacted required if --revision-bump > 0', Exit.BadArgs);
    }
    const { restore } = await import('../../datadir/restore.js');
    await interruptible(host, (signal) => orFail(restore({ ...flags, snapshotPath, signal })));
  },
});

/** Failures of the file system are reported as those of every command. @throws CliError of status 1 */
async function orFail<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof DatadirError)) throw error;
    throw new CliError(error.message, Exit.Error, { cause: error });
  }
}
