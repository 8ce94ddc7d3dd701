import { Exit, SilentExit } from '../../command/errors.js';
import { string } from '../../command/flags.js';
import { command } from '../../command/spec.js';
import { describeError } from '../../etcd/errors.js';
import { toBytes } from '../../go/text.js';
import type { Host } from '../../host/host.js';
import { type LoadResult, Pace, putAll } from './load.js';
import {
  cleanUpFlags,
  cleanUpTimeout,
  compact,
  connectMany,
  defragmentAll,
  deleteKeys,
  reportErrors,
  requireEmpty,
  withProgress,
} from './test-keys.js';
import { loadNamed, type PerfLoad, perfLoads, randomPuts } from './workload.js';

const keyBytes = 256;
const valueBytes = 1024;

export const perf = command({
  args: '[options]',
  flags: {
    ...cleanUpFlags,
    load: string(
      "The performance check's workload model. Accepted workloads: s(small), m(medium), l(large), xl(xLarge). Different workload models use different configurations in terms of number of clients and expected throughput.",
      { default: 's', values: ['small', 'medium', 'large', 'xLarge'] },
    ),
    prefix: string("The prefix for writing the performance check's keys.", { default: '/etcdctl-check-perf/' }),
  },
  async run({ flags, host, connect }) {
    const { prefix } = flags;
    const load = loadNamed(perfLoads, flags.load);
    const clients = await connectMany(load.clients, connect);
    const [client] = clients;
    const stop = new AbortController();
    // Only once: who asks twice does not want to wait for the deletion.
    const unlisten = host.onSignal(['SIGINT'], () => {
      unlisten();
      stop.abort();
    });
    const start = host.clock.now();
    const duration = load.duration * 1000;
    try {
      await requireEmpty(client, prefix, `'etcdctl del --prefix ${prefix}'`, { deadline: start + duration, signal: stop.signal });
      void host.clock.sleep(start + duration - host.clock.now(), stop.signal).then(
        () => stop.abort(),
        () => undefined,
      );
      const pace = new Pace(host.clock, load.limit, stop.signal);
      const put = randomPuts(toBytes(prefix), keyBytes, valueBytes);
      const putting = putAll(clients, host.clock, async () => ((await pace.token()) ? put() : undefined));
      const result = await withProgress(host, putting, () => [host.clock.now() - start, duration]);
      await cleanUp();
      await report(result, load, host);
    } finally {
      stop.abort();
      unlisten();
    }

    async function cleanUp(): Promise<void> {
      let revision: string | undefined;
      try {
        revision = await deleteKeys(client, prefix, host.clock.now() + cleanUpTimeout);
      } catch (error) {
        await host.stdout.write(`FAIL: Cleanup failed during key deletion: ERROR(${describeError(error)})\n`);
      }
      if (flags.autoCompact && revision !== undefined) await compact(client, revision, host);
      if (flags.autoDefrag) await defragmentAll(client.options.endpoints, { connect, host });
    }
  },
});

async function report(result: LoadResult, load: PerfLoad, host: Host): Promise<void> {
  const noErrors = await reportErrors(result.errors, host);
  const { lines, passed } = judge(result, load.limit);
  const verdict = noErrors && passed ? 'PASS' : 'FAIL';
  await host.stdout.write(`${lines.join('\n')}\n${verdict}\n`);
  if (verdict === 'FAIL') throw new SilentExit(Exit.Error);
}

/** The lines of contract 7.3, and whether all is well. */
export function judge({ latencies, elapsed }: LoadResult, limit: number): { lines: readonly string[]; passed: boolean } {
  const rate = latencies.length / elapsed;
  const slowest = latencies.reduce((most, latency) => Math.max(most, latency), 0);
  const mean = latencies.reduce((sum, latency) => sum + latency, 0) / latencies.length;
  const deviation = Math.sqrt(latencies.reduce((sum, latency) => sum + (latency - mean) ** 2, 0) / latencies.length);
  const writes = `${Math.trunc(rate) + 1} writes/s`;
  const seconds = (value: number) => `${value.toFixed(6)}s`;
  const checks = [
    { failed: rate / limit <= 0.9, pass: `Throughput is ${writes}`, fail: `FAIL: Throughput too low: ${writes}` },
    { failed: slowest > 0.5, pass: `Slowest request took ${seconds(slowest)}`, fail: `Slowest request took too long: ${seconds(slowest)}` },
    { failed: deviation > 0.1, pass: `Stddev is ${seconds(deviation)}`, fail: `Stddev too high: ${seconds(deviation)}` },
  ];
  return {
    lines: checks.map(({ failed, pass, fail }) => (failed ? fail : `PASS: ${pass}`)),
    passed: checks.every(({ failed }) => !failed),
  };
}
