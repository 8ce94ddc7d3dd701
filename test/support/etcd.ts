import { afterAll, describe, inject, test } from 'vitest';
import type { Binary } from '../../scripts/etcd/binary.js';
import { type Cluster, type ClusterOptions, startCluster } from '../../scripts/etcd/cluster.js';

export type { Cluster } from '../../scripts/etcd/cluster.js';
export type { Member } from '../../scripts/etcd/member.js';

/** Every etcd that this machine has, newest first. */
export const etcds: readonly Binary[] = inject('etcds');
if (etcds.length === 0) throw new Error(inject('etcdMissing'));

/** Wanted, and not there: their tests are skipped and counted. The path is empty. */
export const absentEtcds: readonly Binary[] = inject('missingMinors').map(
  (minor): Binary => ({ tool: 'etcd', version: `${minor}.0`, minor, path: '', source: 'missing' }),
);

/** The same tests for each server version, whose `$minor` the name has. */
export function describeEtcds(name: string, define: (etcd: Binary) => void): void {
  for (const etcd of etcds) describe(name.replace('$minor', etcd.minor), () => define(etcd));
  for (const etcd of absentEtcds) describe.skip(name.replace('$minor', etcd.minor), () => define(etcd));
}

/** The same test for each server version, whose `$minor` the name has. */
export function testEtcds(name: string, run: (etcd: Binary) => Promise<void>): void {
  for (const etcd of etcds) test(name.replace('$minor', etcd.minor), () => run(etcd));
  for (const etcd of absentEtcds) test.skip(name.replace('$minor', etcd.minor), () => run(etcd));
}

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
