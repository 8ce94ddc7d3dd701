import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPki, type Pki, type PkiFiles, writeKubeadmPki } from '../pki.js';
import type { Binary } from './binary.js';
import { guardDirectory } from './guard.js';
import { EtcdStartError, type Member, startMember } from './member.js';
import { findPorts } from './ports.js';
import { request } from './request.js';

export interface ClusterOptions {
  readonly etcd: Binary;
  /** One where not given. */
  readonly members?: 1 | 3;
  /** `server`: clients check the server only; `mutual`: the server asks for their certificate too. */
  readonly tls?: false | 'server' | 'mutual';
  /** More arguments for each server. */
  readonly args?: readonly string[];
  /** Enables auth with a user `root` of this password. */
  readonly auth?: { readonly password: string };
}

/** Running servers on loopback addresses, in a folder of their own. */
export interface Cluster {
  readonly version: string;
  readonly minor: string;
  readonly endpoints: readonly string[];
  readonly members: readonly Member[];
  /** Issues more certificates that the servers trust; undefined without TLS. */
  readonly pki: Pki | undefined;
  /** Its certificate files; undefined without TLS. */
  readonly files: PkiFiles | undefined;
  /** How a client gets in, as its flags and as its environment; with TLS by an IP address, as kubeadm has it. */
  readonly flags: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** A folder for the test's own files too; removed by `stop`. */
  readonly directory: string;
  /** Kills the servers and removes what they wrote. */
  stop(): Promise<void>;
}

/** Starts servers and resolves when all are healthy. @throws EtcdStartError with the end of the server's log. */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await startOnce(options);
    } catch (error) {
      if (!(error instanceof EtcdStartError && error.isPortTaken) || attempt === 5) throw error;
    }
  }
}

async function startOnce({ etcd, members: size = 1, tls = false, args = [], auth }: ClusterOptions): Promise<Cluster> {
  const directory = await mkdtemp(join(tmpdir(), 'etcdctl-ts-'));
  guardDirectory(directory);
  const pki = tls === false ? undefined : await createPki();
  const files = pki && (await writeKubeadmPki(pki, join(directory, 'pki')));

  const scheme = tls === false ? 'http' : 'https';
  const ports = await findPorts(size * 3);
  const plans = Array.from({ length: size }, (_, i) => ({
    name: `m${i + 1}`,
    clientUrl: `${scheme}://127.0.0.1:${ports[i * 3]}`,
    peerUrl: `${scheme}://127.0.0.1:${ports[i * 3 + 1]}`,
    metricsUrl: `http://127.0.0.1:${ports[i * 3 + 2]}`,
  }));
  const common = [
    `--initial-cluster=${plans.map(({ name, peerUrl }) => `${name}=${peerUrl}`).join(',')}`,
    '--logger=zap',
    '--log-outputs=stderr',
    '--log-level=warn',
    // The least that there is: a server spends most of a login on it.
    '--bcrypt-cost=4',
    // A single member elects itself; three must not lose their leader on a busy machine.
    ...(size === 1 ? ['--heartbeat-interval=10', '--election-timeout=50'] : ['--heartbeat-interval=50', '--election-timeout=500']),
    ...(etcd.minor === '3.4' ? [] : ['--unsafe-no-fsync']),
    ...(files === undefined ? [] : tlsArguments(files, tls === 'mutual')),
    ...args,
  ];
  const members = plans.map((plan) =>
    startMember({
      ...plan,
      binary: etcd.path,
      logFile: join(directory, `${plan.name}.log`),
      args: [
        `--name=${plan.name}`,
        `--data-dir=${join(directory, plan.name)}`,
        `--listen-client-urls=${plan.clientUrl}`,
        `--advertise-client-urls=${plan.clientUrl}`,
        `--listen-peer-urls=${plan.peerUrl}`,
        `--initial-advertise-peer-urls=${plan.peerUrl}`,
        `--listen-metrics-urls=${plan.metricsUrl}`,
        ...common,
      ],
    }),
  );
  const stop = async () => {
    await Promise.all(members.map((member) => member.kill()));
    await rm(directory, { recursive: true, force: true });
  };

  try {
    await Promise.all(members.map((member) => member.untilHealthy()));
    const endpoints = members.map(({ endpoint }) => endpoint);
    if (auth !== undefined) await enableAuth(endpoints[0] ?? '', auth.password, pki);
    const access = clientSettings(endpoints, files, tls === 'mutual', auth?.password);
    return {
      version: etcd.version,
      minor: etcd.minor,
      endpoints,
      members,
      pki,
      files,
      flags: access.map(([name, value]) => `--${name}=${value}`),
      env: Object.fromEntries(access.map(([name, value]) => [`ETCDCTL_${name.toUpperCase()}`, value])),
      directory,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function tlsArguments({ ca, server, peer }: PkiFiles, isMutual: boolean): string[] {
  return [
    `--cert-file=${server.cert}`,
    `--key-file=${server.key}`,
    ...(isMutual ? ['--client-cert-auth', `--trusted-ca-file=${ca}`] : []),
    `--peer-cert-file=${peer.cert}`,
    `--peer-key-file=${peer.key}`,
    '--peer-client-cert-auth',
    `--peer-trusted-ca-file=${ca}`,
  ];
}

/** The client's global flags, by name. */
function clientSettings(
  endpoints: readonly string[],
  files: PkiFiles | undefined,
  isMutual: boolean,
  password: string | undefined,
): (readonly [string, string])[] {
  const settings: (readonly [string, string])[] = [['endpoints', endpoints.join(',')]];
  if (files !== undefined) settings.push(['cacert', files.ca]);
  if (files !== undefined && isMutual) settings.push(['cert', files.healthcheckClient.cert], ['key', files.healthcheckClient.key]);
  if (password !== undefined) settings.push(['user', `root:${password}`]);
  return settings;
}

/** Through the server's JSON gateway, so that no client of ours is needed to test our client. */
async function enableAuth(endpoint: string, password: string, pki: Pki | undefined): Promise<void> {
  const tls = pki === undefined ? {} : { ca: pki.ca, ...(await pki.client()) };
  const steps: [path: string, body: object][] = [
    ['user/add', { name: 'root', password }],
    ['role/add', { name: 'root' }],
    ['user/grant', { user: 'root', role: 'root' }],
    ['enable', {}],
  ];
  for (const [path, body] of steps) {
    const answer = await request(`${endpoint}/v3/auth/${path}`, tls, body);
    if (answer.status !== 200) throw new Error(`auth/${path}: HTTP ${answer.status} ${answer.body}`);
  }
}
