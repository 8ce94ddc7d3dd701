import { argument, onlyArgument } from '../../command/arguments.js';
import type { Context } from '../../command/context.js';
import { CliError, Exit } from '../../command/errors.js';
import { command } from '../../command/spec.js';
import type { Client } from '../../etcd/client.js';
import { parseUnsigned } from '../../go/strconv.js';

export const moveLeader = command({
  args: '<transferee-member-id>',
  argSources: ['member'],
  async run(context) {
    const text = onlyArgument(context.args, 'move-leader command needs 1 argument');
    const to = String(
      argument(
        () => parseUnsigned(text, 16),
        (reason) => reason,
      ),
    );
    const all = await context.connect();
    all.close();
    const { endpoints } = all.options;
    const until = context.deadline();
    const leader = await findLeader(endpoints, until, context);
    if (leader === undefined) throw new CliError(`no leader endpoint given at [${endpoints.join(' ')}]`, Exit.BadArgs);
    const response = await leader.client.maintenance.moveLeader({ targetID: to }, { deadline: until });
    await context.print({ kind: 'move-leader', response, from: leader.id, to });
  },
});

/** The first endpoint that says it leads; one that does not answer ends the search, as Go has it. */
async function findLeader(
  endpoints: readonly string[],
  until: number,
  { connect }: Context,
): Promise<{ readonly client: Client; readonly id: string } | undefined> {
  for (const endpoint of endpoints) {
    const client = await connect({ endpoints: [endpoint] });
    const { header, leader } = await client.maintenance.status({ deadline: until });
    if (header?.member_id === leader) return { client, id: leader };
    client.close();
  }
  return undefined;
}
