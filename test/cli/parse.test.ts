import { describe, expect, test } from 'vitest';
import type { Context } from '../../src/command/context.js';
import { runCommand } from '../support/host.js';
import { specTree } from '../support/specs.js';

/** What a command is run with: its path, its arguments, and the flags asked for. */
async function parse(line: string, ...flags: string[]) {
  let seen: { path: string; args: readonly string[]; flags: unknown[] } | undefined;
  const root = specTree((path, context: Context) => {
    seen = { path, args: context.args, flags: flags.map((name) => (context.flags as Record<string, unknown>)[name]) };
  });
  const { err } = await runCommand(line.split(' '), { root });
  return seen ?? err.split('\n')[0];
}

describe('values', () => {
  test.each([
    ['get k', 'limit', 0n],
    ['get k --limit=0x1_0', 'limit', 16n],
    ['get k --limit 5 --limit 6', 'limit', 6n],
    ['get k', 'consistency', 'l'],
    ['get k --prefix', 'prefix', true],
    ['get k --prefix=F', 'prefix', false],
    ['get k', 'endpoints', ['127.0.0.1:2379']],
    ['get k --endpoints a,b --endpoints "c,d"', 'endpoints', ['a', 'b', 'c,d']],
    ['get k --endpoints=', 'endpoints', []],
    ['--endpoints a get k', 'endpoints', ['a']],
    ['get k', 'commandTimeout', 5000],
    ['get k --command-timeout 1m0.5s', 'commandTimeout', 60_500],
    ['user add u --no-password', 'noPassword', true],
    ['user add u', 'noPassword', false],
    ['make-mirror d --dest-prefix x', 'destPrefix', 'x'],
    ['make-mirror d --dest-prefix x', 'noDestPrefix', false],
    ['make-mirror d --no-dest-prefix', 'destPrefix', ''],
    ['make-mirror d', 'maxTxnOps', 128n],
    ['endpoint --cluster status', 'cluster', true],
    ['lock l -- sh -c x', 'ttl', 10n],
  ])('%s: %s', async (line, flag, value) => {
    expect(await parse(line, flag)).toMatchObject({ flags: [value] });
  });

  test('arguments keep what stands behind --', async () => {
    expect(await parse('lock l -- sh -c --ttl=5 --')).toMatchObject({ path: 'lock', args: ['l', 'sh', '-c', '--ttl=5', '--'] });
    expect(await parse('put k -- -v')).toMatchObject({ args: ['k', '-v'] });
  });

  test('an argument that is the name of a command is an argument', async () => {
    expect(await parse('get get')).toMatchObject({ path: 'get', args: ['get'] });
    expect(await parse('lease grant list')).toMatchObject({ path: 'lease grant', args: ['list'] });
  });
});

describe('mistakes', () => {
  test.each([
    ['version --bogus', 'unknown flag: --bogus'],
    ['get -x', "unknown shorthand flag: 'x' in -x"],
    ['get --endpoints', 'flag needs an argument: --endpoints'],
    ['get --hex=foo', 'invalid argument "foo" for "--hex" flag: strconv.ParseBool: parsing "foo": invalid syntax'],
    ['get --limit x', 'invalid argument "x" for "--limit" flag: strconv.ParseInt: parsing "x": invalid syntax'],
    ['make-mirror --max-txn-ops -1', 'invalid argument "-1" for "--max-txn-ops" flag: strconv.ParseUint: parsing "-1": invalid syntax'],
    ['get --command-timeout abc', 'invalid argument "abc" for "--command-timeout" flag: time: invalid duration "abc"'],
    ['get --command-timeout 5', 'invalid argument "5" for "--command-timeout" flag: time: missing unit in duration "5"'],
    ['txn --interactive=foo', 'invalid argument "foo" for "-i, --interactive" flag: strconv.ParseBool: parsing "foo": invalid syntax'],
    ['lock L sh -c x', "unknown shorthand flag: 'c' in -c"],
    // The first from the left, of whatever kind; help comes last.
    ['get --limit=x --bogus', 'invalid argument "x" for "--limit" flag: strconv.ParseInt: parsing "x": invalid syntax'],
    ['get --bogus --limit=x', 'unknown flag: --bogus'],
    ['get --hex=x --limit=y', 'invalid argument "x" for "--hex" flag: strconv.ParseBool: parsing "x": invalid syntax'],
    ['get -h --bogus', 'unknown flag: --bogus'],
  ])('%s', async (line, message) => {
    expect(await parse(line)).toBe(`Error: ${message}`);
  });

  test('the usage follows, and an empty line', async () => {
    expect(await runCommand(['version', '--bogus'])).toMatchObject({
      out: '',
      err: 'Error: unknown flag: --bogus\nUsage:\n  etcdctl version [flags]\n\nFlags:\n  -h, --help   help for version\n\n',
      code: 1,
    });
  });

  test('unknown commands', async () => {
    const root = specTree(() => {});
    expect(await runCommand(['bogus'], { root })).toMatchObject({
      out: '',
      err: 'Error: unknown command "bogus" for "etcdctl"\nRun \'etcdctl --help\' for usage.\n',
      code: 1,
    });
    expect((await runCommand(['l'], { root, program: 'etcdctl-ts' })).err).toBe(
      'Error: unknown command "l" for "etcdctl-ts"\n\nDid you mean this?\n\tdel\n\tlease\n\tlock\n\nRun \'etcdctl-ts --help\' for usage.\n',
    );
  });

  test('unknown help topics', async () => {
    const { out, err, code } = await runCommand(['help', 'bogus', 'topic']);
    expect({ out, code }).toEqual({ out: '', code: 0 });
    expect(err).toMatch(/^Unknown help topic \[`bogus` `topic`\]\nUsage:\n {2}etcdctl \[command\]\n\nKey-value commands\n/);
    expect(err).toMatch(/about a command\.\n$/);
  });

  test.each([
    [[], 'accepts 1 arg(s), received 0'],
    [['foo'], 'invalid argument "foo" for "etcdctl completion"'],
  ])('completion %j', async (args, message) => {
    const { err, code } = await runCommand(['completion', ...args]);
    expect(err.split('\n').slice(0, 3)).toEqual([`Error: ${message}`, 'Usage:', '  etcdctl completion [bash|zsh|fish|powershell]']);
    expect(code).toBe(1);
  });
});
