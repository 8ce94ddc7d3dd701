import { describe, expect, it } from 'vitest';
import { startEtcd } from '../support/etcd.js';
import { runProgram, startProgram, until } from '../support/process.js';
import { builtProgram, programs } from '../support/programs.js';

/** What a write may say when its member or its leader dies with it under way: it may be applied, so Go's client does not send it again either. */
const lostInFlight = /^Error: (rpc error: code = Unavailable|context deadline exceeded|etcdserver: (leader changed|request timed out))/m;

describe.each(programs)('three members, one killed, the $name program', (program) => {
  it('reads on, writes on, and its watch misses nothing and repeats nothing', { timeout: 180_000 }, async () => {
    const bin = builtProgram(program);
    const cluster = await startEtcd({ members: 3 });
    const env = { ETCDCTL_ENDPOINTS: cluster.endpoints.join(',') };
    const watch = startProgram(bin, ['watch', 'k', '--prefix', '-w', 'json'], { env, timeout: 180_000 });
    const events = () =>
      watch
        .out()
        .split('\n')
        .slice(0, -1)
        .flatMap((line) => JSON.parse(line).Events as { kv: { key: string; mod_revision: number } }[])
        .map(({ kv }) => ({ key: Buffer.from(kv.key, 'base64').toString(), revision: kv.mod_revision }));
    await until(async () => {
      await runProgram(bin, ['put', 'k-first', '0'], { env });
      return events().length > 0;
    }, 'the watch sees a first event');

    const written: string[] = [];
    const failed: string[] = [];
    for (let i = 0; i < 27; i++) {
      // The killed member is the one that the watch is on in one of three runs; killing them in turn makes it certain.
      const victim = cluster.members[Math.floor(i / 9)];
      if (i % 9 === 2) await victim?.kill();
      if (i % 9 === 6) await victim?.restart();
      const put = await runProgram(bin, ['put', `k${i}`, String(i)], { env });
      if (put.code === 0) written.push(`k${i}`);
      else failed.push(put.err);
      const get = await runProgram(bin, ['get', 'k', '--prefix', '--keys-only'], { env });
      expect(get).toMatchObject({ code: 0 });
    }
    for (const error of failed) expect(error).toMatch(lostInFlight);
    await runProgram(bin, ['put', 'k-last', '0'], { env });
    await until(() => events().some(({ key }) => key === 'k-last'), 'the watch sees the last event');

    const seen = events();
    expect(written.filter((key) => !seen.some((event) => event.key === key))).toEqual([]);
    const revisions = seen.map(({ revision }) => revision);
    expect(revisions).toEqual([...new Set(revisions)].toSorted((a, b) => a - b));
    await cluster.stop();
  });
});
