import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { CommandRow } from '../../src/command/spec.js';
import { root } from '../../src/commands/index.js';
import { runCommand } from '../support/host.js';

// Recorded from etcdctl 3.7.1, from `Usage:` on: `etcdctl lease grant --help` is lease-grant.txt, `etcdctl` root.txt.
const folder = new URL('help/', import.meta.url);
const golden = (name: string) => readFileSync(new URL(`${name}.txt`, folder), 'utf8');
const recorded = readdirSync(folder).map((file) => file.replace('.txt', ''));

/** The words that name each command of Go's, the root's none. */
async function pathsBelow(rows: readonly CommandRow[], path: readonly string[] = []): Promise<(readonly string[])[]> {
  const below = rows
    .filter(({ extension }) => !extension)
    .map(async ({ name, load }) => pathsBelow((await load()).commands ?? [], [...path, name]));
  return [path, ...(await Promise.all(below)).flat()];
}

const paths = await pathsBelow(root.commands);

// The prose above the usage is not part of the contract, and is the project's own.
const usage = (text: string) => text.slice(Math.max(0, text.indexOf('Usage:\n')));

describe.each(paths.map((path) => [path.join(' '), path] as const))('%s', (_, path) => {
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
  const names = paths.map((path) => path.join('-') || 'root');
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
