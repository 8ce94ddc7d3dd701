import { join } from 'node:path';
import { type Cluster, startCluster } from '../../scripts/etcd/cluster.js';
import { findEtcd } from '../../scripts/etcd/find.js';
import { request } from '../../scripts/etcd/request.js';
import { sayOnStderr } from '../../scripts/project.js';
import { compare } from './measure.js';
import { contend, go, makePrograms } from './programs.js';
import { formatResults } from './report.js';

const prefix = '/bulk/';
const valueBytes = 1000;

/** Commands that move much: whether memory stays flat, and how fast it goes. */
export async function benchBulk(runs = 5, keys = 100_000): Promise<void> {
  const programs = await makePrograms();
  const etcd = await findEtcd();
  const cluster = await startCluster({ etcd });
  try {
    sayOnStderr(`bench: writing ${keys} keys of ${valueBytes} bytes`);
    await fill(cluster, keys);
    const file = join(cluster.directory, 'snapshot.db');
    const eventBytes = 'PUT\n'.length + keyOf(0).length + 1 + valueBytes + 1;
    const cases: [title: string, args: string[], enoughBytes?: number][] = [
      ['get --prefix', ['get', prefix, '--prefix']],
      ['get --prefix -w json', ['get', prefix, '--prefix', '-w', 'json']],
      ['get --prefix --keys-only', ['get', prefix, '--prefix', '--keys-only']],
      ['watch --prefix --rev=1', ['watch', prefix, '--prefix', '--rev=1'], eventBytes * keys],
      ['snapshot save', ['snapshot', 'save', file]],
    ];
    for (const [title, args, enoughBytes] of cases) {
      const contenders = contend(programs, args, cluster.env, enoughBytes === undefined ? {} : { enoughBytes });
      try {
        const results = await compare(contenders, runs);
        process.stdout.write(`${formatResults(`${title}, ${keys} keys, etcd ${etcd.version}`, results, [go])}\n`);
      } catch (error) {
        sayOnStderr(`bench: ${title}: ${(error as Error).message}`);
        process.exitCode = 1;
      }
    }
  } finally {
    await cluster.stop();
  }
}

/** All keys are of the same length, so that the length of the output can be told beforehand. */
function keyOf(i: number): string {
  return `${prefix}${String(i).padStart(9, '0')}`;
}

/** Through the server's JSON gateway, in transactions of the size that the server takes. */
async function fill({ endpoints }: Cluster, keys: number): Promise<void> {
  const value = Buffer.alloc(valueBytes, 'v').toString('base64');
  for (let from = 0; from < keys; from += 100) {
    const success = Array.from({ length: Math.min(100, keys - from) }, (_, i) => ({
      request_put: { key: Buffer.from(keyOf(from + i)).toString('base64'), value },
    }));
    const { status } = await request(`${endpoints[0]}/v3/kv/txn`, {}, { success });
    if (status !== 200) throw new Error(`the server refused a transaction: HTTP ${status}`);
  }
}
