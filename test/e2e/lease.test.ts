import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Cluster, describeEtcds, startEtcd } from '../support/etcd.js';
import { eventually } from '../support/eventually.js';
import { runForReal, startForReal, withoutLog } from '../support/real-world.js';

describeEtcds('leases of etcd $minor', (etcd) => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await startEtcd({ etcd });
  });
  const run = (...words: string[]) => runForReal(words, { env: cluster.env });
  const grant = async (ttl: string) => (await run('lease', 'grant', ttl)).out.split(' ')[1] ?? '';

  it('are granted, told of and revoked', async () => {
    const id = await grant('500');
    await run('put', 'leased', 'v', '--lease', id);
    expect((await run('lease', 'timetolive', id, '--keys')).out).toMatch(
      new RegExp(`^lease ${id} granted with TTL\\(500s\\), remaining\\(\\d+s\\), attached keys\\(\\[leased\\]\\)\n$`),
    );
    expect((await run('lease', 'list')).out).toBe(`found 1 leases\n${id}\n`);
    expect((await run('lease', 'revoke', id)).out).toBe(`lease ${id} revoked\n`);
    expect((await run('get', 'leased')).out).toBe('');
    expect((await run('lease', 'timetolive', id)).out).toBe(`lease ${id} already expired\n`);
  });

  it('that are not there fail each command in its own way', async () => {
    const revoke = await run('lease', 'revoke', '1234');
    expect([withoutLog(revoke.err), revoke.code]).toEqual(['Error: failed to revoke lease (etcdserver: requested lease not found)\n', 1]);
    expect(await run('lease', 'keep-alive', '1234', '--once')).toMatchObject({
      err: 'Error: etcdserver: requested lease not found\n',
      code: 2,
    });
    expect(await run('lease', 'keep-alive', '1234')).toMatchObject({ out: 'lease 0000000000001234 expired or revoked.\n', code: 0 });
    expect(await run('lease', 'keep-alive', '1234', '-w', 'json')).toMatchObject({ out: '', code: 0 });
    expect(await run('lease', 'keep-alive', '1234', '-w', 'table')).toMatchObject({ out: '', err: '', code: 0 });
  });

  it('live on while keep-alive runs, over a restart of the server, until they are revoked', async () => {
    const id = await grant('3');
    const line = `lease ${id} keepalived with TTL(3)\n`;
    const { host, finished } = startForReal(['lease', 'keep-alive', id], { env: cluster.env });
    await eventually(() => host.stdout.text.length >= 2 * line.length);
    await cluster.members[0]?.restart();
    const before = host.stdout.text.length;
    await eventually(() => host.stdout.text.length >= before + 2 * line.length);
    await run('lease', 'revoke', id);
    expect(await finished).toBe(0);
    expect(host.stdout.text.replaceAll(line, '')).toBe(`lease ${id} expired or revoked.\n`);
  });

  it('are renewed although nobody reads the lines', async () => {
    const id = await grant('2');
    const blocked = new Promise<void>(() => undefined);
    const { host } = startForReal(['lease', 'keep-alive', id], { env: cluster.env });
    host.stdout.write = () => blocked;
    const left = async () => (await run('lease', 'timetolive', id)).out;
    // Twice its TTL.
    for (const end = Date.now() + 4000; Date.now() < end; await sleep(100)) expect(await left()).toContain('granted with TTL(2s)');
    await run('lease', 'revoke', id);
  });
});

describe('keep-alive', () => {
  it('takes a lease on a cluster that is not there for expired', async () => {
    const words = ['lease', 'keep-alive', '12', '--endpoints', '127.0.0.1:9', '--dial-timeout', '100ms'];
    expect(await runForReal(words)).toMatchObject({ out: 'lease 0000000000000012 expired or revoked.\n', code: 0 });
  });

  it('ends with the failure to print', async () => {
    const cluster = await startEtcd();
    const { out } = await runForReal(['lease', 'grant', '100'], { env: cluster.env });
    const words = ['lease', 'keep-alive', out.split(' ')[1] ?? '', '-w', 'table'];
    expect(await runForReal(words, { env: cluster.env })).toMatchObject({ err: 'Error: table not supported as output format\n', code: 4 });
    await cluster.stop();
  });
});
