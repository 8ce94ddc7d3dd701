import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Context } from '../../src/command/context.js';
import { bool, string } from '../../src/command/flags.js';
import { type CommandRow, command } from '../../src/command/spec.js';
import { root } from '../../src/commands/index.js';
import { runCommand } from '../support/host.js';

/** What Go's etcdctl doesn't have exists under our own name only (ADR 0004). */
describe('a command', () => {
  const extra: CommandRow = { name: 'extra', summary: 'More', extension: true, load: async () => ({ run: async () => {} }) };
  const tree = { ...root, commands: [...root.commands, extra] };

  test('is not there under the name etcdctl', async () => {
    const { out } = await runCommand([], { root: tree });
    expect(out).toContain(readFileSync(new URL('../golden/help/root.txt', import.meta.url), 'utf8'));
    expect(await runCommand(['extra'], { root: tree })).toMatchObject({
      err: 'Error: unknown command "extra" for "etcdctl"\nRun \'etcdctl --help\' for usage.\n',
      code: 1,
    });
    expect((await runCommand(['__completeNoDesc', 'ex'], { root: tree })).out).toBe(':4\n');
  });

  test('is under our own', async () => {
    expect(await runCommand(['extra'], { root: tree, program: 'etcdctl-ts' })).toMatchObject({ err: '', code: 0 });
    expect((await runCommand(['__completeNoDesc', 'ex'], { root: tree, program: 'etcdctl-ts' })).out).toBe('extra\n:4\n');
  });

  test('of a group likewise', async () => {
    expect((await runCommand(['snapshot', 'restore', 'x'])).out).toMatch(/^Manages etcd node snapshots\n/);
    expect((await runCommand(['snapshot', 'restore', '--help'], { program: 'etcdctl-ts' })).out).toMatch(/^Restores /);
  });
});

describe('a flag', () => {
  let seen: unknown;
  const group = {
    name: 'group',
    summary: '',
    load: async () =>
      command({
        flags: { wide: bool('shows more', { extension: true, persistent: true }) },
        commands: [{ name: 'leaf', summary: '', load: async () => leaf }],
      }),
  };
  const leaf = command({
    flags: { colour: string('what colour', { default: 'red', extension: true }), size: string('how large') },
    run: async ({ flags }: Context) => {
      seen = flags;
    },
  });
  const tree = { summary: '', commands: [group] };
  const run = (program: string, ...words: string[]) => runCommand(['group', 'leaf', ...words], { root: tree, program });

  test.each(['--colour=blue', '--wide'])('is unknown under the name etcdctl: %s', async (flag) => {
    expect((await run('etcdctl', flag)).err).toMatch(`Error: unknown flag: ${flag.split('=')[0]}\nUsage:\n`);
    expect((await run('etcdctl-ts', flag)).code).toBe(0);
  });

  test('has its default where it cannot be given', async () => {
    expect((await run('etcdctl', '--size=1')).code).toBe(0);
    expect(seen).toMatchObject({ colour: 'red', wide: false, size: '1' });
    await run('etcdctl-ts', '--colour=blue', '--wide');
    expect(seen).toMatchObject({ colour: 'blue', wide: true, size: '' });
  });

  test('is in the help and in completion of our own name alone', async () => {
    expect((await run('etcdctl', '--help')).out).not.toMatch(/colour|wide/);
    expect((await run('etcdctl-ts', '--help')).out).toMatch(/--colour string .*[\s\S]*Global Flags:\n {6}--wide/);
    const complete = async (program: string) =>
      (await runCommand(['__completeNoDesc', 'group', 'leaf', '--'], { root: tree, program })).out.split('\n');
    expect(await complete('etcdctl')).toEqual(['--help', '--size', ':4', '']);
    expect(await complete('etcdctl-ts')).toEqual(['--wide', '--colour', '--help', '--size', ':4', '']);
  });

  test('is not set by a variable under the name etcdctl', async () => {
    await runCommand(['group', 'leaf'], { root: tree, env: { ETCDCTL_WIDE: 'true' } });
    expect(seen).toMatchObject({ wide: false });
  });
});

describe('--version', () => {
  // What etcdctl 3.7.1 takes an unknown flag for: one with a value.
  test.each([[['--version']], [['--version', 'get']], [['--version=true']]])('is an unknown flag to etcdctl: %j', async (words) => {
    const { out, err, code } = await runCommand(words);
    expect(out).toBe('');
    expect(err).toMatch(/^Error: unknown flag: --version\nUsage:\n {2}etcdctl \[command\]\n\nKey-value commands\n/);
    expect(err).toMatch(/about a command\.\n\n$/);
    expect(code).toBe(1);
  });
});
