import { beforeAll, expect, it } from 'vitest';
import { type Cluster, describeEtcds, startEtcd } from '../support/etcd.js';
import { eventually } from '../support/eventually.js';
import { runForReal, startForReal } from '../support/real-world.js';

describeEtcds('the shell completes what etcd $minor has:', (etcd) => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await startEtcd({ etcd });
  });
  const run = (...words: string[]) => runForReal(words, { env: cluster.env });
  const complete = async (line: string) => (await run('__completeNoDesc', ...line.split(' '))).out.trimEnd().split('\n').join(' ');

  it('users, roles, members and leases', async () => {
    await run('user', 'add', 'ann:pw');
    await run('role', 'add', 'reader');
    expect(await complete('user grant-role ')).toBe('ann :4');
    expect(await complete('user grant-role ann ')).toBe('reader :4');
    const [, member] = /^([0-9a-f]+),/.exec((await run('member', 'list')).out) ?? [];
    expect(await complete('member update ')).toBe(`${member} :4`);
    const [, lease] = /^lease (\S+) granted/.exec((await run('lease', 'grant', '100')).out) ?? [];
    expect(await complete('lease revoke ')).toBe(`${lease} :4`);
  });

  it('locks and elections, each for itself', async () => {
    const holders = [
      startForReal(['lock', 'deploy/web'], { env: cluster.env }),
      startForReal(['elect', 'boss', 'me'], { env: cluster.env }),
    ];
    for (const { host } of holders) await eventually(() => host.stdout.text !== '');
    const waiting = startForReal(['lock', 'deploy/web'], { env: cluster.env });
    await eventually(async () => (await run('get', 'deploy/web/', '--prefix', '--keys-only')).out.split('\n').filter(Boolean).length === 2);
    expect(await complete('lock ')).toBe('deploy/web :4');
    expect(await complete('elect -l ')).toBe('boss :4');
    for (const { host, finished } of [waiting, ...holders]) {
      host.signal('SIGINT');
      await finished;
    }
    expect(await complete('lock ')).toBe(':4');
  });
});
