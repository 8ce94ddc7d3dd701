import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findCommand, suggestNames } from '../../../src/go/cobra.js';
import { type FlagForms, scanFlags } from '../../../src/go/pflag.js';

const forms = {
  'write-out': { type: 'string', short: 'w' },
  interactive: { type: 'bool', short: 'i' },
  hex: { type: 'bool' },
  limit: { type: 'int64' },
  help: { type: 'bool', short: 'h' },
} satisfies FlagForms;

/** `name=text` for flags, then the arguments behind a bar, then the mistake. */
function scan(line: string): string {
  const { flags, args, error } = scanFlags(forms, line === '' ? [] : line.split(' '));
  return [...flags.map(({ name, text }) => `${name}=${text}`), '|', ...args, ...(error ? [`! ${error.message}`] : [])].join(' ');
}

describe('flags', () => {
  test.each([
    ['', '|'],
    ['a --limit 5 b', 'limit=5 | a b'],
    ['--limit=5', 'limit=5 |'],
    ['--limit=', 'limit= |'],
    ['--limit -- a', 'limit=-- | a'],
    ['--write-out=a=b', 'write-out=a=b |'],
    ['--hex false', 'hex=true | false'],
    ['--hex=false', 'hex=false |'],
    ['-w json', 'write-out=json |'],
    ['-wjson', 'write-out=json |'],
    ['-w=json', 'write-out=json |'],
    ['-w=', 'write-out== |'],
    ['-iw json', 'interactive=true write-out=json |'],
    ['-iwjson', 'interactive=true write-out=json |'],
    ['-i=false', 'interactive=false |'],
    ['- -i -', 'interactive=true | - -'],
    ['a -- -w --hex --', '| a -w --hex --'],
    ['-test.v -itest.v', 'interactive=true |'],
  ])('%s', (line, result) => {
    expect(scan(line)).toBe(result);
  });

  test.each([
    ['--hex --bogus=1 a', 'hex=true | ! unknown flag: --bogus'],
    ['--hexx', '| ! unknown flag: --hexx'],
    ['--constructor', '| ! unknown flag: --constructor'],
    ['-ix', "interactive=true | ! unknown shorthand flag: 'x' in -x"],
    ['-xi', "| ! unknown shorthand flag: 'x' in -xi"],
    ['-i=', "interactive=true | ! unknown shorthand flag: '=' in -="],
    ['-é', "| ! unknown shorthand flag: 'Ã' in -é"],
    ['--limit', '| ! flag needs an argument: --limit'],
    ['-iw', "interactive=true | ! flag needs an argument: 'w' in -w"],
    ['---x', '| ! bad flag syntax: ---x'],
    ['--=x', '| ! bad flag syntax: --=x'],
  ])('%s is a mistake', (line, result) => {
    expect(scan(line)).toBe(result);
  });

  test('no argument is lost or made up, wherever flags stand', () => {
    const argument = fc.string({ minLength: 1 }).filter((text) => !text.startsWith('-'));
    const flag = fc.constantFrom(['--hex'], ['--hex=false'], ['-i'], ['-w', 'x'], ['-wx'], ['--limit', '-1'], ['-iw', 'y']);
    const part = fc.oneof(
      argument.map((text) => ({ words: [text], args: [text] })),
      flag.map((words) => ({ words, args: [] })),
    );
    const behind = fc.option(fc.array(fc.string()), { nil: undefined });
    fc.assert(
      fc.property(fc.array(part), behind, (parts, rest) => {
        const words = [...parts.flatMap((one) => one.words), ...(rest ? ['--', ...rest] : [])];
        const { args, error } = scanFlags(forms, words);
        expect(error).toBeUndefined();
        expect(args).toEqual([...parts.flatMap((one) => one.args), ...(rest ?? [])]);
      }),
    );
  });
});

interface Tree {
  readonly name: string;
  readonly commands?: readonly Tree[];
  readonly flags?: Readonly<Record<string, { type: 'bool'; persistent?: true }>>;
}

const tree: Tree = {
  name: 'root',
  flags: { help: { type: 'bool' } },
  commands: [
    { name: 'get' },
    { name: 'lease', commands: [{ name: 'grant' }, { name: 'keep-alive' }] },
    { name: 'lock' },
    { name: 'check', flags: { cluster: { type: 'bool', persistent: true } }, commands: [{ name: 'perf' }] },
    { name: 'checkpoint' },
  ],
};

describe('commands', () => {
  test.each([
    ['get a get', 'root get | a get'],
    ['lease grant 5', 'root lease grant | 5'],
    ['lea g 5', 'root lease grant | 5'],
    ['l a', 'root | l a'],
    ['check perf', 'root check perf |'],
    ['check --cluster perf', 'root check perf | --cluster'],
    ['check perf --cluster a', 'root check perf | --cluster a'],
    ['-w json get a', 'root get | -w json a'],
    ['--hex get', 'root get | --hex'],
    ['--help get', 'root get | --help'],
    // Below the root, help is not known yet and takes a value.
    ['lease -h grant', 'root lease | -h grant'],
    ['lease --bogus grant 5', 'root lease | --bogus grant 5'],
    ['--bogus get', 'root | --bogus get'],
    ['--bogus a get', 'root get | --bogus a'],
    ['-- get', 'root | -- get'],
    ['lease -- grant', 'root lease | -- grant'],
    ['get -w get get', 'root get | -w get get'],
  ])('%s', async (line, result) => {
    const { help: _, ...globals } = forms;
    const { path, words } = await findCommand<Tree, Tree>(tree, globals, line.split(' '), async (row) => row);
    expect([...path.map(({ name }) => name), '|', ...words].join(' ')).toBe(result);
  });

  test.each([
    ['l', ['del', 'lease', 'lock']],
    ['GET', ['get', 'del']],
    ['gte', ['get']],
    ['bogus', []],
  ])('suggestions for %s', (word, names) => {
    expect(suggestNames(['get', 'del', 'lease', 'lock'], word)).toEqual(names);
  });
});
