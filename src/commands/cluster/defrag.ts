import { Exit, SilentExit } from '../../command/errors.js';
import { command } from '../../command/spec.js';
import { describeError } from '../../etcd/errors.js';
import { formatDuration } from '../../go/duration.js';
import { clusterFlag, findTargets } from './member-endpoints.js';

export const defrag = command({
  flags: { cluster: clusterFlag },
  async run(context) {
    const { connect, deadline, host } = context;
    let failed = false;
    for (const endpoint of await findTargets(context)) {
      const client = await connect({ endpoints: [endpoint] });
      const until = deadline();
      const start = host.clock.monotonic();
      const took = () => formatDuration(host.clock.monotonic() - start);
      try {
        await client.maintenance.defragment({ deadline: until });
        await host.stdout.write(`Finished defragmenting etcd member[${endpoint}]. took ${took()}\n`);
      } catch (error) {
        failed = true;
        await host.stderr.write(`Failed to defragment etcd member[${endpoint}]. took ${took()}. (${describeError(error)})\n`);
      }
      client.close();
    }
    if (failed) throw new SilentExit(Exit.Error);
  },
});
