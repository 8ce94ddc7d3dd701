import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import type { Binary } from '../../scripts/etcd/binary.js';
import { type Cluster, etcds, startEtcd } from '../support/etcd.js';
import { builtProgram, programs } from '../support/programs.js';
import { type Answer, makeNormaliser, parseTranscript, type Transcript, toLines } from './transcript.js';

/** What a step may take; a step that hangs fails with the status `null`. */
const stepTimeout = 30_000;

const directory = fileURLToPath(new URL('transcripts', import.meta.url));
const transcripts = readdirSync(directory)
  .filter((file) => file.endsWith('.t'))
  .map((file) => ({ name: basename(file, '.t'), ...parseTranscript(readFileSync(join(directory, file), 'utf8')) }));

/** The transcripts are recorded on the newest server; older ones answer some steps otherwise, see test/e2e/versions.test.ts. */
const [newest] = etcds;

describe.each(programs)('the $name program answers as Go etcdctl 3.7.1 does', (program) => {
  let folder = '';
  let cluster: Cluster | undefined;
  afterEach(async () => {
    await cluster?.stop();
    if (folder !== '') await rm(folder, { recursive: true, force: true });
  });

  it.each(transcripts)('$name', { timeout: 300_000 }, async (transcript) => {
    if (newest === undefined || older(newest, transcript.min)) {
      expect.fail(`etcd ${newest?.version} can't play this transcript, which needs ${transcript.min}`);
    }
    folder = await mkdtemp(join(tmpdir(), 'etcdctl-ts-conformance-'));
    await symlink(builtProgram(program), join(folder, 'etcdctl'));
    cluster = await startEtcd({ members: transcript.members === 3 ? 3 : 1, tls: transcript.tls ? 'mutual' : false });
    const expected = makeNormaliser();
    const actual = makeNormaliser();
    const differences = [];
    for (const { command, answer } of transcript.steps) {
      const want = expected(answer);
      const got = actual(await runStep(command, transcript, cluster, folder));
      if (want.join('\n') !== got.join('\n')) differences.push({ command, want, got });
    }
    expect(differences).toEqual([]);
  });
});

function older(etcd: Binary, min: string): boolean {
  const number = (version: string) => Number(version.split('.')[0]) * 1000 + Number(version.split('.')[1]);
  return number(etcd.minor) < number(min);
}

async function runStep(command: string, transcript: Transcript, cluster: Cluster, cwd: string): Promise<Answer> {
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
    ...(transcript.tls && files ? { CA: files.ca, CERT: files.healthcheckClient.cert, KEY: files.healthcheckClient.key } : {}),
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
