import { createHash } from 'node:crypto';
import files, { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startEtcd, testEtcds } from '../support/etcd.js';
import type { TestHost } from '../support/host.js';
import { until } from '../support/process.js';
import { runForReal, withoutLog } from '../support/real-world.js';

testEtcds('a snapshot of etcd $minor ends with its digest', async (etcd) => {
  const cluster = await startEtcd({ etcd });
  const run = (...words: string[]) => runForReal(words, { env: cluster.env });
  await run('put', 'k', 'v'.repeat(100_000));
  const file = join(cluster.directory, 'backup.db');
  const tellsVersion = Number(etcd.minor.split('.')[1]) >= 6;
  // A server knows its storage version some time after its start.
  if (tellsVersion) await until(async () => /Server version/.test((await run('snapshot', 'save', file)).out), 'a storage version');
  const { out, err, code } = await run('snapshot', 'save', file);
  expect([out, withoutLog(err), code]).toEqual([
    expect.stringMatching(tellsVersion ? /^Snapshot saved at .*\nServer version \d+\.\d+\.\d+\n$/ : /^Snapshot saved at .*\n$/),
    '',
    0,
  ]);
  const saved = await readFile(file);
  expect(saved.subarray(-32)).toEqual(createHash('sha256').update(saved.subarray(0, -32)).digest());
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect((await readdir(cluster.directory)).filter((name) => name.startsWith('backup'))).toEqual(['backup.db']);
  await cluster.stop();
});

test('who may not is told so, and an interrupt leaves nothing behind', async () => {
  const cluster = await startEtcd({ auth: { password: 'rootpw' } });
  const file = join(cluster.directory, 'backup.db');
  const anonymous = await runForReal(['snapshot', 'save', file, '--endpoints', cluster.endpoints[0] ?? '']);
  expect([withoutLog(anonymous.err), anonymous.code]).toEqual([
    // In gRPC's form, whatever the version says.
    expect.stringMatching(/^Error: rpc error: code = \w+ desc = \w+: user name is empty\n$/),
    5,
  ]);
  const wrong = await runForReal(['snapshot', 'save', file], { env: { ...cluster.env, ETCDCTL_USER: 'root:no' } });
  expect([withoutLog(wrong.err), wrong.code]).toEqual(['Error: etcdserver: authentication failed, invalid user ID or password\n', 5]);

  // Played when the file is open: the download has just begun.
  const hosts: TestHost[] = [];
  const open: typeof files.open = async (...args) => {
    const handle = await files.open(...args);
    expect(hosts.map((host) => host.signal('SIGINT'))).toEqual([true]);
    return handle;
  };
  const interrupted = await runForReal(['snapshot', 'save', file], {
    env: cluster.env,
    files: { ...files, open },
    onHost: (host) => hosts.push(host),
  });
  expect([interrupted.out, interrupted.code]).toEqual(['', 130]);
  expect((await readdir(cluster.directory)).filter((name) => name.startsWith('backup'))).toEqual([]);
  await cluster.stop();
});
