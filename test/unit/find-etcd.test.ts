import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

let directory = '';
const silent = () => {};

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'etcdctl-ts-test-'));
  vi.resetModules();
  vi.stubEnv('ETCD_CACHE', join(directory, 'cache'));
  vi.stubEnv('ETCD_BIN', undefined);
  vi.stubEnv('ETCD_VERSIONS', '3.4,3.6');
  // Nothing to fetch with.
  vi.stubEnv('PATH', join(directory, 'bin'));
  vi.stubGlobal('fetch', () => Promise.reject(new Error('fetch failed', { cause: new Error('no network') })));
});

afterEach(async () => {
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
  await rm(directory, { recursive: true });
});

/** With the environment of the test. */
const load = () => import('../../scripts/etcd/find.js');

async function program(path: string, version: string): Promise<string> {
  const file = join(directory, path);
  await mkdir(join(file, '..'), { recursive: true });
  await writeFile(file, `#!/bin/sh\necho "etcd Version: ${version}"\n`, { mode: 0o755 });
  return file;
}

test('takes ETCD_BIN whatever else there is', async () => {
  await program('bin/etcd', '3.6.1');
  vi.stubEnv('ETCD_BIN', await program('mine', '3.5.9'));
  const { findEtcd, etcdVersions } = await load();
  expect(await findEtcd(undefined, silent)).toMatchObject({ version: '3.5.9', source: 'ETCD_BIN' });
  expect(await etcdVersions(silent)).toHaveLength(1);
});

test('prefers PATH for one, and adds the cache for all, newest first', async () => {
  await program('bin/etcd', '3.4.30');
  await program('cache/etcd-3.6.2', '3.6.2');
  await program('cache/etcd-3.6.10', '3.6.10');
  await program('cache/etcd-3.4.1', '3.4.1');
  const { findEtcd, etcdVersions } = await load();
  expect(await findEtcd(undefined, silent)).toMatchObject({ version: '3.4.30', source: 'PATH' });
  expect((await etcdVersions(silent)).map(({ version }) => version)).toEqual(['3.6.10', '3.4.30']);
});

test('finds the minor version that is asked for', async () => {
  await program('bin/etcd', '3.4.30');
  await program('cache/etcd-3.6.2', '3.6.2');
  const { findEtcd } = await load();
  expect(await findEtcd('3.6', silent)).toMatchObject({ version: '3.6.2', source: 'cache' });
});

test('says in one line what was tried, and how to name one', async () => {
  await program('bin/etcd', '3.3.25');
  const said: string[] = [];
  const { findEtcd } = await load();
  const error = await findEtcd(undefined, (line) => said.push(line)).catch((reason: Error) => reason);
  expect(String(error)).toBe(
    "Error: no etcd 3.4 or 3.6: ETCD_BIN is not set; etcd on PATH is 3.3.25; github.com can't be had (no network); " +
      "Debian's archive can't be had (no apt-get here). Name one with ETCD_BIN=/path/to/etcd",
  );
  expect(said).toEqual(["etcd: github.com can't be had (no network)", "etcd: Debian's archive can't be had (no apt-get here)"]);
});

test('does not go on where ETCD_BIN can not be run', async () => {
  await program('bin/etcd', '3.6.1');
  vi.stubEnv('ETCD_BIN', join(directory, 'none'));
  const { findEtcd } = await load();
  await expect(findEtcd(undefined, silent)).rejects.toThrow(`ETCD_BIN=${join(directory, 'none')} can't be run: spawn`);
});

test('misses a version that ETCD_VERSIONS names', async () => {
  await program('bin/etcd', '3.4.30');
  const { etcdVersions } = await load();
  await expect(etcdVersions(silent)).rejects.toThrow('no etcd 3.6, which ETCD_VERSIONS names');
});
