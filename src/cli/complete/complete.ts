import type { Flag } from '../../command/flags.js';
import type { ClusterSource, Source } from '../../command/source.js';
import type { CommandRow } from '../../command/spec.js';
import { FlagError, scanFlags } from '../../go/pflag.js';
import type { Host } from '../../host/host.js';
import { type CommandNode, growNode } from '../command-node.js';
import { nameProgram } from '../help.js';
import type { CommandTree } from '../tree.js';
import { type Candidate, type Candidates, Directive } from './candidates.js';

/** Finds what the cluster has that begins with what is typed; the node has the flags typed so far. */
export type Finder = (source: ClusterSource, node: CommandNode, typed: string) => Promise<Candidates>;

const noFiles = (lines: readonly Candidate[] = []): Candidates => ({ lines, directive: Directive.NoFileComp });

/** Answers a shell, contract 2.22: candidates, then the directive, and on stderr what a human wants to know of it. */
export async function complete(words: readonly string[], describe: boolean, tree: CommandTree, host: Host, find: Finder): Promise<void> {
  let found: Candidates = { lines: [], directive: Directive.Default };
  try {
    found = await findCandidates(words.slice(0, -1), words.at(-1) ?? '', tree, find);
  } catch (error) {
    if (!(error instanceof CompletionError)) throw error;
    await host.stderr.write(`[Debug] [Error] ${error.message}\n`);
  }
  const lines = found.lines.map(({ name, text }) => `${describe && text ? `${name}\t${text.split('\n')[0]}` : name}\n`);
  await host.stdout.write(`${lines.join('')}:${found.directive}\n`);
  const names = Object.entries(Directive).flatMap(([name, bit]) => (found.directive & bit ? [`ShellCompDirective${name}`] : []));
  await host.stderr.write(`Completion ended with directive: ${names.join(', ') || 'ShellCompDirectiveDefault'}\n`);
}

/** A command line that nothing can be said about. */
class CompletionError extends Error {}

async function findCandidates(before: readonly string[], current: string, tree: CommandTree, find: Finder): Promise<Candidates> {
  const { path, words, next } = await tree.find(before);
  if (path.length === 1 && next !== undefined) throw new CompletionError(`unable to find a command for arguments: [${before.join(' ')}]`);
  const node = growNode(tree, path);
  const { flag, rest, typed, unknown } = findFlag(node, words, current);
  const args = readFlags(node, rest);
  // Behind `--` nothing is a flag; it shows as an argument when there is a second one.
  const flagsEnded = scanFlags(node.forms, [...rest, '--']).args.length > args.length;
  if (unknown !== undefined && !flagsEnded) throw new CompletionError(`Subcommand '${node.name()}' does not support flag '${unknown}'`);
  if (node.isGiven('help')) return noFiles();
  if (flag && !flagsEnded) return findValues(flag, node, typed, find);
  if (flag) return { lines: [], directive: Directive.Default };
  if (typed.startsWith('-') && !typed.includes('=') && !flagsEnded) return noFiles(flagNames(node, typed, tree));
  return (await findArguments(node, args, typed, tree, find)) ?? { lines: [], directive: Directive.Default };
}

/** The flag whose value is being typed, if it is one; without it in the words, since its value is not whole. */
function findFlag(node: CommandNode, words: readonly string[], current: string): Target {
  const previous = words.at(-1) ?? '';
  const attached = current.startsWith('-') ? current.indexOf('=') : -1;
  let name = '';
  if (attached > 0) name = current.startsWith('--') ? current.slice(2, attached) : current.charAt(attached - 1);
  else if (!current.startsWith('-') && /^(?:--.|-[^-])/.test(previous) && !previous.includes('=')) {
    name = previous.startsWith('--') ? previous.slice(2) : previous.slice(-1);
  }
  if (name === '') return { rest: words, typed: current };
  const { flag } = node.flags.find((one) => one.name === name || one.flag.short === name) ?? {};
  if (!flag) return { rest: words, typed: current, unknown: name };
  if (attached > 0) return { flag, rest: words, typed: current.slice(attached + 1) };
  return flag.type === 'bool' ? { rest: words, typed: current } : { flag, rest: words.slice(0, -1), typed: current };
}

interface Target {
  readonly flag?: Flag;
  readonly rest: readonly string[];
  readonly typed: string;
  /** A flag that the command has not. */
  readonly unknown?: string;
}

/** Sets the flags typed so far. @returns the arguments among the words */
function readFlags(node: CommandNode, words: readonly string[]): readonly string[] {
  const scan = scanFlags(node.forms, words);
  try {
    node.parseOptions(node.declare(scan.flags));
    if (scan.error) throw scan.error;
  } catch (error) {
    if (!(error instanceof FlagError)) throw error;
    throw new CompletionError(`Error while parsing flags from args [${words.join(' ')}]: ${error.message}`);
  }
  return scan.args;
}

function flagNames(node: CommandNode, typed: string, { globals }: CommandTree): readonly Candidate[] {
  const offered = node.flags
    // Global flags are many, and hidden from help: they show once a letter of their name is there.
    .filter(({ name, flag }) => !flag.hidden || (typed.length > 2 && name in globals))
    .filter(({ name, flag }) => flag.type === 'strings' || !node.isGiven(name))
    .toSorted((a, b) => Number(b.isInherited) - Number(a.isInherited) || (a.name < b.name ? -1 : 1));
  return offered.flatMap(({ name, flag }) => {
    const names = [`--${name}`, ...(flag.short ? [`-${flag.short}`] : [])];
    return names.filter((spelling) => spelling.startsWith(typed)).map((spelling) => ({ name: spelling, text: flag.usage }));
  });
}

async function findValues({ values = [] }: Flag, node: CommandNode, typed: string, find: Finder): Promise<Candidates> {
  if (typeof values === 'string') return find(values, node, typed);
  // All of them, and the shell's own, as Go's client answers here.
  return { lines: values.map((name) => ({ name })), directive: Directive.Default };
}

async function findArguments(
  node: CommandNode,
  args: readonly string[],
  typed: string,
  tree: CommandTree,
  find: Finder,
): Promise<Candidates | undefined> {
  const { commands, argSources = [], name } = node.spec;
  if (commands && args.length === 0 && !hasOwnFlags(node, tree)) return noFiles(commandNames(commands, typed, tree));
  if (name === 'help') {
    const { path, next } = await tree.find(args);
    return noFiles(path.length === 1 && next !== undefined ? [] : commandNames(path.at(-1)?.commands ?? [], typed, tree));
  }
  const source: Source | undefined = argSources[args.length];
  if (source === undefined) return undefined;
  if (typeof source === 'string') return find(source, node, typed);
  return noFiles(source.filter((value) => value.startsWith(typed)).map((value) => ({ name: value })));
}

/** Flags that no sub-command would take stand on the line. */
function hasOwnFlags(node: CommandNode, { globals }: CommandTree): boolean {
  return node.flags.some(({ name, flag, isInherited }) => node.isGiven(name) && !isInherited && !flag.persistent && !(name in globals));
}

function commandNames(rows: readonly CommandRow[], typed: string, { program }: CommandTree): readonly Candidate[] {
  return rows
    .filter(({ name }) => name.startsWith(typed))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, summary }) => ({ name, text: nameProgram(summary, program) }));
}
