import { onlyArgument } from '../../command/arguments.js';
import type { Globals } from '../../command/context.js';
import { CliError, Exit } from '../../command/errors.js';
import { bool, type FlagValues, int64, string, uint } from '../../command/flags.js';
import { command } from '../../command/spec.js';
import { configure } from '../../connect/settings.js';
import type { Client } from '../../etcd/client.js';
import { Mirror } from '../../etcd/mirror.js';
import { toBytes } from '../../go/text.js';
import type { Host } from '../../host/host.js';

/** Milliseconds between two lines of progress. */
const progressEvery = 30_000;

const flags = {
  'dest-cacert': string('Verify certificates of TLS enabled secure servers using this CA bundle'),
  'dest-cert': string('Identify secure client using this TLS certificate file for the destination cluster'),
  'dest-insecure-transport': bool('Disable transport security for client connections', { default: true }),
  'dest-key': string('Identify secure client using this TLS key file'),
  'dest-password': string("Destination password for authentication (if this option is used, --user option shouldn't include password)"),
  'dest-prefix': string('destination prefix to mirror a prefix to a different prefix in the destination cluster'),
  'dest-user': string('Destination username[:password] for authentication (prompt if password is not supplied)'),
  'max-txn-ops': uint('Maximum number of operations permitted in a transaction during syncing updates.', { default: 128n }),
  'no-dest-prefix': bool('mirror key-values to the root of the destination cluster'),
  prefix: string('Key-value prefix to mirror'),
  rev: int64('Specify the kv revision to start to mirror'),
};

type MirrorFlags = FlagValues<typeof flags>;

export const makeMirror = command({
  args: '[options] <destination>',
  flags,
  async run({ args, flags, globals, host, connect }) {
    const endpoint = onlyArgument(args, 'make-mirror takes one destination argument');
    const destination = await connectDestination(endpoint, flags, globals, host);
    const stop = new AbortController();
    try {
      const source = await connect();
      if (flags.noDestPrefix && flags.destPrefix !== '') {
        throw new CliError('`--dest-prefix` and `--no-dest-prefix` cannot be set at the same time, choose one', Exit.BadArgs);
      }
      const revision = flags.rev - 1n;
      const mirror = new Mirror({
        source,
        destination,
        prefix: toBytes(flags.prefix),
        destinationPrefix: toBytes(destinationPrefix(flags, revision > 0n)),
        maxOps: Number(flags.maxTxnOps),
      });
      const mirroring = async () => mirror.follow(revision > 0n ? String(revision) : await mirror.copy());
      await Promise.race([mirroring(), tellProgress(mirror, host, stop.signal)]);
    } finally {
      stop.abort();
      destination.close();
    }
  },
});

/** Made from flags alone: what the environment says is about the source (contract 7.1). */
async function connectDestination(endpoint: string, flags: MirrorFlags, globals: Globals, host: Host): Promise<Client> {
  const destination = {
    ...globals,
    endpoints: [endpoint],
    cacert: flags.destCacert,
    cert: flags.destCert,
    key: flags.destKey,
    insecureTransport: flags.destInsecureTransport,
    insecureSkipTlsVerify: false,
    discoverySrv: '',
    authJwtToken: '',
    user: flags.destUser,
    password: flags.destPassword,
  };
  const config = await configure(destination, () => false, host, 'Destination Password: ');
  // The transport is loaded by commands that connect, not by all.
  const { openClient } = await import('../../connect/client.js');
  return openClient(config, host);
}

/** The quirk of contract 7.1, step 3: without a base copy, no --dest-prefix strips the prefix. */
function destinationPrefix({ destPrefix, noDestPrefix, prefix }: MirrorFlags, updatesOnly: boolean): string {
  return destPrefix === '' && !noDestPrefix && !updatesOnly ? prefix : destPrefix;
}

/** Ends only when the signal aborts, or when nobody reads. */
async function tellProgress(mirror: Mirror, host: Host, signal: AbortSignal): Promise<void> {
  for (;;) {
    await host.clock.sleep(progressEvery, signal);
    await host.stdout.write(`${mirror.total}\n`);
  }
}
