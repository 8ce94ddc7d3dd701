import { beforeAll, describe, expect, it } from 'vitest';
import { type Cluster, describeEtcds, startEtcd } from '../support/etcd.js';
import { eventually } from '../support/eventually.js';
import { goClient } from '../support/go-client.js';
import { startProgram, until } from '../support/process.js';
import { runForReal, type Started, startForReal, withoutLog } from '../support/real-world.js';

let cluster: Cluster;
const start = (...words: string[]) => startForReal(words, { env: cluster.env });
const run = (...words: string[]) => runForReal(words, { env: cluster.env });
const candidates = async (name: string) => (await run('get', `${name}/`, '--prefix', '--keys-only')).out.split('\n').filter(Boolean).length;
const elected = ({ host }: Started) => eventually(() => host.stdout.text !== '');
const end = async ({ host, finished }: Started) => {
  host.signal('SIGINT');
  expect(await finished).toBe(0);
};

describeEtcds('an election on etcd $minor', (etcd) => {
  beforeAll(async () => {
    cluster = await startEtcd({ etcd });
  });

  it('has one leader at a time; who resigns is followed by the next, and listeners hear of both', async () => {
    const listener = start('elect', '-l', 'e');
    const first = start('elect', 'e', 'one');
    await elected(first);
    expect(first.host.stdout.text).toMatch(/^e\/[0-9a-f]+\none\n$/);
    const second = start('elect', 'e', 'two');
    await eventually(async () => (await candidates('e')) === 2);
    expect(second.host.stdout.text).toBe('');
    await end(first);
    await elected(second);
    await eventually(() => listener.host.stdout.text === first.host.stdout.text + second.host.stdout.text);
    await end(second);
    await end(listener);
    expect(await candidates('e')).toBe(0);
  });

  it('tells listeners each new proposal of the leader', async () => {
    const leader = start('elect', 'p', 'first');
    await elected(leader);
    const listener = start('elect', '-l', 'p', '-w', 'json');
    await elected(listener);
    await run('put', leader.host.stdout.text.split('\n')[0] ?? '', 'second', '--ignore-lease');
    const values = () => listener.host.stdout.text.match(/"value":"[^"]*"/g);
    await eventually(() => values()?.length === 2);
    expect(values()).toEqual(['"value":"Zmlyc3Q="', '"value":"c2Vjb25k"']);
    await end(listener);
    await end(leader);
  });

  it('forgets a candidate that a signal ends', async () => {
    const leader = start('elect', 'c', 'one');
    await elected(leader);
    const candidate = start('elect', 'c', 'two');
    await eventually(async () => (await candidates('c')) === 2);
    candidate.host.signal('SIGTERM');
    expect([await candidate.finished, withoutLog(candidate.host.stderr.text)]).toEqual([1, 'Error: context canceled\n']);
    expect(await candidates('c')).toBe(1);
    await end(leader);
  });

  describe("beside Go's etcdctl", () => {
    it.runIf(goClient)('waits for its leader and is waited for by its candidate', async () => {
      const go = startProgram(goClient ?? '', ['elect', 'cross', 'go'], { env: cluster.env });
      await until(() => go.out() !== '', "Go's client is elected");
      const ours = start('elect', 'cross', 'ours');
      await eventually(async () => (await candidates('cross')) === 2);
      const again = startProgram(goClient ?? '', ['elect', 'cross', 'again'], { env: cluster.env });
      await eventually(async () => (await candidates('cross')) === 3);
      expect([ours.host.stdout.text, again.out()]).toEqual(['', '']);
      go.child.kill('SIGINT');
      await elected(ours);
      expect(again.out()).toBe('');
      await end(ours);
      await until(() => again.out().endsWith('\nagain\n'), "Go's second client is elected");
    });
  });
});
