import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { request } from '../../scripts/etcd/request.js';
import { projectRoot } from '../../scripts/project.js';
import { etcds } from '../support/etcd.js';

let directory = '';
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'etcdctl-ts-test-'));
});
afterAll(() => rm(directory, { recursive: true }));

test('the demo leaves nothing when it is interrupted', async () => {
  const demo = startDemo(await program('exit 0'), '--keep');
  const left = await demo.running();
  demo.process.kill('SIGINT');
  expect(await demo.ended).toBe(0);
  expect(existsSync(left.directory)).toBe(false);
  await expect(request(left.endpoint)).rejects.toThrow('ECONNREFUSED');
});

test('the demo leaves nothing when it is killed, by the guard', async () => {
  const demo = startDemo(await program('exit 0'), '--keep');
  const left = await demo.running();
  demo.process.kill('SIGKILL');
  await vi.waitFor(() => expect(existsSync(left.directory)).toBe(false), { timeout: 30_000 });
  await expect(request(left.endpoint)).rejects.toThrow('ECONNREFUSED');
});

test('the demo fails with the first command that fails', async () => {
  const demo = startDemo(await program('[ "$1" = put ]'));
  expect(await demo.ended).toBe(1);
  expect(demo.output()).toContain('demo: etcdctl-ts get key1 ended with status 1');
  expect(demo.output()).not.toContain('member list');
});

async function program(script: string): Promise<string> {
  const path = join(directory, `program-${script.length}`);
  await writeFile(path, `#!/bin/sh\n${script}\n`);
  await chmod(path, 0o755);
  return path;
}

interface Demo {
  readonly process: ChildProcess;
  /** Its exit status. */
  readonly ended: Promise<number | null>;
  output(): string;
  /** Resolves when all its commands ran, with what it has to remove. */
  running(): Promise<{ endpoint: string; directory: string }>;
}

function startDemo(etcdctl: string, ...args: string[]): Demo {
  const env = { ...process.env, ETCDCTL_TS: etcdctl, ETCD_BIN: etcds[0]?.path };
  const demo = spawn(process.execPath, ['scripts/run.mjs', 'scripts/demo.ts', ...args], { cwd: projectRoot, env });
  onTestFinished(() => void demo.kill('SIGTERM'));
  let output = '';
  for (const stream of [demo.stdout, demo.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk;
    });
  }
  return {
    process: demo,
    ended: new Promise((resolve) => demo.once('close', resolve)),
    output: () => output,
    async running() {
      await vi.waitFor(() => expect(output).toContain('keeps running'), { timeout: 50_000 });
      const [, endpoint = ''] = /ETCDCTL_ENDPOINTS=(\S+)/.exec(output) ?? [];
      const [, folder = ''] = /ETCDCTL_CACERT=(\S+)\/pki/.exec(output) ?? [];
      expect(existsSync(folder)).toBe(true);
      return { endpoint, directory: folder };
    },
  };
}
