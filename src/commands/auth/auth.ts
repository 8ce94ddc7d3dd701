import { CliError, Exit } from '../../command/errors.js';
import { sinceServer } from '../../command/server-version.js';
import { command } from '../../command/spec.js';
import { describeError, rootRoleMissing } from '../../etcd/errors.js';
import type { RequestOptions, Services } from '../../etcd/services.js';

const enable = command({
  name: 'enable',
  summary: 'Enables authentication',
  async run({ args, host, connect, deadline }) {
    refuseArguments('enable', args);
    const until = { deadline: deadline() };
    const { auth } = await connect();
    await enableWithRoot(auth, until);
    await host.stdout.write('Authentication Enabled\n');
  },
});

/** A user root that lacks the role root is given it, and the role made, once. */
async function enableWithRoot(auth: Services['auth'], options: RequestOptions): Promise<void> {
  try {
    await auth.authEnable(options);
  } catch (error) {
    if (describeError(error) !== rootRoleMissing) throw error;
    await auth.roleAdd({ name: 'root' }, options);
    await auth.userGrantRole({ user: 'root', role: 'root' }, options);
    await auth.authEnable(options);
  }
}

const disable = command({
  name: 'disable',
  summary: 'Disables authentication',
  async run({ args, host, connect, deadline }) {
    refuseArguments('disable', args);
    const until = deadline();
    const { auth } = await connect();
    await auth.authDisable({ deadline: until });
    await host.stdout.write('Authentication Disabled\n');
  },
});

const status = command({
  name: 'status',
  summary: 'Returns authentication status',
  async run({ args, connect, print, deadline }) {
    refuseArguments('status', args);
    const until = deadline();
    const { auth } = await connect();
    await print({ kind: 'auth-status', response: await sinceServer('3.5', auth.authStatus({ deadline: until })) });
  },
});

function refuseArguments(name: string, args: readonly string[]): void {
  if (args.length > 0) throw new CliError(`auth ${name} command does not accept any arguments`, Exit.BadArgs);
}

export const auth = command({
  name: 'auth',
  args: '<enable or disable>',
  group: 'Authentication commands',
  summary: 'Enable or disable authentication. Use `etcdctl auth --help` to see subcommands',
  description: 'Enable or disable authentication',
  commands: [enable, disable, status],
});
