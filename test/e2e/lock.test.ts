import { beforeAll, describe, expect, it } from 'vitest';
import { SpawnError } from '../../src/host/host.js';
import { type Cluster, describeEtcds, startEtcd } from '../support/etcd.js';
import { eventually } from '../support/eventually.js';
import { goClient } from '../support/go-client.js';
import { startProgram, until } from '../support/process.js';
import { builtProgram, programs } from '../support/programs.js';
import { runForReal, startForReal, withoutLog } from '../support/real-world.js';

let cluster: Cluster;
const start = (...words: string[]) => startForReal(words, { env: cluster.env });
const run = (...words: string[]) => runForReal(words, { env: cluster.env });
const keysBelow = async (name: string) => (await run('get', `${name}/`, '--prefix', '--keys-only')).out.split('\n').filter(Boolean);

describeEtcds('a lock on etcd $minor', (etcd) => {
  beforeAll(async () => {
    cluster = await startEtcd({ etcd });
  });

  it('is had by one at a time, in the order of asking', async () => {
    const held: string[] = [];
    const ask = async (name: string, before: number) => {
      await eventually(async () => (await keysBelow('order')).length === before);
      const asking = start('lock', 'order');
      void eventually(() => asking.host.stdout.text !== '').then(() => held.push(name));
      return asking;
    };
    const [first, second, third] = [await ask('first', 0), await ask('second', 1), await ask('third', 2)];
    await eventually(async () => (await keysBelow('order')).length === 3);
    for (const [i, holder] of [first, second, third].entries()) {
      await eventually(() => held.length === i + 1);
      expect(holder.host.signal('SIGINT')).toBe(true);
      expect(await holder.finished).toBe(0);
    }
    expect(held).toEqual(['first', 'second', 'third']);
    expect(await keysBelow('order')).toEqual([]);
  });

  it('prints its key, and the empty value', async () => {
    const { host, finished } = start('lock', 'printed');
    await eventually(() => host.stdout.text !== '');
    expect(host.stdout.text).toMatch(/^printed\/[0-9a-f]+\n\n$/);
    host.signal('SIGTERM');
    expect(await finished).toBe(0);
  });

  it('is not waited for any longer after a signal', async () => {
    const holder = start('lock', 'canceled');
    await eventually(() => holder.host.stdout.text !== '');
    const waiter = start('lock', 'canceled', 'echo');
    await eventually(async () => (await keysBelow('canceled')).length === 2);
    waiter.host.signal('SIGINT');
    expect(await waiter.finished).toBe(1);
    expect([withoutLog(waiter.host.stderr.text), waiter.host.spawned]).toEqual(['Error: context canceled\n', []]);
    expect(await keysBelow('canceled')).toHaveLength(1);
    holder.host.signal('SIGINT');
    await holder.finished;
  });

  it('is lost with its lease', async () => {
    const { host, finished } = start('lock', 'lost', '--ttl', '2');
    await eventually(() => host.stdout.text !== '');
    await run('lease', 'revoke', host.stdout.text.trim().slice('lost/'.length));
    expect([await finished, host.stderr.text]).toEqual([1, 'Error: session expired\n']);
  });

  it('stays until its lease ends where the format does not print it', async () => {
    expect(await run('lock', 'table', '-w', 'table')).toMatchObject({ err: 'Error: table not supported as output format\n', code: 4 });
    expect(await keysBelow('table')).toHaveLength(1);
  });

  it('takes another TTL instead of one that is none', async () => {
    const { host, finished } = start('lock', 'ttl', '--ttl=-1');
    await eventually(() => host.stdout.text !== '');
    expect(host.stderr.text).toContain('"msg":"WithTTL(): TTL should be > 0, preserving current TTL","current-session-ttl":60}');
    expect((await run('lease', 'timetolive', host.stdout.text.trim().slice('ttl/'.length))).out).toContain('granted with TTL(60s)');
    host.signal('SIGINT');
    await finished;
  });

  it.each([
    ['ends well', { code: 0, signal: undefined }, '', 0],
    ['fails', { code: 7, signal: undefined }, 'Error: exit status 7\n', 7],
    ['is killed', { code: undefined, signal: 'SIGKILL' }, 'Error: signal: killed\n', 255],
  ] as const)('is given back when its program %s', async (_, result, err, code) => {
    const { host, finished } = startForReal(['lock', 'program', 'prog', 'arg'], {
      env: { ...cluster.env, ETCD_LOCK_REV: 'inherited' },
      spawn: async () => result,
    });
    expect([await finished, host.stderr.text, host.stdout.text]).toEqual([code, err, '']);
    expect(host.spawned).toMatchObject([
      { command: 'prog', args: ['arg'], env: { ETCD_LOCK_KEY: expect.stringMatching(/^program\/[0-9a-f]+$/), ETCD_LOCK_REV: 'inherited' } },
    ]);
    expect(await keysBelow('program')).toEqual([]);
  });

  it('is given back when its program does not start', async () => {
    const failing = async () => {
      throw new SpawnError('exec: "x": executable file not found in $PATH');
    };
    const { host, finished } = startForReal(['lock', 'start', 'x'], { env: cluster.env, spawn: failing });
    expect([await finished, host.stderr.text]).toEqual([1, 'Error: exec: "x": executable file not found in $PATH\n']);
    expect(await keysBelow('start')).toEqual([]);
  });

  it.each(programs)('is freed by the end of the lease when the $name program that holds it is killed', async (program) => {
    const name = `killed-${program.name}`;
    const holder = startProgram(builtProgram(program), ['lock', name, '--ttl', '2'], { env: cluster.env });
    await until(() => holder.out() !== '', 'the lock is held');
    const waiter = start('lock', name);
    await eventually(async () => (await keysBelow(name)).length === 2);
    holder.child.kill('SIGKILL');
    await eventually(() => waiter.host.stdout.text !== '');
    waiter.host.signal('SIGINT');
    expect(await waiter.finished).toBe(0);
  });

  describe("beside Go's etcdctl", () => {
    it.runIf(goClient)('that Go holds blocks ours', async () => {
      const go = startProgram(goClient ?? '', ['lock', 'go-first'], { env: cluster.env });
      await until(() => go.out() !== '', "Go's client holds the lock");
      const ours = start('lock', 'go-first');
      await eventually(async () => (await keysBelow('go-first')).length === 2);
      expect(ours.host.stdout.text).toBe('');
      go.child.kill('SIGINT');
      await eventually(() => ours.host.stdout.text !== '');
      expect(await go.finished).toMatchObject({ code: 0 });
      ours.host.signal('SIGINT');
      expect(await ours.finished).toBe(0);
    });

    it.runIf(goClient)('that we hold blocks Go', async () => {
      const ours = start('lock', 'ours-first');
      await eventually(() => ours.host.stdout.text !== '');
      const go = startProgram(goClient ?? '', ['lock', 'ours-first', 'echo', 'had'], { env: cluster.env });
      await eventually(async () => (await keysBelow('ours-first')).length === 2);
      expect(go.out()).toBe('');
      ours.host.signal('SIGINT');
      expect(await ours.finished).toBe(0);
      expect(await go.finished).toMatchObject({ out: 'had\n', code: 0 });
    });
  });
});

describe('a lock', () => {
  it('is not waited for on a cluster that is not there', async () => {
    const { err, code } = await runForReal(['lock', 'x', '--endpoints', '127.0.0.1:9', '--command-timeout', '200ms']);
    expect([withoutLog(err), code]).toEqual(['Error: context deadline exceeded\n', 1]);
  });
});
