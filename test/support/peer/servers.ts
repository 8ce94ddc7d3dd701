import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Binary } from '../../../scripts/etcd/binary.js';
import { request } from '../../../scripts/etcd/request.js';
import { type Cluster, startEtcd } from '../etcd.js';
import { eventually } from '../eventually.js';
import { alarmServer, fillServer, type Scene, sceneNames } from './scenes.js';

/** Two servers of one member each that start from the same data, so that revisions, ids and hashes are the same. */
export interface Servers {
  /** As `host:port`. */
  readonly addresses: readonly [string, string];
  /** The id of their member. */
  readonly memberId: bigint;
  /** Puts both into the state of a scene. */
  reset(scene: Scene): Promise<void>;
}

export async function startServers(etcd: Binary): Promise<Servers> {
  const clusters = [await startEtcd({ etcd }), await startEtcd({ etcd })] as const;
  const [first, second] = clusters;
  const pristine = join(first.directory, 'pristine');
  const keep = (scene: string) => join(first.directory, `scene-${scene}`);
  const memberId = BigInt((await readStatus(first)).header.member_id);
  // A member raises it by itself some seconds after its first start, and tells it in `endpoint status`.
  await eventually(async () => (await readStatus(first)).storageVersion?.startsWith(`${etcd.minor}.`));
  await member(first).kill();
  await cp(dataOf(first), pristine, { recursive: true });
  for (const scene of sceneNames) {
    await load(first, pristine);
    await fillServer(scene, first.endpoints[0] ?? '');
    await member(first).kill();
    await cp(dataOf(first), keep(scene), { recursive: true });
  }
  let loaded: Scene | undefined;
  let proposals: readonly string[] = [];
  return {
    addresses: [member(first).address, member(second).address],
    memberId,
    async reset(scene) {
      if (loaded === scene && same(proposals, await countProposals(clusters))) return;
      await Promise.all(clusters.map((cluster) => load(cluster, keep(scene))));
      await Promise.all(clusters.map(({ endpoints: [endpoint] }) => alarmServer(scene, endpoint ?? '')));
      loaded = scene;
      proposals = await countProposals(clusters);
    },
  };
}

const member = ({ members: [only] }: Cluster) => {
  if (only === undefined) throw new Error('a cluster without members');
  return only;
};

const dataOf = (cluster: Cluster) => join(cluster.directory, member(cluster).name);

const same = (a: readonly string[], b: readonly string[]) => a.length === b.length && a.every((text, i) => text !== '' && text === b[i]);

async function load(cluster: Cluster, data: string): Promise<void> {
  await member(cluster).kill();
  await rm(dataOf(cluster), { recursive: true, force: true });
  await cp(data, dataOf(cluster), { recursive: true });
  await member(cluster).restart();
}

/** How much was proposed so far: whatever changes a server is a proposal. Empty where it does not answer. */
function countProposals(clusters: readonly Cluster[]): Promise<string[]> {
  return Promise.all(
    clusters.map(async ({ endpoints: [endpoint] }) => {
      const { body } = await request(`${endpoint}/metrics`).catch(() => ({ body: '' }));
      return /^etcd_server_proposals_committed_total (.*)$/m.exec(body)?.[1] ?? '';
    }),
  );
}

interface MemberStatus {
  readonly header: { readonly member_id: string };
  readonly storageVersion?: string;
}

async function readStatus({ endpoints: [endpoint] }: Cluster): Promise<MemberStatus> {
  const { body } = await request(`${endpoint}/v3/maintenance/status`, {}, {});
  return JSON.parse(body) as MemberStatus;
}
