import { existsSync } from 'node:fs';
import { cp, mkdtemp, readdir, readFile, symlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { projectRoot } from '../../scripts/project.js';
import { ownDirectory } from '../support/directory.js';
import { installPackage, runNpm } from '../support/package.js';
import { type Finished, runProgram } from '../support/process.js';

const directory = ownDirectory();

test('the packed package installs offline, alone and without scripts of its own, and works', async () => {
  const { consumer, install } = await installPackage(directory);
  expect(install).toMatchObject({ code: 0, out: expect.stringContaining('added 1 package') });
  expect(install.err).not.toMatch(/warn|error/i);
  const { packages } = await readJson(join(consumer, 'node_modules', '.package-lock.json'));
  expect(Object.keys(packages as object)).toEqual(['node_modules/etcdctl-ts']);

  const installed = join(consumer, 'node_modules', 'etcdctl-ts');
  const { version, files, repository, bugs, homepage, author } = await readJson(join(installed, 'package.json'));
  for (const name of files as string[]) expect(await expand(installed, name), name).not.toEqual([]);
  expect((await expand(installed, 'dist/*')).filter((name) => /\.cache$|^etcdctl-ts$/.test(name))).toEqual([]);
  expect([repository, bugs, homepage, author].every(Boolean)).toBe(true);

  const started = await runProgram(join(consumer, 'node_modules', '.bin', 'etcdctl-ts'), ['--version']);
  expect(started).toEqual({ out: `etcdctl-ts version ${version}\n`, err: '', code: 0 });
});

test('what is not built is not packed, without scripts either', async () => {
  const checkout = await copyCheckout();
  const packed = await npm(checkout, ['pack', '--ignore-scripts']);
  expect(packed.code).not.toBe(0);
  expect(packed.err).toContain(join(checkout, '.npmignore'));
  expect((await readdir(checkout)).filter((name) => name.endsWith('.tgz'))).toEqual([]);
});

test('npm pack builds what it packs', async () => {
  const checkout = await copyCheckout();
  await linkPackages(checkout);
  expect(await npm(checkout, ['pack'])).toMatchObject({ code: 0, out: expect.stringMatching(/etcdctl-ts-.*\.tgz\n$/) });
  expect(existsSync(join(checkout, 'dist', 'main.cjs'))).toBe(true);
});

test('what npm fetches with git is built before it packs it, where it runs no prepack', async () => {
  const checkout = await copyCheckout();
  await linkPackages(checkout);
  expect(await npm(checkout, ['run', 'preprepare'])).toMatchObject({ code: 0 });
  expect(existsSync(join(checkout, 'dist'))).toBe(false);
  expect(await npm(checkout, ['run', 'preprepare'], { _PACOTE_NO_PREPARE_: checkout })).toMatchObject({ code: 0 });
  expect(await npm(checkout, ['pack', '--ignore-scripts'])).toMatchObject({ code: 0 });
});

test('a checkout without the packages to build it says in one line what to do', async () => {
  const checkout = await copyCheckout();
  const advice = 'etcdctl-ts: the packages that build and test it are not installed; run: npm ci (without --omit=dev)\n';
  expect(await npm(checkout, ['ci', '--omit=dev'])).toMatchObject({ code: 0, err: advice });
  expect(await npm(checkout, ['run', 'build'])).toMatchObject({ code: 1, err: advice });
  expect(await runProgram(join(checkout, 'bin', 'etcdctl-ts'), ['version'])).toEqual({
    out: '',
    err: 'etcdctl-ts: not built yet; run: npm run build\n',
    code: 1,
  });
});

function makeFolder(): Promise<string> {
  return mkdtemp(join(directory, 'folder-'));
}

/** What a fresh clone has. */
async function copyCheckout(): Promise<string> {
  const checkout = await makeFolder();
  const made = ['.cache', '.git', 'coverage', 'dist', 'node_modules'].map((name) => join(projectRoot, name));
  const isSource = (path: string) => !made.includes(path) && !path.endsWith('.tgz');
  await cp(projectRoot, checkout, { recursive: true, verbatimSymlinks: true, filter: isSource });
  return checkout;
}

function linkPackages(checkout: string): Promise<void> {
  return symlink(join(projectRoot, 'node_modules'), join(checkout, 'node_modules'));
}

async function npm(cwd: string, args: readonly string[], env?: Readonly<Record<string, string>>): Promise<Finished> {
  return runNpm(args, { cwd, own: await makeFolder(), ...(env ? { env } : {}) });
}

/** Names in `folder` that an entry of package.json's `files` stands for. */
async function expand(folder: string, entry: string): Promise<string[]> {
  if (!entry.includes('*')) return existsSync(join(folder, entry)) ? [entry] : [];
  const [before = '', after = ''] = basename(entry).split('*');
  return (await readdir(join(folder, dirname(entry)))).filter((name) => name.startsWith(before) && name.endsWith(after));
}

async function readJson(path: string): Promise<Record<string, unknown>> {
  return JSON.parse(await readFile(path, 'utf8'));
}
