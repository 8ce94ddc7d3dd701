import { onlyArgument, refuseArguments } from '../../command/arguments.js';
import { CliError, Exit } from '../../command/errors.js';
import { bool, string } from '../../command/flags.js';
import { command } from '../../command/spec.js';
import type { Host } from '../../host/host.js';
import { readLine } from '../../host/input.js';
import { newUser, passwordIn } from './new-user.js';

const add = command({
  args: '<user name or user:password> [options]',
  flags: {
    interactive: bool('Read password from stdin instead of interactive terminal', { default: true }),
    'new-user-password': string('Supply password from the command line flag'),
    'no-password': bool('Create a user without password (CN based auth only)'),
  },
  async run({ args, flags, host, connect, print }) {
    const user = newUser(onlyArgument(args, 'user add command requires user name as its argument'), flags);
    const password = user.password ?? (await readPassword(user.name, flags.interactive, host));
    const { auth } = await connect();
    const response = await auth.userAdd({ name: user.name, password, options: { no_password: flags.noPassword } });
    await print({ kind: 'auth-done', response, text: `User ${user.name} created` });
  },
});

const remove = command({
  args: '<user name>',
  argSources: ['user'],
  async run({ args, connect, print }) {
    const name = onlyArgument(args, 'user delete command requires user name as its argument');
    const { auth } = await connect();
    await print({ kind: 'auth-done', response: await auth.userDelete({ name }), text: `User ${name} deleted` });
  },
});

const get = command({
  args: '<user name> [options]',
  argSources: ['user'],
  flags: { detail: bool('Show permissions of roles granted to the user') },
  async run({ args, flags, host, connect, print }) {
    const name = onlyArgument(args, 'user get command requires user name as its argument');
    const { auth } = await connect();
    const response = await auth.userGet({ name });
    if (!flags.detail) return print({ kind: 'user-get', response, user: name });
    // Plain text in every format, as Go's client has it.
    await host.stdout.write(`User: ${name}\n`);
    for (const role of response.roles) {
      await host.stdout.write('\n');
      await print({ kind: 'role-get', response: await auth.roleGet({ role }), role });
    }
  },
});

const list = command({
  async run({ args, connect, print }) {
    refuseArguments(args, 'user list command requires no arguments');
    const { auth } = await connect();
    await print({ kind: 'user-list', response: await auth.userList() });
  },
});

const passwd = command({
  args: '<user name> [options]',
  argSources: ['user'],
  flags: { interactive: bool('If true, read password from stdin instead of interactive terminal', { default: true }) },
  async run({ args, flags, host, connect, print }) {
    const name = onlyArgument(args, 'user passwd command requires user name as its argument');
    const password = await readPassword(name, flags.interactive, host);
    const { auth } = await connect();
    const response = await auth.userChangePassword({ name, password });
    await print({ kind: 'auth-done', response, text: 'Password updated' });
  },
});

const grantRole = command({
  args: '<user name> <role name>',
  argSources: ['user', 'role'],
  async run({ args, connect, print }) {
    const [user, role] = pair(args, 'user grant command requires user name and role name as its argument');
    const { auth } = await connect();
    const response = await auth.userGrantRole({ user, role });
    await print({ kind: 'auth-done', response, text: `Role ${role} is granted to user ${user}` });
  },
});

const revokeRole = command({
  args: '<user name> <role name>',
  argSources: ['user', 'role'],
  async run({ args, connect, print }) {
    const [user, role] = pair(args, 'user revoke-role requires user name and role name as its argument');
    const { auth } = await connect();
    const response = await auth.userRevokeRole({ name: user, role });
    await print({ kind: 'auth-done', response, text: `Role ${role} is revoked from user ${user}` });
  },
});

function pair(args: readonly string[], otherwise: string): [string, string] {
  const [first, second] = args;
  if (first === undefined || second === undefined || args.length > 2) throw new CliError(otherwise, Exit.BadArgs);
  return [first, second];
}

async function readPassword(name: string, interactive: boolean, host: Host): Promise<string> {
  if (!interactive) return passwordIn(await readLine(host.stdin));
  const password = (await host.askSecret(`Password of ${name}: `)).trim();
  if (password === '') throw new CliError('empty password', Exit.BadArgs);
  const again = (await host.askSecret(`Type password of ${name} again for confirmation: `)).trim();
  if (password !== again) throw new CliError('given passwords are different', Exit.BadArgs);
  return password;
}

export const user = command({
  args: '<subcommand>',
  description: 'User related commands',
  commands: [
    { name: 'add', summary: 'Adds a new user', load: async () => add },
    { name: 'delete', summary: 'Deletes a user', load: async () => remove },
    { name: 'get', summary: 'Gets detailed information of a user', load: async () => get },
    { name: 'list', summary: 'Lists all users', load: async () => list },
    { name: 'passwd', summary: 'Changes password of user', load: async () => passwd },
    { name: 'grant-role', summary: 'Grants a role to a user', load: async () => grantRole },
    { name: 'revoke-role', summary: 'Revokes a role from a user', load: async () => revokeRole },
  ],
});
