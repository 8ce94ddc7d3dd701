import fc, { type Arbitrary } from 'fast-check';
import { CommandTree } from '../../../src/cli/tree.js';
import { type Flags, string } from '../../../src/command/flags.js';
import type { CommandSpec } from '../../../src/command/spec.js';
import { root } from '../../../src/commands/index.js';
import { passwordInput, txnInput, watchInput } from './input.js';
import type { CommandLine } from './line.js';
import { flagText, integer, key, leaseId, memberId, mostly, roleName, userName, value, version } from './values.js';

const oneOf = (...values: readonly string[]): Arbitrary<string> => fc.constantFrom(...values);

/** How a command is called well: its arguments, the input it reads, and how often it is drawn. */
interface Use {
  readonly args: readonly (readonly Arbitrary<string>[])[];
  readonly stdin?: Arbitrary<string>;
  readonly weight?: number;
  readonly isTalk?: boolean;
}

const word = mostly(value, key);
const execWords = [oneOf('--', 'echo'), oneOf('echo', 'true', 'sh'), oneOf('hello', '-c', 'a')] as const;

const uses: Readonly<Record<string, Use>> = {
  'alarm disarm': { args: [[]] },
  'alarm list': { args: [[]] },
  'auth disable': { args: [[]] },
  'auth enable': { args: [[]] },
  'auth status': { args: [[]] },
  // Valid loads take a minute.
  'check datascale': { args: [[fc.constant('--load=x')], [fc.constant('--prefix=k')]] },
  'check perf': { args: [[fc.constant('--load=x')], [fc.constant('--prefix=k')]] },
  compaction: { args: [[integer]], weight: 3 },
  completion: { args: [[oneOf('bash', 'zsh', 'fish', 'powershell', 'x', '')]] },
  defrag: { args: [[]] },
  del: { args: [[key], [key], [key, key, fc.constant('--range')]], weight: 6 },
  'downgrade cancel': { args: [[]] },
  'downgrade enable': { args: [[version]] },
  'downgrade validate': { args: [[version]] },
  elect: {
    args: [
      [oneOf('e', 'k'), value],
      [oneOf('e', 'k'), fc.constant('-l')],
    ],
  },
  'endpoint hashkv': { args: [[]] },
  'endpoint health': { args: [[]] },
  'endpoint status': { args: [[]], weight: 3 },
  get: { args: [[key], [key], [key, key]], weight: 16 },
  help: { args: [[oneOf('get', 'lease', 'x', 'lease grant', '')], [oneOf('endpoint'), oneOf('status', 'x')]] },
  'lease grant': { args: [[mostly(oneOf('100', '1000', '5000'), integer, 2)]], weight: 3 },
  'lease keep-alive': { args: [[leaseId, fc.constant('--once')], [leaseId]] },
  'lease list': { args: [[]] },
  'lease revoke': { args: [[leaseId]] },
  'lease timetolive': { args: [[leaseId], [leaseId, fc.constant('--keys')]], weight: 3 },
  lock: { args: [[oneOf('l', 'k', ''), ...execWords], [oneOf('l', 'k')]] },
  'make-mirror': { args: [[oneOf('$ENDPOINT', 'http://$ENDPOINT'), fc.constant('--prefix=k'), fc.constant('--dest-prefix=m')]] },
  'member add': { args: [[oneOf('m2', ''), flagText('peer-urls', 'string').map((urls) => `--peer-urls=${urls}`)]], weight: 2 },
  'member list': { args: [[]] },
  'member promote': { args: [[memberId]] },
  'member remove': { args: [[memberId]] },
  'member update': { args: [[memberId, flagText('peer-urls', 'string').map((urls) => `--peer-urls=${urls}`)]], weight: 2 },
  'move-leader': { args: [[memberId]] },
  options: { args: [[]] },
  put: { args: [[key, value], [key, value], [key]], stdin: mostly(value, fc.constant('')), weight: 10 },
  'role add': { args: [[roleName]] },
  'role delete': { args: [[roleName]] },
  'role get': { args: [[roleName]], weight: 2 },
  'role grant-permission': { args: [[roleName, oneOf('read', 'write', 'readwrite', 'READ', 'x', ''), key]], weight: 3 },
  'role list': { args: [[]] },
  'role revoke-permission': {
    args: [
      [roleName, key],
      [roleName, key, key],
    ],
    weight: 3,
  },
  'snapshot save': { args: [[oneOf('x.db', '', 'no/x.db', '.')]] },
  txn: { args: [[]], stdin: txnInput, weight: 16 },
  'user add': { args: [[userName], [userName.map((name) => `${name}:pw`)]], stdin: passwordInput, weight: 3 },
  'user delete': { args: [[userName]] },
  'user get': { args: [[userName], [userName, fc.constant('--detail')]], weight: 2 },
  'user grant-role': { args: [[userName, roleName]] },
  'user list': { args: [[]] },
  'user passwd': { args: [[userName]], stdin: passwordInput, weight: 2 },
  'user revoke-role': { args: [[userName, roleName]] },
  version: { args: [[]] },
  watch: {
    args: [
      [key, fc.constant('--rev=9')],
      [key, integer.map((rev) => `--rev=${rev}`), fc.constant('--prefix')],
      [key, key],
      [key, fc.constant('--rev=10'), ...execWords],
    ],
    weight: 3,
  },
  'watch -i': { args: [[]], stdin: watchInput, weight: 3, isTalk: true },
};

/** Bodies of input for commands that may ask for the password of --user. */
const stray = mostly(fc.constant(undefined), passwordInput, 4);

/** One flag in one of its spellings. */
function spell(name: string, { type, short }: Flags[string]): Arbitrary<readonly string[]> {
  const attached = flagText(name, type).map((text) => [`--${name}=${text}`]);
  if (type === 'bool') {
    const bare = fc.constantFrom([`--${name}`], ...(short ? [[`-${short}`], [`-${short}=true`]] : []));
    return mostly<readonly string[]>(bare, attached, 3);
  }
  const apart = flagText(name, type).map((text) => [`--${name}`, text]);
  const forms = [attached, apart];
  if (short) {
    forms.push(flagText(name, type).map((text) => [`-${short}`, text]));
    forms.push(fc.tuple(oneOf('', '='), flagText(name, type)).map(([equals, text]) => [`-${short}${equals}${text}`]));
  }
  return mostly<readonly string[]>(fc.oneof(...forms), fc.constant([`--${name}`]), 25);
}

const anyOf = (flags: Flags) => fc.oneof(...Object.entries(flags).map(([name, flag]) => spell(name, flag)));

/** Those that Go's etcdctl has. */
const globalFlags = new CommandTree(root, 'etcdctl').globals;
const writeOut = spell('write-out', string('', { short: 'w' }));

const global = mostly<readonly string[]>(fc.oneof(writeOut, writeOut, fc.constant(['--hex'])), anyOf(globalFlags), 3);

const wrong = fc.constantFrom<readonly string[]>(
  ['--bogus'],
  ['-x'],
  ['-hx'],
  ['--'],
  [''],
  ['---'],
  ['--=x'],
  ['-'],
  ['-ih'],
  ['--help'],
  ['-h'],
  ['--no-prefix'],
  ['-wx'],
  ['--Prefix'],
  ['-'],
  ['-é'],
  ['--prefi'],
  ['-test.v'],
);

const environment: Arbitrary<CommandLine['env']> = mostly<CommandLine['env']>(
  fc.constant([]),
  fc.array(
    fc.oneof(
      fc.constantFrom(...Object.entries(globalFlags)).chain(([name, { type }]) => {
        const variable = `ETCDCTL_${name.toUpperCase().replaceAll('-', '_')}`;
        return flagText(name, type).map((text) => [variable, text] as const);
      }),
      fc.tuple(
        oneOf(
          'ETCDCTL_FOO',
          'ETCDCTL_API',
          'ETCDCTL_WATCH_KEY',
          'ETCDCTL_WATCH_RANGE_END',
          'ETCDCTL_PREFIX',
          'ETCDCTL_CLUSTER',
          'ETCDCTL_',
        ),
        oneOf('', 'k', '3', 'true', 'a b', 'ü'),
      ),
    ),
    { minLength: 1, maxLength: 2 },
  ),
  7,
);

interface Leaf {
  readonly path: readonly string[];
  readonly flags: Flags;
  readonly use: Use;
}

async function* leaves({ commands = [] }: CommandSpec, path: readonly string[], inherited: Flags): AsyncGenerator<Leaf> {
  for (const row of commands) {
    if (row.extension) continue;
    const child = await row.load();
    const childPath = [...path, row.name];
    const flags = { ...inherited, ...child.flags };
    if (child.commands) yield* leaves(child, childPath, Object.fromEntries(Object.entries(flags).filter(([, flag]) => flag.persistent)));
    else {
      const use = uses[childPath.join(' ')];
      if (use === undefined) throw new Error(`uses has nothing for ${childPath.join(' ')}`);
      yield { path: childPath, flags, use };
    }
  }
}

/** Where a word of a command line comes to stand: pieces are put between the others, shorter shrinks to none. */
function interleave(base: readonly string[], pieces: readonly (readonly [at: number, words: readonly string[]])[]): string[] {
  const words: string[] = [...base];
  for (const [at, piece] of pieces) words.splice(at % (words.length + 1), 0, ...piece);
  return words;
}

function linesOf({ path, flags, use }: Leaf): Arbitrary<CommandLine> {
  const own = Object.keys(flags).length > 0 ? anyOf(flags) : global;
  const at = fc.nat(6);
  // Flags stand behind the arguments where nothing else is drawn.
  const behind = fc.constant(99);
  const piece = mostly(
    fc.tuple(
      mostly(
        behind.map(() => 6),
        at,
        2,
      ),
      fc.oneof(own, own, global),
    ),
    fc.tuple(
      at,
      fc.oneof(
        wrong,
        word.map((text) => [text]),
      ),
    ),
    14,
  );
  return fc
    .record({
      names: mostly(fc.constant(path), fc.constantFrom(...shorten(path)), 12),
      args: fc.oneof(...use.args.map((args) => fc.tuple(...args))),
      missing: mostly(fc.constant(0), fc.nat(2), 12),
      pieces: fc.array(piece, { maxLength: 4 }),
      env: environment,
      stdin: use.stdin ?? stray,
    })
    .map(({ names, args, missing, pieces, env, stdin }) => ({
      env,
      words: interleave([...names, ...args.filter((arg, i) => i < args.length - missing || arg.startsWith('--'))], pieces),
      ...(stdin === undefined ? {} : { stdin }),
      ...(use.isTalk ? { isTalk: true } : {}),
    }));
}

/** The same command by parts of its names, and some that are none. */
function shorten(path: readonly string[]): (readonly string[])[] {
  const name = path.at(-1) ?? '';
  const above = path.slice(0, -1);
  return [1, 2, 3, name.length - 1]
    .map((length) => [...above, name.slice(0, length)])
    .concat([above, [...above, `${name}x`], [...above, name.toUpperCase()], path.map((part) => part.slice(0, 3))]);
}

const found: Leaf[] = [];
for await (const leaf of leaves(root, [], {})) found.push(leaf);
const talk = found
  .filter(({ path }) => path[0] === 'watch')
  .map((leaf) => ({ ...leaf, path: ['watch', '-i'], use: uses['watch -i'] as Use }));

const complete: Arbitrary<CommandLine> = fc
  .tuple(
    fc.constantFrom('__complete', '__complete', '__completeNoDesc'),
    fc.constantFrom(...found),
    mostly(anyOf(globalFlags), wrong),
    oneOf('', '', '-', '--', '--w', '-w', 'l', '--write-out=', '--order'),
    fc.nat(3),
  )
  .map(([name, { path }, flag, last, kept]) => ({ env: [], words: [name, ...path.slice(0, kept), ...(kept === 3 ? flag : []), last] }));

/** Any command line of Go's etcdctl, good ones mostly. */
export const commandLine: Arbitrary<CommandLine> = fc.oneof(
  ...[...found, ...talk].map((leaf) => ({ weight: leaf.use.weight ?? 1, arbitrary: linesOf(leaf) })),
  { weight: 3, arbitrary: complete },
  {
    weight: 2,
    arbitrary: fc
      .array(mostly(oneOf('lease', 'user', 'snapshot', 'restore', 'l', 'bogus', 'ver', 'help', '--help', '-h', 'options'), word), {
        maxLength: 3,
      })
      .map((words) => ({ env: [], words })),
  },
);
