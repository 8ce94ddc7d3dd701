import type { Context } from '../../command/context.js';
import { CliError, Exit } from '../../command/errors.js';
import { sinceServer } from '../../command/server-version.js';
import { command } from '../../command/spec.js';
import { DowngradeRequest_DowngradeAction as Action } from '../../proto/etcdserverpb/rpc.js';

const validate = command({
  args: '<TARGET_VERSION>',
  run: (context) => downgradeTo(context, 'validate', targetVersion(context.args)),
});

const enable = command({
  args: '<TARGET_VERSION>',
  run: (context) => downgradeTo(context, 'enable', targetVersion(context.args)),
});

const cancel = command({
  run: (context) => downgradeTo(context, 'cancel', ''),
});

const actions = { validate: Action.VALIDATE, enable: Action.ENABLE, cancel: Action.CANCEL } as const;

async function downgradeTo({ connect, print, deadline }: Context, action: keyof typeof actions, version: string): Promise<void> {
  const until = deadline();
  const client = await connect();
  const call = client.maintenance.downgrade({ action: actions[action], version }, { deadline: until });
  await print({ kind: 'downgrade', response: await sinceServer('3.5', call), action });
}

function targetVersion(args: readonly string[]): string {
  const [version] = args;
  if (version === undefined) throw new CliError('TARGET_VERSION not provided', Exit.BadArgs);
  if (args.length > 1) throw new CliError('too many arguments', Exit.BadArgs);
  if (version === '') throw new CliError('target version not provided', Exit.BadArgs);
  return version;
}

export const downgrade = command({
  args: '<TARGET_VERSION>',
  description: 'Downgrade related commands',
  commands: [
    { name: 'validate', summary: 'Validate downgrade capability before starting downgrade', load: async () => validate },
    { name: 'enable', summary: 'Start a downgrade action to cluster', load: async () => enable },
    { name: 'cancel', summary: 'Cancel the ongoing downgrade action to cluster', load: async () => cancel },
  ],
});
