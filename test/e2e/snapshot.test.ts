import { createHash } from 'node:crypto';
import files, { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { startEtcd, testEtcds } from '../support/etcd.js';
import type { TestHost } from '../support/host.js';
import { runProgram, until } from '../support/process.js';
import { builtProgram, programs } from '../support/programs.js';
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

/** Whether a file is a database with its digest behind it; undefined where there is none. */
async function isWhole(file: string): Promise<boolean | undefined> {
  const bytes = await readFile(file).catch(() => undefined);
  return bytes && createHash('sha256').update(bytes.subarray(0, -32)).digest().equals(bytes.subarray(-32));
}

test.each(programs)('several that save to one name leave a whole snapshot at any moment: $name', async (program) => {
  const cluster = await startEtcd();
  const { env } = cluster;
  for (let i = 0; i < 3; i++) await runForReal(['put', `k${i}`], { env, stdin: Buffer.alloc(1_000_000, i) });
  const file = join(cluster.directory, 'backup.db');
  const save = () => runProgram(builtProgram(program), ['snapshot', 'save', file], { env });
  for (let round = 0; round < 6; round++) {
    let saving = true;
    const watching = (async () => {
      const seen = new Set<boolean | undefined>();
      for (; saving; await sleep(5)) seen.add(await isWhole(file));
      return seen;
    })();
    const results = await Promise.all([save(), save(), save()]);
    saving = false;
    for (const { out, err, code } of results) {
      expect([out, withoutLog(err), code]).toEqual([expect.stringContaining(`Snapshot saved at ${file}\n`), '', 0]);
    }
    expect((await watching).has(false)).toBe(false);
    expect(await isWhole(file)).toBe(true);
    expect((await runForReal(['snapshot', 'status', file], { program: 'etcdctl-ts' })).code).toBe(0);
    expect((await readdir(cluster.directory)).filter((name) => name.startsWith('backup'))).toEqual(['backup.db']);
    if (round % 2 === 0) await rm(file);
  }
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
