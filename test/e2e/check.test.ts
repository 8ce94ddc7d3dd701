import { beforeAll, describe, expect, it } from 'vitest';
import { type Cluster, describeEtcds, startEtcd } from '../support/etcd.js';
import { eventually } from '../support/eventually.js';
import { runForReal, startForReal, withoutLog } from '../support/real-world.js';

describeEtcds('check on etcd $minor', (etcd) => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await startEtcd({ etcd });
  });
  const run = (...words: string[]) => runForReal(words, { env: cluster.env });
  const keys = async () => (await run('get', '', '--prefix', '--keys-only')).out;

  it('perf ends early on a signal, with a verdict, and leaves nothing', async () => {
    const { host, finished } = startForReal(['check', 'perf', '--auto-compact', '--auto-defrag'], { env: cluster.env });
    await eventually(async () => (await keys()).includes('/etcdctl-check-perf/'));
    host.signal('SIGINT');
    const code = await finished;
    const lines = host.stdout.text.trimEnd().split('\n');
    expect(lines).toEqual([
      expect.stringMatching(/^Compacting with revision \d+$/),
      expect.stringMatching(/^Compacted with revision \d+$/),
      `Defragmenting "${cluster.endpoints[0]}"`,
      `Defragmented "${cluster.endpoints[0]}"`,
      expect.stringMatching(/^(PASS: Throughput is|FAIL: Throughput too low:) \d+ writes\/s$/),
      expect.stringMatching(/^(PASS: Slowest request took|Slowest request took too long:) \d+\.\d{6}s$/),
      expect.stringMatching(/^(PASS: Stddev is|Stddev too high:) \d+\.\d{6}s$/),
      code === 0 ? 'PASS' : 'FAIL',
    ]);
    expect(host.stderr.text).toBe('');
    expect(await keys()).toBe('');
  });

  it('datascale deletes its keys when a signal ends it', async () => {
    const { host, finished } = startForReal(['check', 'datascale', '--load', 'm'], { env: cluster.env });
    await eventually(async () => (await keys()) !== '');
    host.signal('SIGINT');
    expect(await finished).toBe(130);
    expect(await keys()).toBe('');
  });

  it('wants an empty prefix and a load that it knows', async () => {
    await run('put', 'full/x', '1');
    expect(await run('check', 'perf', '--prefix', 'full/')).toMatchObject({
      err: `Error: prefix "full/" has keys. Delete with 'etcdctl del --prefix full/' first\n`,
      code: 3,
    });
    expect(await run('check', 'datascale', '--prefix', 'full/')).toMatchObject({
      err: 'Error: prefix "full/" has keys. Delete with etcdctl del --prefix full/ first\n',
      code: 3,
    });
    for (const name of ['perf', 'datascale']) {
      expect(await run('check', name, '--load', 'S')).toMatchObject({ err: 'Error: unknown load option S\n', code: 4 });
    }
    await run('del', 'full/x');
  });
});

describe('check datascale', () => {
  it('tells what the pairs cost, and leaves nothing', async () => {
    const { env, stop } = await startEtcd();
    const { out, err, code } = await runForReal(['check', 'datascale', '--prefix', 'scale/'], { env });
    expect(out).toMatch(
      /^Start data scale check for work load \[10000 key-value pairs, 1024 bytes per key-value, 50 concurrent clients\]\.\nPASS: Approximate system memory used : -?\d+\.\d\d MB\.\n$/,
    );
    expect([err, code]).toEqual(['', 0]);
    expect((await runForReal(['get', '', '--prefix', '--keys-only'], { env })).out).toBe('');
    await stop();
  });

  it('says why it can not read the metrics', async () => {
    const { env, endpoints, files, stop } = await startEtcd({ tls: 'mutual' });
    expect(await runForReal(['check', 'datascale', '--load', 's'], { env })).toMatchObject({
      out: expect.stringMatching(
        /^fetch error: Get "https:\S+\/metrics": .+\nFAIL: Could not read process_resident_memory_bytes before the put operations\.\n$/,
      ),
      err: '',
      code: 1,
    });
    expect(files).toBeDefined();
    expect(endpoints).toHaveLength(1);
    await stop();
    const dead = await runForReal(['check', 'datascale', '--endpoints', '127.0.0.1:9', '--command-timeout', '200ms']);
    expect([withoutLog(dead.err), dead.code]).toEqual(['Error: context deadline exceeded\n', 1]);
  });
});
