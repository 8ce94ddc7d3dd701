import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { makeScript, shippedScripts } from '../../src/cli/shells/script.js';
import type { Client } from '../../src/etcd/client.js';
import { type RunOptions, runCommand } from '../support/host.js';
import { specTree } from '../support/specs.js';

const specs = specTree(() => {});

async function complete(line: string, options: RunOptions = {}) {
  const { out, err, code } = await runCommand(['__completeNoDesc', ...line.split(' ')], { root: specs, ...options });
  expect(code).toBe(0);
  return { out: out.trimEnd().split('\n').join(' '), err };
}

describe('__complete', () => {
  // Those of etcdctl 3.7.1.
  test.each([
    ['le', 'lease :4'],
    ['lease ', 'grant keep-alive list revoke timetolive :4'],
    ['us l', 'list :4'],
    ['help le', 'lease :4'],
    ['help lease g', 'grant :4'],
    ['help bogus ', ':4'],
    ['completion ', 'bash zsh fish powershell :4'],
    ['completion bash ', ':0'],
    ['get -w ', 'fields json protobuf simple table :0'],
    ['get --write-out=j', 'fields json protobuf simple table :0'],
    ['get --consistency ', 'l s :0'],
    ['get --order ', 'ASCEND DESCEND :0'],
    ['get --sort-by ', 'CREATE KEY MODIFY VALUE VERSION :0'],
    ['check perf --load ', 'small medium large xLarge :0'],
    ['get --m', '--max-create-rev --max-mod-rev --min-create-rev --min-mod-rev --max-recv-bytes --max-request-bytes :4'],
    ['lease -', '--help -h :4'],
    ['endpoint status -', '--cluster --help -h :4'],
    ['txn -i -', '--help -h :4'],
    ['get --help ', ':4'],
    ['get --limit ', ':0'],
    ['lease --hex ', 'grant keep-alive list revoke timetolive :4'],
    ['endpoint --cluster ', 'hashkv health status :4'],
    ['lock l -- -', ':0'],
  ])('%s', async (line, result) => {
    const words = result.split(' ');
    const { out } = await complete(line);
    expect(out.split(' ').toSorted()).toEqual(words.toSorted());
  });

  test('describes', async () => {
    const { out, err } = await runCommand(['__complete', 'auth', ''], { root: specs });
    expect(out).toBe('disable\tDisables authentication\nenable\tEnables authentication\nstatus\tReturns authentication status\n:4\n');
    expect(err).toBe('Completion ended with directive: ShellCompDirectiveNoFileComp\n');
  });

  test('names the program that runs', async () => {
    const describe = async (program: string) => (await runCommand(['__complete', 'us'], { root: specs, program })).out.split('\n')[0];
    expect(await describe('etcdctl')).toBe('user\tUser related commands. Use `etcdctl user --help` to see subcommands');
    expect(await describe('etcdctl-ts')).toBe('user\tUser related commands. Use `etcdctl-ts user --help` to see subcommands');
  });

  test.each([
    ['bogus ', 'unable to find a command for arguments: [bogus]'],
    ['get --bogus ', 'Error while parsing flags from args [--bogus]: unknown flag: --bogus'],
    [
      'get --limit=x ',
      'Error while parsing flags from args [--limit=x]: invalid argument "x" for "--limit" flag: strconv.ParseInt: parsing "x": invalid syntax',
    ],
    ['get --bogus=', "Subcommand 'get' does not support flag 'bogus'"],
  ])('%s gives up', async (line, message) => {
    expect(await complete(line)).toEqual({
      out: ':0',
      err: `[Debug] [Error] ${message}\nCompletion ended with directive: ShellCompDirectiveDefault\n`,
    });
  });

  test('offers global flags once a letter is typed', async () => {
    expect((await complete('version --')).out).toBe('--help :4');
    expect((await complete('version --e')).out).toBe('--endpoints :4');
  });
});

describe('keys', () => {
  const keys = ['/app/a/1', '/app/a/2', '/app/b', '/apple', 'bad\tkey', 'x'];

  /** A client of these keys that answers in pages of two. */
  function client(): Client {
    const range = async ({ key, range_end }: { key: Buffer; range_end: Buffer }) => {
      const all = range_end.equals(Buffer.of(0));
      const found = keys.map((name) => Buffer.from(name)).filter((name) => name.compare(key) >= 0 && (all || name.compare(range_end) < 0));
      return { kvs: found.slice(0, 2).map((name) => ({ key: name })), more: found.length > 2 };
    };
    return { kv: { range }, options: { clock: { now: () => 0 } }, close() {} } as unknown as Client;
  }

  test.each([
    ['get /a', '/app/ /apple :6'],
    ['get /app/', '/app/a/ /app/b :6'],
    ['del /app/b', '/app/b :4'],
    ['get ', '/ x :6'],
    ['get /app/b /ap', '/app/ /apple :6'],
    ['put x ', ':0'],
    ['watch y', ':4'],
  ])('%s', async (line, result) => {
    expect((await runCommand(['__completeNoDesc', ...line.split(' ')], { client: client() })).out.trimEnd().split('\n').join(' ')).toBe(
      result,
    );
  });

  test('a cluster that fails is silent', async () => {
    const connect = () => Promise.reject(new Error('refused'));
    expect(await runCommand(['__completeNoDesc', 'get', ''], { connect, env: { ETCDCTL_FOO: '1' } })).toMatchObject({
      out: ':4\n',
      err: 'Completion ended with directive: ShellCompDirectiveNoFileComp\n',
      code: 0,
    });
  });

  test('nobody is asked for a password', async () => {
    const { out } = await runCommand(['__completeNoDesc', 'get', '--user', 'root', ''], { client: client(), secrets: ['never'] });
    expect(out).toBe(':4\n');
  });
});

describe('names', () => {
  const leases = [
    { id: 0x1234n, keys: ['locks/a/1234', 'other'] },
    { id: 0x7f00000000000002n, keys: ['locks/b/c/7f00000000000002', 'e/7f00000000000002'] },
    { id: 3n, keys: ['e/3', 'plain', 'not/03'] },
  ];
  /** Those of candidates have a proposal. */
  const values: Readonly<Record<string, string>> = { 'e/7f00000000000002': 'me', 'e/3': 'you' };
  const member = (ID: string, name: string, isLearner: boolean) => ({ ID, name, isLearner });
  const client = {
    auth: {
      userList: async () => ({ users: ['root', 'ann', 'bad\tname', 'anton'] }),
      roleList: async () => ({ roles: ['root', 'reader'] }),
    },
    cluster: { memberList: async () => ({ members: [member('255', 'm1', false), member('17293822569102704640', 'm2', true)] }) },
    lease: {
      leaseLeases: async () => ({ leases: leases.map(({ id }) => ({ ID: String(id) })) }),
      leaseTimeToLive: async ({ ID }: { ID: string }) => ({
        keys: (leases.find(({ id }) => String(id) === ID)?.keys ?? []).map((key) => Buffer.from(key)),
      }),
    },
    kv: { range: async ({ key }: { key: Buffer }) => ({ kvs: [{ value: Buffer.from(values[String(key)] ?? '') }] }) },
    options: { clock: { now: () => 0 } },
    close() {},
  } as unknown as Client;

  test.each([
    ['user get ', 'root ann anton :4'],
    ['user passwd an', 'ann anton :4'],
    ['user grant-role ann r', 'root reader :4'],
    ['user grant-role ann root ', ':0'],
    ['role grant-permission re', 'reader :4'],
    ['role grant-permission reader ', 'read write readwrite :4'],
    ['member remove ', 'ff f000000000000000 :4'],
    ['member promote ', 'f000000000000000 :4'],
    ['move-leader f0', 'f000000000000000 :4'],
    ['lease revoke ', '0000000000001234 7f00000000000002 0000000000000003 :4'],
    ['put k v --lease 7', '7f00000000000002 :4'],
    ['put k v --lease=7', '7f00000000000002 :4'],
    ['lock ', 'locks/a locks/b/c :4'],
    ['lock locks/b', 'locks/b/c :4'],
    ['lock locks/b/c ', ':0'],
    ['elect -l ', 'e :4'],
    ['user add ', ':0'],
  ])('%s', async (line, result) => {
    expect((await runCommand(['__completeNoDesc', ...line.split(' ')], { client })).out.trimEnd().split('\n').join(' ')).toBe(result);
  });

  test('a member is described by its name', async () => {
    expect((await runCommand(['__complete', 'member', 'remove', ''], { client })).out).toBe('ff\tm1\nf000000000000000\tm2\n:4\n');
  });
});

describe('scripts', () => {
  test.each([
    ['bash', '# bash completion for etcdctl                              -*- shell-script -*-'],
    ['zsh', '#compdef etcdctl'],
    ['fish', '# fish completion for etcdctl                              -*- shell-script -*-'],
    ['powershell', '# powershell completion for etcdctl                              -*- shell-script -*-'],
  ])('%s', async (shell, head) => {
    const { out, code } = await runCommand(['completion', shell]);
    expect(out.split('\n')[0]).toBe(head);
    expect(code).toBe(0);
  });

  test.each(shippedScripts)('%s in completions/ is current', (shell, file) => {
    expect(readFileSync(new URL(`../../completions/${file}`, import.meta.url), 'utf8')).toBe(makeScript(shell, 'etcdctl-ts'));
  });
});
