import { Exit, SilentExit } from '../../command/errors.js';
import { string } from '../../command/flags.js';
import { interruptible } from '../../command/interruptible.js';
import { command } from '../../command/spec.js';
import { MetricsError } from '../../connect/errors.js';
import type { ClientConfig } from '../../connect/settings.js';
import { toBytes } from '../../go/text.js';
import type { Host } from '../../host/host.js';
import { putAll } from './load.js';
import { cleanUpFlags, compact, connectMany, defragmentAll, deleteKeys, reportErrors, requireEmpty, withProgress } from './test-keys.js';
import { datascaleLoads, loadNamed, randomPuts } from './workload.js';

const keyBytes = 512;
const valueBytes = 512;

export const datascale = command({
  args: '[options]',
  description: 'Measures the memory of one server: the first of --endpoints.',
  flags: {
    ...cleanUpFlags,
    load: string("The datascale check's workload model. Accepted workloads: s(small), m(medium), l(large), xl(xLarge)", { default: 's' }),
    prefix: string("The prefix for writing the datascale check's keys.", { default: '/etcdctl-check-datascale/' }),
  },
  async run({ flags, host, configure, connect }) {
    const { prefix } = flags;
    const load = loadNamed(datascaleLoads, flags.load);
    const clients = await connectMany(load.clients, connect);
    const config = await configure();
    const [client] = clients;
    await requireEmpty(client, prefix, `etcdctl del --prefix ${prefix}`);
    const before = await readMemory(config, host, 'before');
    await host.stdout.write(
      `Start data scale check for work load [${load.pairs} key-value pairs, ${keyBytes + valueBytes} bytes per key-value, ${load.clients} concurrent clients].\n`,
    );
    const { errors, after } = await interruptible(host, fill);
    if (!(await reportErrors(errors, host))) throw new SilentExit(Exit.Error);
    await host.stdout.write(`PASS: Approximate system memory used : ${((after - before) / (1024 * 1024)).toFixed(2)} MB.\n`);

    /** Whatever happens, the keys are deleted again. */
    async function fill(signal: AbortSignal): Promise<{ errors: ReadonlyMap<string, number>; after: number }> {
      let begun = 0;
      let done = 0;
      const put = randomPuts(toBytes(prefix), keyBytes, valueBytes);
      const next = async () => (begun++ < load.pairs && !signal.aborted ? put() : undefined);
      try {
        const putting = putAll(clients, host.clock, next, () => done++);
        const { errors } = await withProgress(host, putting, () => [done, load.pairs]);
        signal.throwIfAborted();
        return { errors, after: await readMemory(config, host, 'after') };
      } finally {
        const revision = await deleteKeys(client, prefix);
        if (flags.autoCompact) await compact(client, revision, host);
        if (flags.autoDefrag) await defragmentAll(client.options.endpoints, { connect, host });
      }
    }
  },
});

/** Problems are reported on stdout, as Go's client does. @throws SilentExit */
async function readMemory(config: ClientConfig, host: Host, when: 'before' | 'after'): Promise<number> {
  // HTTP/1 is for this command alone.
  const { readResidentMemory } = await import('../../connect/metrics.js');
  const bytes = await readResidentMemory(config, host).catch(async (error: unknown) => {
    if (!(error instanceof MetricsError)) throw error;
    await host.stdout.write(`${error.message}\n`);
    return 0;
  });
  if (bytes > 0) return bytes;
  await host.stdout.write(`FAIL: Could not read process_resident_memory_bytes ${when} the put operations.\n`);
  throw new SilentExit(Exit.Error);
}
