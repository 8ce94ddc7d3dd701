import type { Context } from '../../command/context.js';
import { CliError, Exit, SilentExit } from '../../command/errors.js';
import { int64 } from '../../command/flags.js';
import { command } from '../../command/spec.js';
import type { Client } from '../../etcd/client.js';
import { ConnectError, describeError } from '../../etcd/errors.js';
import { checkHealth } from '../../etcd/health.js';
import type { RequestOptions } from '../../etcd/services.js';
import { formatDuration } from '../../go/duration.js';
import type { EndpointHealth } from '../../output/reply.js';
import { clusterFlag, findTargets } from './member-endpoints.js';

const inherits = { cluster: { ...clusterFlag, persistent: true } } as const;
type EndpointContext = Context<typeof inherits>;

const health = command({
  inherits,
  async run(context) {
    const endpoints = await findTargets(context);
    const inCompletionOrder: EndpointHealth[] = [];
    await Promise.all(endpoints.map(async (endpoint) => inCompletionOrder.push(await probe(endpoint, context))));
    if (context.globals.writeOut === 'simple') for (const one of inCompletionOrder) await tell(one, context);
    else await context.print({ kind: 'endpoint-health', endpoints: inCompletionOrder });
    if (inCompletionOrder.some(({ error }) => error !== '')) throw new CliError('unhealthy cluster');
  },
});

/** Simple output: one by one, so that both streams together keep the order. */
async function tell(one: EndpointHealth, { host, print }: EndpointContext): Promise<void> {
  if (one.error === '') await print({ kind: 'endpoint-health', endpoints: [one] });
  else await host.stderr.write(`${one.endpoint} is unhealthy: failed to commit proposal: ${one.error}\n`);
}

async function probe(endpoint: string, { connect, deadline }: EndpointContext): Promise<EndpointHealth> {
  let client: Client;
  try {
    client = await connect({ endpoints: [endpoint], loggerName: 'client' });
  } catch (error) {
    if (!(error instanceof ConnectError)) throw error;
    return { endpoint, health: false, took: '', error: error.message };
  }
  const { took, error } = await checkHealth(client, deadline());
  client.close();
  return { endpoint, health: error === '', took: formatDuration(took), error };
}

const status = command({
  description: `Asks each endpoint of --endpoints in turn. Simple output is a line an endpoint, its columns in the order of the table
that -w table draws.`,
  inherits,
  async run(context) {
    const { answers, failure } = await askEach(context, 'status', (client, options) => client.maintenance.status(options));
    await context.print({ kind: 'endpoint-status', endpoints: answers.map(([endpoint, answer]) => ({ endpoint, status: answer })) });
    if (failure !== undefined) throw new SilentExit(Exit.Error);
  },
});

const hashkv = command({
  inherits,
  flags: { rev: int64('maximum revision to hash (default: latest revision)') },
  async run(context) {
    const revision = String(context.flags.rev);
    const { answers, failure } = await askEach(context, 'hash', (client, options) => client.maintenance.hashKV({ revision }, options));
    await context.print({ kind: 'endpoint-hashkv', endpoints: answers.map(([endpoint, hashKV]) => ({ endpoint, hashKV })) });
    if (failure !== undefined) throw new CliError(failure);
  },
});

/** One endpoint after the other, each with its own time; who doesn't answer is reported and passed over. */
async function askEach<T>(
  context: EndpointContext,
  what: string,
  ask: (client: Client, options: RequestOptions) => Promise<T>,
): Promise<{ readonly answers: readonly (readonly [endpoint: string, answer: T])[]; readonly failure: string | undefined }> {
  const answers: [string, T][] = [];
  let failure: string | undefined;
  for (const endpoint of await findTargets(context)) {
    const client = await context.connect({ endpoints: [endpoint] });
    try {
      answers.push([endpoint, await ask(client, { deadline: context.deadline() })]);
    } catch (error) {
      failure = describeError(error);
      await context.host.stderr.write(`Failed to get the ${what} of endpoint ${endpoint} (${failure})\n`);
    }
    client.close();
  }
  return { answers, failure };
}

export const endpoint = command({
  args: '<subcommand>',
  description: 'Endpoint related commands',
  flags: inherits,
  commands: [
    { name: 'health', summary: 'Checks the healthiness of endpoints specified in `--endpoints` flag', load: async () => health },
    { name: 'status', summary: 'Prints out the status of endpoints specified in `--endpoints` flag', load: async () => status },
    { name: 'hashkv', summary: 'Prints the KV history hash for each endpoint in --endpoints', load: async () => hashkv },
  ],
});
