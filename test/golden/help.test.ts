import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Command } from '../../src/command/spec.js';
import { root } from '../../src/commands/index.js';
import { runCommand } from '../support/host.js';

// Recorded from etcdctl 3.7.1, from `Usage:` on: `etcdctl lease grant --help` is lease-grant.txt, `etcdctl` root.txt.
const folder = new URL('help/', import.meta.url);
const golden = (name: string) => readFileSync(new URL(`${name}.txt`, folder), 'utf8');
const recorded = readdirSync(folder).map((file) => file.replace('.txt', ''));

const paths = (command: Command, path: readonly string[] = []): (readonly string[])[] => [
  path,
  ...(command.commands ?? []).flatMap((child) => (child.extension ? [] : paths(child, [...path, child.name]))),
];

// The prose above the usage is not part of the contract, and is the project's own.
const usage = (text: string) => text.slice(Math.max(0, text.indexOf('Usage:\n')));

describe.each(paths(root).map((path) => [path.join(' '), path] as const))('%s', (_, path) => {
  const text = usage(golden(path.join('-') || 'root'));

  test.each([
    ['--help', [...path, '--help']],
    ['-h', [...path, '-h']],
    ['help', ['help', ...path]],
  ])('%s', async (_, argv) => {
    const { out, err, code } = await runCommand(argv);
    expect({ out: usage(out), err, code }).toEqual({ out: text, err: '', code: 0 });
  });
});

test('each recorded text is that of a command', () => {
  const names = paths(root).map((path) => path.join('-') || 'root');
  expect(recorded.toSorted()).toEqual([...names, 'options-output'].toSorted());
});

test('options', async () => {
  expect((await runCommand(['options'])).out).toBe(golden('options-output'));
});

test('the program is told by the name it was called by', async () => {
  const { out } = await runCommand(['lease', '--help'], { program: 'etcdctl-ts' });
  expect(usage(out)).toBe(golden('lease').replaceAll('etcdctl', 'etcdctl-ts'));
});

test('on a terminal headings are bold and nothing else changes', async () => {
  const { out } = await runCommand(['get', '--help'], { tty: ['stdout'] });
  const esc = String.fromCharCode(27);
  expect(out).toContain(`${esc}[1mFlags:${esc}[22m\n`);
  expect(out.replaceAll(`${esc}[1m`, '').replaceAll(`${esc}[22m`, '')).toContain(golden('get'));
  expect((await runCommand(['get', '--help'], { tty: ['stdout'], env: { NO_COLOR: '1' } })).out).toContain(golden('get'));
});

test('extensions are told unless the program is called etcdctl', async () => {
  const extension: Command = { name: 'extra', summary: 'More', extension: true, run: async () => {} };
  const tree = { ...root, commands: [...(root.commands ?? []), extension] };
  expect((await runCommand([], { root: tree })).out).toBe(golden('root'));
  expect((await runCommand(['extra'], { root: tree })).code).toBe(1);
  expect((await runCommand(['extra'], { root: tree, program: 'etcdctl-ts' })).code).toBe(0);
});
