import { refuseArguments } from '../../command/arguments.js';
import { sinceServer } from '../../command/server-version.js';
import { command } from '../../command/spec.js';
import { describeError, rootRoleMissing } from '../../etcd/errors.js';
import type { RequestOptions, Services } from '../../etcd/services.js';

const enable = command({
  async run({ args, host, connect, deadline }) {
    refuseArguments(args, 'auth enable command does not accept any arguments');
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
  async run({ args, host, connect, deadline }) {
    refuseArguments(args, 'auth disable command does not accept any arguments');
    const until = deadline();
    const { auth } = await connect();
    await auth.authDisable({ deadline: until });
    await host.stdout.write('Authentication Disabled\n');
  },
});

const status = command({
  async run({ args, connect, print, deadline }) {
    refuseArguments(args, 'auth status command does not accept any arguments');
    const until = deadline();
    const { auth } = await connect();
    await print({ kind: 'auth-status', response: await sinceServer('3.5', auth.authStatus({ deadline: until })) });
  },
});

export const auth = command({
  args: '<enable or disable>',
  description: 'Enable or disable authentication',
  commands: [
    { name: 'enable', summary: 'Enables authentication', load: async () => enable },
    { name: 'disable', summary: 'Disables authentication', load: async () => disable },
    { name: 'status', summary: 'Returns authentication status', load: async () => status },
  ],
});
