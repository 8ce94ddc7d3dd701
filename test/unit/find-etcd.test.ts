import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import type { TestProject } from 'vitest/node';

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

/** A program that says its version; in the cache with its sum. */
async function program(path: string, version: string): Promise<string> {
  const file = join(directory, path);
  const text = script(version);
  await mkdir(join(file, '..'), { recursive: true });
  await writeFile(file, text, { mode: 0o755 });
  if (path.startsWith('cache/')) await writeFile(`${file}.sha256`, `${createHash('sha256').update(text).digest('hex')}\n`);
  return file;
}

const script = (version: string) => `#!/bin/sh\necho "etcd Version: ${version}"\n`;

/** Instead of Go: makes programs of the version that go.mod names, and notes what it is asked for. */
async function fakeGo(build = 'printf "#!/bin/sh\\necho etcd Version: $version\\n" > "$out"; /bin/chmod 755 "$out"'): Promise<void> {
  const text = `#!/bin/sh
version=$(/bin/sed -n 's/^require .* v//p' go.mod)
echo "$version CGO_ENABLED=$CGO_ENABLED GOWORK=$GOWORK GOFLAGS=$GOFLAGS $*" >> ${join(directory, 'asked')}
/bin/cat main.go >> ${join(directory, 'sources')}
while [ $# -gt 1 ]; do [ "$1" = -o ] && out=$2; shift; done
echo "go: downloading go.etcd.io/etcd v$version" >&2
${build}
`;
  await mkdir(join(directory, 'bin'), { recursive: true });
  await writeFile(join(directory, 'bin', 'go'), text, { mode: 0o755 });
}

const asked = () => readFile(join(directory, 'asked'), 'utf8').then((text) => text.trimEnd().split('\n'));

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
      "Debian's archive can't be had (no apt-get here); Go modules can't be had (no go here). Name one with ETCD_BIN=/path/to/etcd",
  );
  expect(said).toEqual([
    "etcd: github.com can't be had (no network)",
    "etcd: Debian's archive can't be had (no apt-get here)",
    "etcd: Go modules can't be had (no go here)",
  ]);
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

test('goes on to Go modules for each version that is missing, and keeps what they make', async () => {
  vi.stubEnv('ETCD_VERSIONS', undefined);
  vi.stubEnv('GOFLAGS', '-x');
  await program('bin/etcd', '3.4.30');
  await program('cache/etcd-3.5.2', '3.5.2');
  await fakeGo();
  const said: string[] = [];
  const { etcdVersions, missingMinors } = await load();
  const found = await etcdVersions((line) => said.push(line));
  expect(found.map(({ version, source }) => [version, source])).toEqual([
    ['3.7.1', 'Go modules'],
    ['3.6.16', 'Go modules'],
    ['3.5.2', 'cache'],
    ['3.4.30', 'PATH'],
  ]);
  expect(missingMinors(found)).toEqual([]);
  const args = 'build -mod=mod -buildvcs=false -trimpath -ldflags=-s -w -o etcd .';
  expect(await asked()).toEqual(['3.7.1', '3.6.16'].map((version) => `${version} CGO_ENABLED=0 GOWORK=off GOFLAGS=-x ${args}`));
  expect(await readFile(join(directory, 'sources'), 'utf8')).toContain('"go.etcd.io/etcd/server/v3/etcdmain"');
  expect(said.filter((line) => line.includes('building'))).toEqual([
    'etcd: building 3.7.1 from its Go modules, which takes a minute or two, once',
    'etcd: building 3.6.16 from its Go modules, which takes a minute or two, once',
  ]);
  // The folder that they were made in is gone.
  const files = ['etcd-3.5.2', 'etcd-3.6.16', 'etcd-3.7.1'];
  expect(await readdir(join(directory, 'cache'))).toEqual(files.flatMap((file) => [file, `${file}.sha256`]));

  vi.resetModules();
  const again = await (await load()).etcdVersions(silent);
  expect(again.map(({ source }) => source)).toEqual(['cache', 'cache', 'cache', 'PATH']);
  expect(await asked()).toHaveLength(2);
});

test('says in one line what Go says, and keeps what it made before', async () => {
  vi.stubEnv('ETCD_VERSIONS', undefined);
  await fakeGo(
    'if [ $version = 3.7.1 ]; then /bin/cp "$0" "$out"; else echo "go: v3 requires go >= 1.26 (running go 1.21; GOTOOLCHAIN=local)" >&2; exit 1; fi',
  );
  const said: string[] = [];
  const { etcdVersions } = await load();
  expect(await etcdVersions((line) => said.push(line))).toMatchObject([{ version: '3.7.1' }]);
  expect(said).toContain("etcd: Go modules can't be had (go: v3 requires go >= 1.26 (running go 1.21; GOTOOLCHAIN=local))");
});

test('finds the one etcdctl that it is compared with', async () => {
  await program('bin/etcdctl', '3.5.30');
  await program('cache/etcdctl-3.7.2', '3.7.2');
  await program('cache/etcdctl-3.4.30', '3.4.30');
  await fakeGo();
  const { findEtcdctl } = await load();
  expect(await findEtcdctl(silent)).toMatchObject({ version: '3.7.1', source: 'Go modules' });
  expect(await readFile(join(directory, 'sources'), 'utf8')).toContain('ctlv3.MustStart()');
  vi.stubEnv('ETCDCTL_BIN', join(directory, 'bin', 'etcdctl'));
  expect(await findEtcdctl(silent)).toMatchObject({ version: '3.5.30', source: 'ETCDCTL_BIN' });
});

test('does not compare the program with itself', async () => {
  await symlink(await program('etcdctl-ts', '3.7.1'), join(directory, 'bin-etcdctl'));
  await mkdir(join(directory, 'bin'));
  await symlink(join(directory, 'bin-etcdctl'), join(directory, 'bin', 'etcdctl'));
  const said: string[] = [];
  const { findEtcdctl } = await load();
  expect(await findEtcdctl((line) => said.push(line))).toBeUndefined();
  expect(said.at(-1)).toContain(
    `no etcdctl 3.7.1: ETCDCTL_BIN is not set; ${join(directory, 'bin', 'etcdctl')} can't be taken (it is etcdctl-ts); `,
  );
});

test('fetches anew what is in the cache and not as it was put there', async () => {
  vi.stubEnv('ETCD_VERSIONS', '3.7,3.6');
  await writeFile(await program('cache/etcd-3.7.1', '3.7.1'), script('3.7.1').replace('echo', 'exit'));
  await rm(`${await program('cache/etcd-3.6.16', '3.6.16')}.sha256`);
  await fakeGo();
  const said: string[] = [];
  const { etcdVersions } = await load();
  const found = await etcdVersions((line) => said.push(line));
  expect(found.map(({ source }) => source)).toEqual(['Go modules', 'Go modules']);
  expect(said.filter((line) => line.includes('the cache'))).toEqual([
    "etcd: 3.7.1 in the cache isn't what was put there; removing it",
    "etcd: 3.6.16 in the cache isn't what was put there; removing it",
  ]);
});

test('looks again for what is missing where the last search was long ago or other, or somebody asks', async () => {
  vi.stubEnv('ETCD_VERSIONS', undefined);
  await program('bin/etcd', '3.4.30');
  let requests = 0;
  vi.stubGlobal('fetch', () => {
    requests++;
    return Promise.reject(new Error('no network'));
  });
  const trust = { trustsLastSearch: true };
  const { etcdVersions } = await load();
  const said: string[] = [];
  await etcdVersions(silent, trust);
  await etcdVersions((line) => said.push(line), trust);
  expect(requests).toBe(1);
  expect(said).toEqual([
    "no etcd 3.7 or 3.6 or 3.5: ETCD_BIN is not set; github.com can't be had (no network); Debian's archive can't be had (no apt-get here); " +
      "Go modules can't be had (no go here); `npm run etcd` asks again",
  ]);
  await etcdVersions(silent);
  expect(requests).toBe(2);
  const yesterday = new Date(Date.now() - 25 * 3_600_000);
  await utimes(join(directory, 'cache', 'etcd-searched'), yesterday, yesterday);
  await etcdVersions(silent, trust);
  expect(requests).toBe(3);
  await fakeGo('exit 1');
  await etcdVersions(silent, trust);
  expect(requests).toBe(4);
});

test('lets no test be skipped in CI where Go is', async () => {
  vi.stubEnv('ETCD_VERSIONS', undefined);
  await program('bin/etcd', '3.7.1');
  await program('cache/etcd-3.5.30', '3.5.30');
  await program('cache/etcd-3.4.30', '3.4.30');
  const said: string[] = [];
  vi.spyOn(process.stderr, 'write').mockImplementation((line) => said.push(String(line)) > 0);
  onTestFinished(() => void vi.restoreAllMocks());
  const { default: setup } = await import('../support/setup.js');
  const provided = new Map<string, unknown>();
  const project = { provide: (name: string, value: unknown) => provided.set(name, value) } as unknown as TestProject;

  // Without Go there is nothing to be done.
  vi.stubEnv('CI', 'true');
  await setup(project);
  expect(said.at(-1)).toBe('without etcd 3.6, etcdctl 3.7.1: the tests that need them are skipped\n');
  expect([provided.get('missingMinors'), provided.get('etcdctl')]).toEqual([['3.6'], null]);

  await fakeGo('echo "go: no network" >&2; exit 1');
  const refusal = 'no test may be skipped in CI where Go is, but there is no etcd 3.6, etcdctl 3.7.1';
  await expect(setup(project)).rejects.toThrow(refusal);
  expect(said).toContain("etcd: Go modules can't be had (go: no network)\n");
  vi.stubEnv('CI', undefined);
  await setup(project);

  // A server that somebody names is all that is wanted.
  vi.stubEnv('CI', 'true');
  vi.stubEnv('ETCD_BIN', join(directory, 'bin', 'etcd'));
  vi.stubEnv('ETCDCTL_BIN', join(directory, 'bin', 'etcd'));
  await setup(project);
  expect(provided.get('missingMinors')).toEqual([]);
});
