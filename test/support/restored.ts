import { join } from 'node:path';
import { afterAll } from 'vitest';
import type { Binary } from '../../scripts/etcd/binary.js';
import { type Member, startMember } from '../../scripts/etcd/member.js';
import { findPorts } from '../../scripts/etcd/ports.js';

/** Where a member of a restored cluster is going to run. */
export interface Place {
  readonly name: string;
  readonly dataDir: string;
  readonly clientUrl: string;
  readonly peerUrl: string;
  readonly metricsUrl: string;
}

export async function findPlaces(directory: string, count: number): Promise<Place[]> {
  const ports = await findPorts(count * 3);
  const url = (i: number) => `http://127.0.0.1:${ports[i]}`;
  return Array.from({ length: count }, (_, i) => ({
    name: `r${i}`,
    dataDir: join(directory, `r${i}`),
    clientUrl: url(i * 3),
    peerUrl: url(i * 3 + 1),
    metricsUrl: url(i * 3 + 2),
  }));
}

/** The flags that restore a snapshot for one of the places. */
export function restoreFlags(place: Place, places: readonly Place[]): string[] {
  const cluster = places.map(({ name, peerUrl }) => `${name}=${peerUrl}`).join();
  return [
    `--name=${place.name}`,
    `--data-dir=${place.dataDir}`,
    `--initial-cluster=${cluster}`,
    `--initial-advertise-peer-urls=${place.peerUrl}`,
    '--initial-cluster-token=restored',
  ];
}

const running = new Set<Member>();

/** Starts servers on restored data directories; they are killed after the test file's last test at the latest. */
export async function startRestored(etcd: Binary, places: readonly Place[]): Promise<readonly Member[]> {
  const members = places.map((place) =>
    startMember({
      ...place,
      binary: etcd.path,
      logFile: `${place.dataDir}.log`,
      args: [
        ...restoreFlags(place, places),
        `--listen-client-urls=${place.clientUrl}`,
        `--advertise-client-urls=${place.clientUrl}`,
        `--listen-peer-urls=${place.peerUrl}`,
        `--listen-metrics-urls=${place.metricsUrl}`,
        '--logger=zap',
        '--log-outputs=stderr',
      ],
    }),
  );
  for (const member of members) running.add(member);
  await Promise.all(members.map((member) => member.untilHealthy()));
  return members;
}

afterAll(async () => {
  await Promise.all([...running].map((member) => member.kill()));
});
