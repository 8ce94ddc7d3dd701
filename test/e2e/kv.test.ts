import { beforeAll, describe, expect, it } from 'vitest';
import { type Cluster, describeEtcds, startEtcd } from '../support/etcd.js';
import { type RunOptions, runProgram, startProgram, until } from '../support/process.js';
import { builtProgram, programs } from '../support/programs.js';
import { runForReal } from '../support/real-world.js';

/** Bytes that are no text, as Kubernetes stores its objects. */
const object = Buffer.from('6b38730000ff0a0d0a02763112', 'hex');

/** More keys than a page has. */
const many = Array.from({ length: 1500 }, (_, i) => `/many/${String(i).padStart(5, '0')}`);

describeEtcds('the main job on etcd $minor, with client certificates and an IP endpoint', (etcd) => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await startEtcd({ etcd, tls: 'mutual' });
    for (let from = 0; from < many.length; from += 100) {
      const puts = many.slice(from, from + 100).map((key) => `put ${key} ${'v'.repeat(50)}\n`);
      const stdin = `\n${puts.join('')}\n\n`;
      expect(await runForReal(['txn'], { env: cluster.env, stdin })).toMatchObject({ code: 0 });
    }
  });

  describe.each(programs)('by the $name program', (program) => {
    const run = (args: readonly string[], options: RunOptions = {}) =>
      runProgram(builtProgram(program), [...args], { ...options, env: { ...cluster.env, ...options.env } });
    const root = `/registry/${program.name}/`;

    it('puts, gets and deletes', async () => {
      expect(await run(['put', 'key1', 'value1'])).toEqual({ out: 'OK\n', err: '', code: 0 });
      expect(await run(['get', 'key1'])).toEqual({ out: 'key1\nvalue1\n', err: '', code: 0 });
      expect(await run(['del', 'key1'])).toEqual({ out: '1\n', err: '', code: 0 });
    });

    it('lists the keys of a Kubernetes registry', async () => {
      const { ca, healthcheckClient } = cluster.files ?? expect.fail('no files');
      const names = ['pods/default/web', 'pods/kube-system/dns', 'secrets/default/token'];
      for (const name of names) expect((await run(['put', `${root}${name}`], { stdin: object })).code).toBe(0);
      const flags = [
        '--cert',
        healthcheckClient.cert,
        '--key',
        healthcheckClient.key,
        '--cacert',
        ca,
        '--endpoints',
        cluster.endpoints[0] ?? '',
      ];
      const result = await runProgram(builtProgram(program), [...flags, 'get', root, '--prefix', '--keys-only'], {
        env: { ETCDCTL_API: '3' },
      });
      expect(result.out).toBe(names.map((name) => `${root}${name}\n\n`).join(''));
      expect(JSON.parse(result.err)).toMatchObject({ level: 'warn', msg: 'unrecognized environment variable' });
      expect(result.code).toBe(0);
    });

    it('reads more than a page without losing or repeating a pair', async () => {
      const simple = await run(['get', '/many/', '--prefix', '--keys-only']);
      expect(simple.out.split('\n').filter(Boolean)).toEqual(many);
      const json = JSON.parse((await run(['get', '/many/', '--prefix', '-w', 'json'])).out);
      expect(json.count).toBe(many.length);
      expect(json.more).toBeUndefined();
      expect(json.kvs.map((kv: { key: string }) => Buffer.from(kv.key, 'base64').toString())).toEqual(many);
    });

    it('decides and writes in one transaction', async () => {
      const key = `${root}counter`;
      const once = `create("${key}") = "0"\n\nput ${key} "1 with blank"\n\nget ${key}\n\n`;
      expect((await run(['txn'], { stdin: once })).out).toBe('SUCCESS\n\nOK\n');
      expect((await run(['txn'], { stdin: once })).out).toBe(`FAILURE\n\n${key}\n1 with blank\n`);
    });

    it('decides by the lease of a key', async () => {
      const key = `${root}leased`;
      const [, id = ''] = /^lease (\S+) granted/.exec((await run(['lease', 'grant', '100'])).out) ?? [];
      const decide = async (compare: string) => (await run(['txn'], { stdin: `lease("${key}") ${compare}\n\n\n\n` })).out;
      expect(await decide('= "0"')).toBe('SUCCESS\n');
      await run(['put', key, 'v', `--lease=${id}`]);
      expect(await decide('= "0"')).toBe('FAILURE\n');
      expect(await decide(`= "${id}"`)).toBe('SUCCESS\n');
      expect(await decide(`!= "${id.toUpperCase()}"`)).toBe('FAILURE\n');
      expect(await decide('> "1"')).toBe('SUCCESS\n');
    });

    it('watches what was and what comes', async () => {
      const key = `${root}watched`;
      await run(['put', key, 'before']);
      const [{ create_revision: revision }] = JSON.parse((await run(['get', key, '-w', 'json'])).out).kvs;
      const watch = startProgram(builtProgram(program), ['watch', key, `--rev=${revision}`], { env: cluster.env });
      await until(() => watch.out() === `PUT\n${key}\nbefore\n`, 'the event of the past');
      await run(['del', key]);
      await until(() => watch.out() === `PUT\n${key}\nbefore\nDELETE\n${key}\n\n`, 'the event of now');
      watch.child.kill('SIGTERM');
      expect((await watch.finished).code).not.toBe(0);
    });

    it('tells its members', async () => {
      expect((await run(['member', 'list'])).out).toMatch(/^[0-9a-f]+, started, m1, https:\/\/\S+, https:\/\/127\.0\.0\.1:\d+, false\n$/);
    });
  });
});
