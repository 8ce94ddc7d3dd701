import type { Context } from '../../command/context.js';
import { CliError, Exit } from '../../command/errors.js';
import { bool } from '../../command/flags.js';
import { SettingsError } from '../../connect/errors.js';
import type { Client } from '../../etcd/client.js';
import { ConnectError, describeError } from '../../etcd/errors.js';

/** `--cluster`, of the commands that go to members one by one. */
export const clusterFlag = bool('use all endpoints from the cluster member list');

type TargetContext = Context<{ readonly cluster: typeof clusterFlag }>;

/**
 * The endpoints of a command that goes to members one by one: those of the member list with --cluster, else those typed, with blanks and
 * whatever DNS says (contract 1.5, 1.8, 2.9).
 */
export async function findTargets(context: TargetContext): Promise<readonly string[]> {
  await context.configure();
  // Looked at here and not before: ETCDCTL_CLUSTER counts from now on.
  if (!context.flags.cluster) return context.globals.endpoints;
  const client = await connectToCluster(context);
  try {
    const { members } = await client.cluster.memberList({ linearizable: true }, { deadline: context.deadline() });
    return members.flatMap((member) => member.clientURLs);
  } catch (error) {
    throw new CliError(`failed to fetch endpoints from etcd cluster member list: ${describeError(error)}`, Exit.Error, { cause: error });
  } finally {
    client.close();
  }
}

/** Whatever keeps this client from being made is status 1. */
async function connectToCluster(context: TargetContext): Promise<Client> {
  try {
    return await context.connect({ hasDefaultLimits: true });
  } catch (error) {
    if (error instanceof ConnectError || error instanceof SettingsError) throw new CliError(error.message, Exit.Error, { cause: error });
    throw error;
  }
}
