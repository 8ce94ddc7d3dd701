import { startCluster } from '../../scripts/etcd/cluster.js';
import { findEtcd } from '../../scripts/etcd/find.js';
import { compare } from './measure.js';
import { contend, go, makePrograms } from './programs.js';
import { formatResults } from './report.js';

const bareNode = 'node -e 0';

/** From the call to the exit of a `get` of one key: what a script pays for each call. */
export async function benchStart(runs = 30): Promise<void> {
  const programs = await makePrograms();
  const etcd = await findEtcd();
  for (const tls of [false, 'mutual'] as const) {
    const cluster = await startCluster({ etcd, tls });
    try {
      const nothing = { name: bareNode, command: process.execPath, args: ['-e', '0'] };
      const results = await compare([nothing, ...contend(programs, ['get', 'foo'], cluster.env)], runs);
      const title = `get foo, ${tls === false ? 'plain' : 'mutual TLS'}, etcd ${etcd.version}`;
      process.stdout.write(`${formatResults(title, results, [bareNode, go])}\n`);
    } finally {
      await cluster.stop();
    }
  }
}
