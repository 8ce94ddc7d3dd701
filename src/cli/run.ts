import type { Context, Globals } from '../command/context.js';
import { alternatives, Exit, UsageError } from '../command/errors.js';
import type { Command } from '../command/spec.js';
import { suggestNames } from '../go/cobra.js';
import { FlagError, scanFlags, UnknownFlagError } from '../go/pflag.js';
import { quote } from '../go/quote.js';
import type { Host } from '../host/host.js';
import { guardTerminals, unguarded } from '../host/terminal.js';
import { type CommandNode, growNode } from './command-node.js';
import { connectionsOf } from './connections.js';
import { CommandLineError, reportFailure } from './failure.js';
import { GoHelp } from './help.js';
import { Interruption } from './interruption.js';
import { formatHelp, makeManual } from './manual.js';
import type { Program } from './program.js';
import { CommandTree } from './tree.js';
import { ownVersion } from './version.js';

/** Runs one command line. @returns the exit status; failures are reported on stderr by then */
export async function run(argv: readonly string[], plain: Host, program: Program): Promise<number> {
  const host = guardTerminals(plain);
  const interruption = new Interruption(host);
  try {
    await runCommand(argv, host, program, interruption);
    return Exit.Success;
  } catch (error) {
    return await reportFailure(error, host);
  } finally {
    interruption.end();
  }
}

/** The hidden commands that the shells' scripts run, with candidates described or not. */
const isCompletion = (word: string | undefined) => word === '__complete' || word === '__completeNoDesc';

async function runCommand(argv: readonly string[], host: Host, program: Program, interruption: Interruption): Promise<void> {
  const tree = new CommandTree(program.root, host.program);
  if (isCompletion(argv[0])) {
    const { complete } = await import('./complete/complete.js');
    return complete(argv.slice(1), argv[0] === '__complete', tree, host, async (source, node, typed) => {
      const { findInCluster } = await import('./complete/cluster.js');
      return findInCluster(source, node, typed, host, program);
    });
  }
  const { path, words, next } = await tree.find(argv, (row) => row.catchesSignals && interruption.listen());
  if (path.length === 1 && next !== undefined) throw unknownCommand(tree, next);
  const node = growNode(tree, path);
  const scan = scanFlags(node.forms, words);
  node.action(async () => {
    // Behind the values to its left, which commander has parsed by now.
    if (scan.error) throw scan.error;
    const { help, version } = node.opts<{ help: boolean; version?: boolean }>();
    if (version) return host.stdout.write(`${host.program} version ${ownVersion}\n`);
    if (help || !node.spec.run) return unguarded(host.stdout).write(await formatHelp(node, host));
    return runAction(node, node.spec.run, { argv, args: scan.args, host, manual: makeManual(tree, host) }, program, interruption);
  });
  const names = path.slice(1).map(({ name }) => name);
  try {
    await node.root.parseAsync([...names, ...node.declare(scan.flags), '--', ...scan.args], { from: 'user' });
  } catch (error) {
    if (!(error instanceof FlagError || error instanceof UsageError)) throw error;
    const hint = error instanceof UnknownFlagError ? suggestFlags(node, error.flagName) : undefined;
    throw new CommandLineError(error.message, `${new GoHelp().formatUsage(node)}\n`, hint);
  }
}

async function runAction(
  node: CommandNode,
  action: NonNullable<Command['run']>,
  given: Pick<Context, 'argv' | 'args' | 'host' | 'manual'>,
  program: Program,
  interruption: Interruption,
): Promise<void> {
  const { host } = given;
  const connections = connectionsOf(node, host, program);
  // Commander fills this object, so that what `connect` reads from the environment shows up in it.
  const values = node.opts<Globals & Record<string, unknown>>();
  try {
    await action({
      ...given,
      flags: values as Context['flags'],
      globals: values,
      get interrupted() {
        return interruption.signal;
      },
      configure: () => interruption.unlessInterrupted(connections.configure()),
      connect: (options) => interruption.unlessInterrupted(connections.connect({ ...options, ...interruption.callOptions })),
      print: (reply) => program.print(reply, values, host),
      deadline: () => host.clock.now() + values.commandTimeout,
      given: (name) => node.isGiven(name),
    });
  } finally {
    connections.close();
  }
}

function suggestFlags(node: CommandNode, typed: string): string | undefined {
  const names = suggestNames(
    node.flags.map(({ name }) => name),
    typed,
  );
  return names.length === 0 ? undefined : `did you mean ${alternatives(names.map((name) => `--${name}`))}?`;
}

function unknownCommand({ root }: CommandTree, word: string): CommandLineError {
  const names = (root.commands ?? []).map(({ name }) => name).filter((name) => name !== 'help');
  const suggestions = suggestNames(names, word);
  const hint = suggestions.length > 0 ? `\nDid you mean this?\n${suggestions.map((name) => `\t${name}\n`).join('')}\n` : '';
  return new CommandLineError(`unknown command ${quote(word)} for ${quote(root.name)}`, `${hint}Run '${root.name} --help' for usage.\n`);
}
