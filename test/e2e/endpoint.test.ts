import { beforeAll, describe, expect, test } from 'vitest';
import { type Cluster, describeEtcds, startEtcd } from '../support/etcd.js';
import { runForReal, withoutLog } from '../support/real-world.js';

describeEtcds('one member of etcd $minor', (etcd) => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await startEtcd({ etcd });
  });
  const run = (...words: string[]) => runForReal(words, { env: cluster.env });

  test('status tells what this version knows', async () => {
    const { out } = await run('endpoint', 'status');
    const columns = out.trimEnd().split(', ');
    expect(columns).toHaveLength(16);
    expect([columns[0], columns[2], columns[8], columns[15]]).toEqual([cluster.endpoints[0], cluster.version, 'true', 'false']);
  });

  test('health, hashkv and defrag', async () => {
    expect(await run('endpoint', 'health')).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^http:\S+ is healthy: successfully committed proposal: took = [\d.]+(µs|ms|s)\n$/),
    });
    expect((await run('endpoint', 'hashkv')).out).toMatch(/^http:\S+, \d+, \d+\n$/);
    expect((await run('defrag')).out).toMatch(/^Finished defragmenting etcd member\[http:\S+\]\. took [\d.]+(µs|ms|s)\n$/);
  });

  test('limits for messages do not count for the member list', async () => {
    const { out, code } = await run('defrag', '--cluster', '--max-request-bytes=1');
    expect([out, code]).toEqual([expect.stringContaining('Finished defragmenting'), 0]);
  });

  test('an endpoint that is not there is told of, and the others are answered', async () => {
    const endpoint = cluster.endpoints[0] ?? '';
    const words = ['--endpoints', `127.0.0.1:9,${endpoint}`, '--command-timeout=500ms'];
    const status = await runForReal(['endpoint', 'status', ...words]);
    expect([status.out.startsWith(`${endpoint}, `), withoutLog(status.err), status.code]).toEqual([
      true,
      'Failed to get the status of endpoint 127.0.0.1:9 (context deadline exceeded)\n',
      1,
    ]);
    const hashkv = await runForReal(['endpoint', 'hashkv', ...words]);
    expect(withoutLog(hashkv.err)).toBe(
      'Failed to get the hash of endpoint 127.0.0.1:9 (context deadline exceeded)\nError: context deadline exceeded\n',
    );
    const defrag = await runForReal(['defrag', ...words]);
    expect(withoutLog(defrag.err)).toMatch(
      /^Failed to defragment etcd member\[127.0.0.1:9\]\. took \S+s\. \(context deadline exceeded\)\n$/,
    );
    expect([defrag.out.startsWith(`Finished defragmenting etcd member[${endpoint}]`), defrag.code]).toEqual([true, 1]);
    const health = await runForReal(['endpoint', 'health', ...words, '-w', 'json']);
    expect(JSON.parse(health.out)).toEqual([
      { endpoint, health: true, took: expect.any(String) },
      { endpoint: '127.0.0.1:9', health: false, took: expect.any(String), error: 'context deadline exceeded' },
    ]);
    expect([withoutLog(health.err), health.code]).toEqual(['Error: unhealthy cluster\n', 1]);
    const cluster9 = await runForReal(['endpoint', 'health', '--cluster', '--endpoints=127.0.0.1:9', '--command-timeout=500ms']);
    expect([withoutLog(cluster9.err), cluster9.code]).toEqual([
      'Error: failed to fetch endpoints from etcd cluster member list: context deadline exceeded\n',
      1,
    ]);
  });
});

describe('three members with TLS', () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await startEtcd({ members: 3, tls: 'mutual' });
  });
  const run = (words: readonly string[], env: Readonly<Record<string, string>> = {}) =>
    runForReal(words, { env: { ...cluster.env, ...env } });

  test('--cluster finds all from one', async () => {
    const [first = ''] = cluster.endpoints;
    const { out } = await run(['endpoint', 'health', '--cluster', '-w', 'json'], { ETCDCTL_ENDPOINTS: first });
    const found = (JSON.parse(out) as { endpoint: string; health: boolean }[]).filter(({ health }) => health);
    expect(found.map(({ endpoint }) => endpoint).toSorted()).toEqual(cluster.endpoints.toSorted());
    const defrag = await run(['defrag', '--cluster'], { ETCDCTL_ENDPOINTS: first });
    expect(defrag.out.trimEnd().split('\n')).toHaveLength(3);
  });

  test('the leader moves', async () => {
    const { out } = await run(['endpoint', 'status']);
    const rows = out
      .trimEnd()
      .split('\n')
      .map((line) => line.split(', '));
    const leader = rows.find((row) => row[8] === 'true');
    const follower = rows.find((row) => row[8] === 'false');
    const [endpoint = '', id = ''] = follower ?? [];
    const moved = await run(['move-leader', id]);
    expect([moved.out, moved.code]).toEqual([`Leadership transferred from ${leader?.[1]} to ${id}\n`, 0]);
    expect((await run(['move-leader', 'ff'])).err).toContain('Error: etcdserver: bad leader transferee\n');
    const elsewhere = await run(['move-leader', id], { ETCDCTL_ENDPOINTS: leader?.[0] ?? '' });
    expect(elsewhere).toMatchObject({ err: `Error: no leader endpoint given at [${leader?.[0]}]\n`, code: 128 });
    expect(endpoint).not.toBe(leader?.[0]);
  });
});
