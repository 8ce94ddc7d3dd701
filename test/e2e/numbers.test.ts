import { beforeAll, expect, it } from 'vitest';
import { type Cluster, describeEtcds, startEtcd } from '../support/etcd.js';
import { runProgram, startProgram } from '../support/process.js';
import { builtProgram, type Program, programs } from '../support/programs.js';
import { runForReal, withoutLog } from '../support/real-world.js';

const most = '9223372036854775807';
const least = '-9223372036854775808';
const future = 'Error: etcdserver: mvcc: required revision is a future revision\n';

/** What Go's etcdctl 3.7.1 prints, its status last. */
const cases: readonly [words: readonly string[], out: string, err: string, code: number][] = [
  [['lock', `--ttl=${most}`, 'l', 'true'], '', 'Error: etcdserver: too large lease TTL\n', 1],
  [['lock', '--ttl=9007199254740993', 'l', 'true'], '', 'Error: etcdserver: too large lease TTL\n', 1],
  [['lock', '--ttl=9000000000', 'l', 'true'], '', '', 0],
  [['lock', `--ttl=${least}`, 'l', 'true'], '', '', 0],
  [['lease', 'grant', most], '', 'Error: failed to grant lease (etcdserver: too large lease TTL)\n', 1],
  [['lease', 'timetolive', '7fffffffffffffff'], 'lease 7fffffffffffffff already expired\n', '', 0],
  [['put', 'k', 'v', '--lease=7fffffffffffffff'], '', 'Error: etcdserver: requested lease not found\n', 1],
  [['put', 'k', 'v', '--lease=-8000000000000000'], '', 'Error: etcdserver: requested lease not found\n', 1],
  [['get', 'a', `--rev=${most}`], '', future, 1],
  [['get', 'a', `--rev=${least}`], 'a\n1\n', '', 0],
  [['get', 'a', '--prefix', `--limit=${most}`], 'a\n1\nab\n2\n', '', 0],
  [['get', 'a', '--prefix', '--limit=9007199254740993'], 'a\n1\nab\n2\n', '', 0],
  [['get', 'a', '--prefix', `--limit=${least}`], 'a\n1\nab\n2\n', '', 0],
  [['get', 'a', '--prefix', `--max-mod-rev=${most}`], 'a\n1\nab\n2\n', '', 0],
  [['get', 'a', '--prefix', `--min-mod-rev=${most}`], '', '', 0],
  [['get', 'a', `--max-request-bytes=${most}`, `--max-recv-bytes=${most}`], 'a\n1\n', '', 0],
  [['compaction', most], '', future, 1],
  [
    ['endpoint', 'hashkv', `--rev=${most}`],
    '',
    `Failed to get the hash of endpoint ENDPOINT (etcdserver: mvcc: required revision is a future revision)\n${future}`,
    1,
  ],
];

describeEtcds('numbers of 64 bits reach etcd $minor whole', (etcd) => {
  let cluster: Cluster;
  const words = (list: readonly string[]) => [`--endpoints=${cluster.endpoints[0]}`, ...list];

  beforeAll(async () => {
    cluster = await startEtcd({ etcd });
    await runForReal(words(['put', 'a', '1']));
    await runForReal(words(['put', 'ab', '2']));
  });

  it.each(cases)('%j', async (list, out, err, code) => {
    const result = await runForReal(words(list), { spawn: async () => ({ code: 0, signal: undefined }) });
    expect([result.out, withoutLog(result.err), result.code]).toEqual([out, err.replace('ENDPOINT', cluster.endpoints[0] ?? ''), code]);
  });

  it.each([
    ['watch', 'a', `--rev=${most}`],
    ['make-mirror', 'ENDPOINT', `--rev=${most}`, '--prefix=a', '--dest-prefix=b'],
  ])('%s %s %s waits', async (...list) => {
    const running = startProgram(
      builtProgram(programs[0] as Program),
      words(list.map((word) => word.replace('ENDPOINT', cluster.endpoints[0] ?? ''))),
    );
    const ended = running.finished.then(() => true);
    // Long enough for a refusal: others are answered meanwhile.
    for (let i = 0; i < 5; i++) await runProgram(builtProgram(programs[0] as Program), words(['get', 'a']));
    expect([await Promise.race([ended, Promise.resolve(false)]), running.err()]).toEqual([false, '']);
  });
});
