import { afterAll, inject } from 'vitest';
import type { Binary } from '../../scripts/etcd/binary.js';
import { type Cluster, type ClusterOptions, startCluster } from '../../scripts/etcd/cluster.js';

export type { Cluster } from '../../scripts/etcd/cluster.js';
export type { Member } from '../../scripts/etcd/member.js';

/** Every etcd that this machine has, newest first, for `describe.each(etcds)('etcd $minor', (etcd) => ...)`. */
export const etcds: readonly Binary[] = inject('etcds');
if (etcds.length === 0) throw new Error(inject('etcdMissing'));

const running = new Set<Cluster>();

/** Starts a cluster of the newest etcd, or the one given; it is stopped after the test file's last test at the latest. */
export async function startEtcd(options: Partial<ClusterOptions> = {}): Promise<Cluster> {
  const [etcd] = etcds;
  if (etcd === undefined) throw new Error(inject('etcdMissing'));
  const cluster = await startCluster({ etcd, ...options });
  running.add(cluster);
  return {
    ...cluster,
    stop: async () => {
      running.delete(cluster);
      await cluster.stop();
    },
  };
}

afterAll(async () => {
  await Promise.all([...running].map((cluster) => cluster.stop()));
  running.clear();
});
