import { spawn } from 'node:child_process';
import { mkdtemp, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onPath } from '../../scripts/etcd/binary.js';
import type { Cluster, ClusterOptions } from '../../scripts/etcd/cluster.js';
import { type Answer, type Transcript, toLines } from './transcript.js';

/** What a step may take; a step that hangs fails with the status -1. */
const stepTimeout = 120_000;

/** The servers that a transcript plays on. */
export function sceneOf({ members, tls }: Transcript): Pick<ClusterOptions, 'members' | 'tls'> {
  return { members: members === 3 ? 3 : 1, tls: tls ? 'mutual' : false };
}

/** A folder to run steps in, with the client under test as `etcdctl`. There `timeout` and `sleep` take `patience` times as long as steps say. */
export async function makeFolder(client: string, patience = 1): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'etcdctl-ts-conformance-'));
  await symlink(client, join(folder, 'etcdctl'));
  if (patience !== 1) {
    for (const name of ['timeout', 'sleep']) {
      const script = `#!/bin/sh\ntime=$(awk "BEGIN { print $1 * ${patience} }"); shift; exec ${await onPath(name)} "$time" "$@"\n`;
      await writeFile(join(folder, name), script, { mode: 0o755 });
    }
  }
  return folder;
}

/** Runs one step with the shell and tells what it printed. */
export async function runStep(command: string, cluster: Cluster, cwd: string): Promise<Answer> {
  const { endpoints, files } = cluster;
  const env: Record<string, string> = {
    PATH: `${cwd}:${process.env['PATH']}`,
    HOME: cwd,
    LC_ALL: 'C.UTF-8',
    TERM: 'dumb',
    ENDPOINT: endpoints[0] ?? '',
    ENDPOINTS: endpoints.join(','),
    // A variable beside its flag is an error of its own.
    ...(command.includes('--endpoints') ? {} : { ETCDCTL_ENDPOINTS: endpoints[0] ?? '' }),
    ...(files ? { CA: files.ca, CERT: files.healthcheckClient.cert, KEY: files.healthcheckClient.key } : {}),
  };
  const child = spawn('bash', ['-c', command], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], timeout: stepTimeout });
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
  const code = await new Promise<number>((resolve) => child.on('close', (status) => resolve(status ?? -1)));
  const relative = (chunks: Buffer[]) => toLines(relocate(Buffer.concat(chunks).toString(), cwd, files));
  return { out: relative(out), err: relative(err), code };
}

/** Paths as the transcripts have them. */
function relocate(text: string, cwd: string, files: Cluster['files']): string {
  const named = files
    ? text
        .replaceAll(files.healthcheckClient.cert, '$DIR/client.crt')
        .replaceAll(files.healthcheckClient.key, '$DIR/client.key')
        .replaceAll(files.ca, '$DIR/ca.crt')
    : text;
  return named.replaceAll(cwd, '$DIR');
}
