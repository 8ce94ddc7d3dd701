import { beforeAll, describe, expect, it } from 'vitest';
import { type Cluster, describeEtcds, startEtcd } from '../support/etcd.js';
import { eventually } from '../support/eventually.js';
import { startProgram } from '../support/process.js';
import { builtProgram, type Program, programs } from '../support/programs.js';
import { runForReal, withoutLog } from '../support/real-world.js';

/** In a process of its own, since it ends only with the test. */
function mirror(program: Program | undefined, source: Cluster, destination: Cluster, ...words: string[]) {
  if (program === undefined) throw new Error('there is no program');
  const bin = builtProgram(program);
  return startProgram(bin, ['make-mirror', ...words, destination.endpoints[0] ?? ''], { env: source.env, timeout: 120_000 });
}

describeEtcds('a mirror of etcd $minor', (etcd) => {
  let source: Cluster;
  let destination: Cluster;
  beforeAll(async () => {
    [source, destination] = await Promise.all([startEtcd({ etcd }), startEtcd({ etcd })]);
  });
  const at = (cluster: Cluster, ...words: string[]) => runForReal(words, { env: cluster.env });
  const all = async (cluster: Cluster, prefix: string) => (await at(cluster, 'get', prefix, '--prefix')).out;
  const write = async (operations: readonly string[]) => {
    for (let i = 0; i < operations.length; i += 100) {
      const stdin = `\n${operations.slice(i, i + 100).join('\n')}\n\n\n`;
      expect(await runForReal(['txn'], { env: source.env, stdin })).toMatchObject({ code: 0 });
    }
  };
  it.each(programs)(
    'of 10,000 keys by the $name program ends equal to its source, whatever changes meanwhile, over a restart of the source',
    async (program) => {
      await Promise.all([source, destination].map((cluster) => at(cluster, 'del', '', '--prefix')));
      const key = (i: number) => `m/${String(i).padStart(5, '0')}`;
      const keys = Array.from({ length: 10_000 }, (_, i) => i);
      await write(keys.map((i) => `put ${key(i)} "value ${i}"`));
      const { err } = mirror(program, source, destination, '--prefix', 'm/');
      for (let round = 0; round < 5; round++) {
        await write(keys.filter((i) => i % 50 === round).map((i) => (i % 3 === 0 ? `del ${key(i)}` : `put ${key(i)} "round ${round}"`)));
        // From here on the changes come by the watch, each as a put of its own.
        if (round === 0) await eventually(async () => (await at(destination, 'get', key(9_999))).out !== '');
        if (round === 2) await source.members[0]?.restart();
      }
      await write(['put m/last 1']);
      await eventually(async () => (await at(destination, 'get', 'm/last')).out !== '');
      expect(await all(destination, 'm/')).toBe(await all(source, 'm/'));
      // Each change comes once: no key was put more than twice.
      const { out } = await at(destination, 'get', 'm/', '--prefix', '-w', 'fields');
      expect(new Set(out.match(/"Version" : \d+/g))).toEqual(new Set(['"Version" : 1', '"Version" : 2']));
      expect(withoutLog(err())).toBe('');
    },
  );

  it.each([
    ['keeps the prefix', [], 'a/1\nv\n'],
    ['replaces it with --dest-prefix', ['--dest-prefix', 'b/'], 'b/1\nv\n'],
    ['strips it with --no-dest-prefix', ['--no-dest-prefix'], '1\nv\n'],
    ['strips it with --rev', ['--rev', '2'], '1\nv\n'],
  ])('%s', async (_, flags, expected) => {
    await at(destination, 'del', '', '--prefix');
    await write(['del a/1']);
    await write(['put a/1 v']);
    mirror(programs[0], source, destination, '--prefix', 'a/', ...flags);
    await eventually(async () => (await all(destination, '')) === expected);
  });
});

describe('make-mirror', () => {
  it('copies what the destination takes only in smaller parts', async () => {
    const [source, destination] = await Promise.all([startEtcd(), startEtcd({ args: ['--max-txn-ops=3'] })]);
    for (let i = 0; i < 20; i++) await runForReal(['put', `k${i}`, 'v'], { env: source.env });
    mirror(programs[0], source, destination);
    const count = async () => (await runForReal(['get', '', '--prefix', '--keys-only'], { env: destination.env })).out.match(/k/g)?.length;
    await eventually(async () => (await count()) === 20);
    await Promise.all([source.stop(), destination.stop()]);
  });

  it('logs in at its destination', async () => {
    const [source, destination] = await Promise.all([startEtcd(), startEtcd({ auth: { password: 'secret' } })]);
    await runForReal(['put', 'k', 'v'], { env: source.env });
    const words = ['make-mirror', destination.endpoints[0] ?? ''];
    const denied = await runForReal(words, { env: source.env });
    expect([withoutLog(denied.err), denied.code]).toEqual(['Error: etcdserver: user name is empty\n', 1]);
    const asked = mirror(programs[0], source, destination, '--dest-user', 'root');
    asked.child.stdin?.end('secret\n');
    await eventually(async () => (await runForReal(['get', 'k'], { env: destination.env })).out === 'k\nv\n');
    expect(asked.out()).toBe('Destination Password: \n');
    await Promise.all([source.stop(), destination.stop()]);
  });

  it('reaches its destination by TLS', async () => {
    const [source, destination] = await Promise.all([startEtcd(), startEtcd({ tls: 'mutual' })]);
    await runForReal(['put', 'k', 'v'], { env: source.env });
    const tls = ['CACERT', 'CERT', 'KEY'].map((name) => `--dest-${name.toLowerCase()}=${destination.env[`ETCDCTL_${name}`]}`);
    mirror(programs[0], source, destination, ...tls);
    await eventually(async () => (await runForReal(['get', 'k'], { env: destination.env })).out === 'k\nv\n');
    await Promise.all([source.stop(), destination.stop()]);
  });

  it('wants one prefix rule, one destination, and a history that is there', async () => {
    const cluster = await startEtcd();
    const run = (...words: string[]) => runForReal(['make-mirror', ...words], { env: cluster.env });
    expect(await run()).toMatchObject({ err: 'Error: make-mirror takes one destination argument\n', code: 128 });
    expect(await run('x', '--dest-prefix', 'a', '--no-dest-prefix')).toMatchObject({
      err: 'Error: `--dest-prefix` and `--no-dest-prefix` cannot be set at the same time, choose one\n',
      code: 128,
    });
    for (let i = 0; i < 3; i++) await runForReal(['put', 'k', String(i)], { env: cluster.env });
    await runForReal(['compaction', '4'], { env: cluster.env });
    expect(await run('127.0.0.1:9', '--rev', '2')).toMatchObject({
      err: 'Error: etcdserver: mvcc: required revision has been compacted\n',
      code: 1,
    });
    await cluster.stop();
  });
});
