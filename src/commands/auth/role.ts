import { onlyArgument, refuseArguments } from '../../command/arguments.js';
import { CliError, Exit } from '../../command/errors.js';
import { bool } from '../../command/flags.js';
import { command } from '../../command/spec.js';
import type { KeyRange } from '../../etcd/keys.js';
import { toBytes } from '../../go/text.js';
import { permissionRange, permissionType, permissionTypes } from './permission.js';

const add = command({
  args: '<role name>',
  async run({ args, connect, print }) {
    const name = onlyArgument(args, 'role add command requires role name as its argument');
    const { auth } = await connect();
    await print({ kind: 'auth-done', response: await auth.roleAdd({ name }), text: `Role ${name} created` });
  },
});

const remove = command({
  args: '<role name>',
  argSources: ['role'],
  async run({ args, connect, print }) {
    const role = onlyArgument(args, 'role delete command requires role name as its argument');
    const { auth } = await connect();
    await print({ kind: 'auth-done', response: await auth.roleDelete({ role }), text: `Role ${role} deleted` });
  },
});

const get = command({
  args: '<role name>',
  argSources: ['role'],
  async run({ args, connect, print }) {
    const role = onlyArgument(args, 'role get command requires role name as its argument');
    const { auth } = await connect();
    await print({ kind: 'role-get', response: await auth.roleGet({ role }), role });
  },
});

const list = command({
  async run({ args, connect, print }) {
    refuseArguments(args, 'role list command requires no arguments');
    const { auth } = await connect();
    await print({ kind: 'role-list', response: await auth.roleList() });
  },
});

const grantPermission = command({
  args: '[options] <role name> <permission type> <key> [endkey]',
  argSources: ['role', permissionTypes, 'key', 'key'],
  flags: {
    'from-key': bool('grant a permission of keys that are greater than or equal to the given key using byte compare'),
    prefix: bool('grant a prefix permission'),
  },
  async run({ args, flags, connect, print }) {
    const [name, type, key, end] = args;
    if (name === undefined || type === undefined || key === undefined) {
      throw new CliError('role grant command requires role name, permission type, and key [endkey] as its argument', Exit.BadArgs);
    }
    const perm = { permType: permissionType(type), ...permissionRange(key, end, flags) };
    const { auth } = await connect();
    await print({ kind: 'auth-done', response: await auth.roleGrantPermission({ name, perm }), text: `Role ${name} updated` });
  },
});

const revokePermission = command({
  args: '<role name> <key> [endkey]',
  argSources: ['role', 'key', 'key'],
  flags: {
    'from-key': bool('revoke a permission of keys that are greater than or equal to the given key using byte compare'),
    prefix: bool('revoke a prefix permission'),
  },
  async run({ args, flags, connect, print }) {
    const [role, key, end] = args;
    if (role === undefined || key === undefined) {
      throw new CliError('role revoke-permission command requires role name and key [endkey] as its argument', Exit.BadArgs);
    }
    const range = permissionRange(key, end, flags);
    const { auth } = await connect();
    const response = await auth.roleRevokePermission({ role, ...range });
    await print({ kind: 'auth-done', response, text: revokedText(role, key, range) });
  },
});

/** The key as typed and the end as sent, in bytes: a prefix's end need not be UTF-8. */
function revokedText(role: string, key: string, { range_end: end }: KeyRange): Uint8Array {
  const [before, between, after] =
    end.length === 0
      ? [`key ${key}`, '', '']
      : end.length === 1 && end[0] === 0
        ? [`range [${key}, <open ended>`, '', '']
        : [`range [${key}, `, end, ')'];
  return Buffer.concat([toBytes(`Permission of ${before}`), Buffer.from(between), Buffer.from(`${after} is revoked from role ${role}`)]);
}

export const role = command({
  args: '<subcommand>',
  description: 'Role related commands',
  commands: [
    { name: 'add', summary: 'Adds a new role', load: async () => add },
    { name: 'delete', summary: 'Deletes a role', load: async () => remove },
    { name: 'get', summary: 'Gets detailed information of a role', load: async () => get },
    { name: 'list', summary: 'Lists all roles', load: async () => list },
    { name: 'grant-permission', summary: 'Grants a key to a role', load: async () => grantPermission },
    { name: 'revoke-permission', summary: 'Revokes a key from a role', load: async () => revokePermission },
  ],
});
