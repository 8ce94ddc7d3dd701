import { describe, expect, test } from 'vitest';
import type { Client } from '../../src/etcd/client.js';
import { ConnectError } from '../../src/etcd/errors.js';
import { type RunOptions, runCommand } from '../support/host.js';

/** Words to an error of status 128 that is told before a client is made. */
const refused: readonly (readonly [words: string, message: string])[] = [
  ['member add', 'member name not provided'],
  ['member add a http://b HTTPS://c', 'too many arguments, did you mean --peer-urls=http://b, did you mean --peer-urls=HTTPS://c'],
  ['member add a', 'member peer urls not provided'],
  ['member remove', 'member ID is not provided'],
  ['member remove 1 2', 'member ID is not provided'],
  ['member promote zz', 'bad member ID arg (strconv.ParseUint: parsing "zz": invalid syntax), expecting ID in Hex'],
  ['member update 0x1', 'bad member ID arg (strconv.ParseUint: parsing "0x1": invalid syntax), expecting ID in Hex'],
  ['member update 1', 'member peer urls not provided'],
  ['move-leader', 'move-leader command needs 1 argument'],
  ['move-leader -- -1', 'strconv.ParseUint: parsing "-1": invalid syntax'],
  ['move-leader 11111111111111111', 'strconv.ParseUint: parsing "11111111111111111": value out of range'],
  ['alarm list x', 'alarm list command accepts no arguments'],
  ['alarm disarm x', 'alarm disarm command accepts no arguments'],
  ['downgrade validate', 'TARGET_VERSION not provided'],
  ['downgrade enable 3.5 3.6', 'too many arguments'],
  ['snapshot save', 'snapshot save expects one argument <filename>'],
  ['snapshot save a b', 'snapshot save expects one argument <filename>'],
  ['auth enable x', 'auth enable command does not accept any arguments'],
  ['auth disable x', 'auth disable command does not accept any arguments'],
  ['auth status x', 'auth status command does not accept any arguments'],
  ['user add', 'user add command requires user name as its argument'],
  ['user add :p', 'empty user name is not allowed'],
  ['user delete', 'user delete command requires user name as its argument'],
  ['user get a b', 'user get command requires user name as its argument'],
  ['user list x', 'user list command requires no arguments'],
  ['user passwd', 'user passwd command requires user name as its argument'],
  ['user grant-role a', 'user grant command requires user name and role name as its argument'],
  ['user revoke-role a', 'user revoke-role requires user name and role name as its argument'],
  ['role add', 'role add command requires role name as its argument'],
  ['role delete a b', 'role delete command requires role name as its argument'],
  ['role get', 'role get command requires role name as its argument'],
  ['role list x', 'role list command requires no arguments'],
  ['role grant-permission r read', 'role grant command requires role name, permission type, and key [endkey] as its argument'],
  ['role grant-permission r x k', 'invalid permission type: x'],
  ['role revoke-permission r', 'role revoke-permission command requires role name and key [endkey] as its argument'],
];

test.each(refused)('%s', async (words, message) => {
  const { out, err, code } = await runCommand(words.split(' '));
  expect({ out, err, code }).toEqual({ out: '', err: `Error: ${message}\n`, code: 128 });
});

test('downgrade to an empty version', async () => {
  expect(await runCommand(['downgrade', 'enable', ''])).toMatchObject({ err: 'Error: target version not provided\n', code: 128 });
});

test('member list quotes the consistency of get', async () => {
  const { err, code } = await runCommand(['member', 'list', '--consistency', 'x']);
  expect({ err, code }).toEqual({ err: 'Error: unknown consistency flag "l"\n', code: 4 });
});

/** A client that keeps the auth requests it is given and answers them with nothing. */
function recordingClient(): { client: Client; requests: unknown[] } {
  const requests: unknown[] = [];
  const call = async (request: unknown) => {
    requests.push(request);
    return {};
  };
  const auth = new Proxy({}, { get: () => call });
  return { client: { auth, close() {} } as unknown as Client, requests };
}

describe('passwords', () => {
  const run = async (words: readonly string[], options: RunOptions = {}) => {
    const { client, requests } = recordingClient();
    return { ...(await runCommand(words, { client, ...options })), requests };
  };

  test('are asked for twice', async () => {
    const { out, requests } = await run(['user', 'add', 'u'], { secrets: ['pw', 'pw'] });
    expect(out).toBe('Password of u: \nType password of u again for confirmation: \n');
    expect(requests).toEqual([{ name: 'u', password: 'pw', options: { no_password: false } }]);
  });

  test('that differ are refused', async () => {
    const { err, code, requests } = await run(['user', 'passwd', 'u'], { secrets: ['a', 'b'] });
    expect({ err, code, requests }).toEqual({ err: 'Error: given passwords are different\n', code: 128, requests: [] });
  });

  test('that are empty are asked for once', async () => {
    const { out, err, code } = await run(['user', 'add', 'u'], { secrets: [' '] });
    expect({ out, err, code }).toEqual({ out: 'Password of u: \n', err: 'Error: empty password\n', code: 128 });
  });

  test('come from stdin where nobody is to be asked', async () => {
    const { out, requests } = await run(['user', 'passwd', 'u', '--interactive=false'], { stdin: ' pw and more\nnext\n' });
    expect(out).toBe('');
    expect(requests).toEqual([{ name: 'u', password: 'pw' }]);
  });

  test('are not asked for where the user has none', async () => {
    const { requests } = await run(['user', 'add', 'u:p', '--no-password']);
    expect(requests).toEqual([{ name: 'u:p', password: '', options: { no_password: true } }]);
  });
});

describe('the endpoints of commands that go to members one by one', () => {
  const asked = async (words: readonly string[], options: RunOptions = {}) => {
    const endpoints: (readonly string[])[] = [];
    const result = await runCommand(words, {
      ...options,
      connect: async (config) => {
        endpoints.push(config.endpoints);
        throw new ConnectError('no client');
      },
    });
    return { ...result, endpoints };
  };

  test('are taken with their blanks', async () => {
    const { endpoints } = await asked(['endpoint', 'health', '--endpoints', 'a:1, b:1']);
    expect(endpoints).toEqual([['a:1'], [' b:1']]);
  });

  test('are trimmed for the list of members', async () => {
    const { endpoints, err, code } = await asked(['endpoint', 'status', '--cluster', '--endpoints', 'a:1, b:1']);
    expect({ endpoints, err, code }).toEqual({ endpoints: [['a:1', 'b:1']], err: 'Error: no client\n', code: 1 });
  });

  test('--cluster can come from the environment, but not for defrag', async () => {
    const env = { ETCDCTL_CLUSTER: 'true', ETCDCTL_ENDPOINTS: 'a:1,b:1' };
    expect((await asked(['endpoint', 'status'], { env })).endpoints).toEqual([['a:1', 'b:1']]);
    expect((await asked(['defrag'], { env })).endpoints).toEqual([['a:1']]);
  });

  test('may be none, and the format is looked at all the same', async () => {
    const none = await asked(['endpoint', 'hashkv', '--endpoints=']);
    expect({ code: none.code, replies: none.replies }).toEqual({ code: 0, replies: [{ kind: 'endpoint-hashkv', endpoints: [] }] });
    expect(await asked(['defrag', '--endpoints=', '-w', 'x'])).toMatchObject({ err: 'Error: unsupported output format\n', code: 4 });
  });

  test('a client that cannot be made is an unhealthy endpoint', async () => {
    const { out, err, code } = await asked(['endpoint', 'health']);
    expect({ out, err, code }).toEqual({
      out: '',
      err: '127.0.0.1:2379 is unhealthy: failed to commit proposal: no client\nError: unhealthy cluster\n',
      code: 1,
    });
  });

  test('snapshot save takes one alone, and says 5 for whatever is wrong with it', async () => {
    const many = await asked(['snapshot', 'save', 'f', '--endpoints', 'a:1,b:1']);
    expect(many).toMatchObject({
      endpoints: [],
      err: 'Error: snapshot must be requested to one selected node, not multiple [a:1 b:1]\n',
      code: 5,
    });
    expect(await asked(['snapshot', 'save', 'f'])).toMatchObject({ err: 'Error: no client\n', code: 5 });
  });
});
