import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { runCommand } from '../support/host.js';

test('version prints what etcdctl it is compatible with', async () => {
  expect(await runCommand(['version', 'ignored'])).toMatchObject({ out: 'etcdctl version: 3.7.1\nAPI version: 3.7\n', err: '', code: 0 });
});

test('--version prints the version of this package', async () => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
  expect(await runCommand(['--version'], { program: 'etcdctl-ts' })).toMatchObject({ out: `etcdctl-ts version ${version}\n`, code: 0 });
});
