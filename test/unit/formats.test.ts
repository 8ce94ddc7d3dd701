import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Context } from '../../src/command/context.js';
import { precedes } from '../../src/output/compatible.js';
import { type Format, unsupported } from '../../src/output/format.js';
import { type FormatRow, formats } from '../../src/output/formats.js';
import { showRaw } from '../../src/output/value.js';
import { program } from '../../src/program.js';
import { replies } from '../golden/replies.js';
import { runCommand } from '../support/host.js';
import { goFormats } from '../support/output.js';

const kinds = Object.keys(replies).toSorted();

test.each(formats)('$name says of each kind of reply whether it prints it', async ({ load }) => {
  expect(Object.keys(await load()).toSorted()).toEqual(kinds);
});

test('a format that forgets a kind is a type error', () => {
  // @ts-expect-error: `npm run check` fails where the compiler takes this for a format.
  const forgetful: Format = { range: unsupported, report: unsupported };
  expect(Object.keys(forgetful).length).toBeLessThan(kinds.length);
});

describe('loading', () => {
  afterEach(() => {
    for (const { name } of formats) vi.doUnmock(`../../src/output/formats/${name}.js`);
    vi.resetModules();
  });

  test.each(formats.map(({ name }) => name))('%s loads no other format', async (name) => {
    vi.resetModules();
    const loaded: string[] = [];
    for (const other of formats.map((row) => row.name)) {
      vi.doMock(`../../src/output/formats/${other}.js`, async (importOriginal) => {
        loaded.push(other);
        return importOriginal();
      });
    }
    const { formats: rows } = await import('../../src/output/formats.js');
    expect(loaded).toEqual([]);
    await rows.find((row) => row.name === name)?.load();
    expect(loaded).toEqual([name]);
  });
});

describe('a format that Go does not have', () => {
  const loud: FormatRow = {
    name: 'loud',
    extension: true,
    load: async () => ({ ...(await formats.find(({ name }) => name === 'simple')?.load()) }) as Format,
  };

  const ours = [...formats.map((row) => row.name), loud.name];

  test.each<[string, string[], object]>([
    ['etcdctl-ts', ['__completeNoDesc', 'get', '-w', ''], { out: `${ours.join('\n')}\n:0\n` }],
    ['etcdctl', ['__completeNoDesc', 'get', '-w', ''], { out: `${goFormats.join('\n')}\n:0\n` }],
    ['etcdctl-ts', ['options'], { out: expect.stringContaining(`set the output format (${ours.join(', ')})`) }],
    ['etcdctl', ['options'], { out: expect.stringContaining('set the output format (fields, json, protobuf, simple, table)') }],
    ['etcdctl-ts', ['do', '-w', 'loud'], { out: 'lease 0000000000000005 expired or revoked.\n', code: 0 }],
    ['etcdctl', ['do', '-w', 'loud'], { out: '', err: 'Error: unsupported output format\n', code: 4 }],
  ])('%s %j', async (name, argv, result) => {
    (formats as FormatRow[]).push(loud);
    try {
      const run = ({ print }: Context) => print({ kind: 'lease-expired', id: '5' });
      const root = { summary: '', commands: [{ name: 'do', summary: '', load: async () => ({ run }) }] };
      const own = argv[0] === 'do' ? { root } : {};
      expect(await runCommand(argv, { ...own, program: name, print: program.print })).toMatchObject(result);
    } finally {
      (formats as FormatRow[]).pop();
    }
  });
});

describe('the release that the output is compatible with', () => {
  test.each<[string, string, boolean]>([
    ['3.7.1', '3.7.2', true],
    ['3.7.2', '3.7.2', false],
    ['3.7.10', '3.7.2', false],
    ['3.6.9', '3.7.0', true],
    ['4.0.0', '3.7.2', false],
  ])('%s precedes %s: %s', (a, b, expected) => {
    expect(precedes(a, b)).toBe(expected);
  });

  test.each([true, false])('endpoint status -w fields repeats "RaftTerm": %s', async (repeatsRaftTerm) => {
    vi.resetModules();
    vi.doMock('../../src/output/compatible.js', () => ({ repeatsRaftTerm }));
    const { fields } = await import('../../src/output/formats/fields.js');
    vi.doUnmock('../../src/output/compatible.js');
    const print = fields['endpoint-status'];
    if (print === unsupported) return expect.unreachable();
    const { endpoints } = replies['endpoint-status'].all ?? expect.unreachable();
    const text = print({ kind: 'endpoint-status', endpoints: endpoints.slice(0, 1) }, { hex: false, show: showRaw });
    expect(String(text).match(/^"RaftTerm" : \d+$/gm)).toEqual(repeatsRaftTerm ? ['"RaftTerm" : 7', '"RaftTerm" : 2'] : ['"RaftTerm" : 7']);
  });
});
