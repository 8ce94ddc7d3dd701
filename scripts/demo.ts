/** `npm run demo`: the program on a real etcd that is set up as kubeadm does. `-- --keep` leaves it running until Ctrl-C. */
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { bundle } from './build/bundle.js';
import { registryEntries } from './demo/registry.js';
import { quote, Shell } from './demo/shell.js';
import { type Cluster, startCluster } from './etcd/cluster.js';
import { findEtcd } from './etcd/find.js';
import { request } from './etcd/request.js';
import { projectRoot } from './project.js';

/** Another client to run, as Go's etcdctl, to compare with. */
const program = process.env['ETCDCTL_TS'] ?? join(projectRoot, 'bin', 'etcdctl-ts');
const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  // Stays for later ones, so that an impatient second Ctrl-C does not end the cleaning up.
  process.on(signal, () => interrupted.abort(new Error('interrupted')));
}

try {
  await demonstrate(process.argv.includes('--keep'));
} catch (error) {
  process.stderr.write(`demo: ${(error as Error).message}\n`);
  process.exitCode = interrupted.signal.aborted ? 130 : 1;
}

async function demonstrate(keep: boolean): Promise<void> {
  if (process.env['ETCDCTL_TS'] === undefined) await bundle();
  const etcd = await findEtcd();
  say(`Starting etcd ${etcd.version} (${etcd.source}) with mutual TLS and kubeadm's certificate files ...`);
  const cluster = await startCluster({ etcd, tls: 'mutual' });
  try {
    const count = await fill(cluster);
    say(`It runs at ${cluster.endpoints[0]} and has ${count} keys, as a small Kubernetes cluster has. Clients find it by:\n`);
    say(settings(cluster));
    await show(cluster);
    say('\nAll commands went well.');
    if (keep) await wait(cluster);
    else say('To play on with this etcd: npm run demo -- --keep');
  } finally {
    await cluster.stop();
  }
}

/** Through the server's JSON gateway, which takes a fraction of the time of a process for each key. */
async function fill({ endpoints, files }: Cluster): Promise<number> {
  const [ca, cert, key] = await Promise.all(
    [files?.ca, files?.apiserverClient.cert, files?.apiserverClient.key].map((path) => readFile(path ?? '')),
  );
  const entries = registryEntries();
  for (const entry of entries) {
    interrupted.signal.throwIfAborted();
    const body = { key: Buffer.from(entry.key).toString('base64'), value: entry.value.toString('base64') };
    const { status } = await request(`${endpoints[0]}/v3/kv/put`, { ca, cert, key }, body);
    if (status !== 200) throw new Error(`the server refused ${entry.key}: HTTP ${status}`);
  }
  return entries.length;
}

async function show({ files, env }: Cluster): Promise<void> {
  const shell = new Shell(program, interrupted.signal);
  const run = (...args: string[]) => {
    say(`\n$ etcdctl-ts ${quote(args)}`);
    return shell.run(args, env);
  };
  await run('put', 'key1', 'value1');
  await run('get', 'key1');

  // As it is done on a control plane, with flags instead of the settings, which may not name the same twice.
  const pair = files?.apiserverClient;
  const flags = [`--cert=${pair?.cert}`, `--key=${pair?.key}`, `--cacert=${files?.ca}`, 'get', '/', '--prefix', '--keys-only'];
  const { ETCDCTL_ENDPOINTS = '' } = env;
  say(`\n$ ETCDCTL_API=3 ETCDCTL_ENDPOINTS=${ETCDCTL_ENDPOINTS} etcdctl-ts ${quote(flags)}`);
  await shell.run(flags, { ETCDCTL_API: '3', ETCDCTL_ENDPOINTS });

  await run('get', '/registry/shop.example.com/', '--prefix');
  await run('member', 'list', '-w', 'table');
  await run('endpoint', 'status', '-w', 'table');
  await run('put', 'key1', 'value2');
  await run('del', 'key1');

  say('\n$ etcdctl-ts watch key1 --rev=1      # all that ever happened to it; goes on until Ctrl-C, which comes after these events');
  await shell.run(['watch', 'key1', '--rev=1'], env, 9);
}

async function wait(cluster: Cluster): Promise<void> {
  say(`\nThe etcd keeps running until Ctrl-C. In another terminal:\n\n${settings(cluster)}`);
  say(`export PATH=${quote([dirname(program)])}:$PATH\netcdctl-ts get /registry/pods --prefix --keys-only`);
  if (!interrupted.signal.aborted) await new Promise((resolve) => interrupted.signal.addEventListener('abort', resolve));
}

function settings({ env }: Cluster): string {
  return Object.entries(env)
    .map(([name, value]) => `export ${name}=${quote([value])}`)
    .join('\n');
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
