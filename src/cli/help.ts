import { Help } from 'commander';
import type { Command, Flag, Group } from '../command/spec.js';
import { formatFlagValue } from '../go/pflag.js';
import { quote } from '../go/quote.js';
import type { CommandNode } from './tree.js';

/** Help in the layout of cobra 1.10, contract 1.12. */
export class GoHelp extends Help {
  /** @param heading makes a heading stand out on a terminal. */
  constructor(private readonly heading: (text: string) => string = (text) => text) {
    super();
  }

  /** What `--help` prints. */
  override formatHelp(node: CommandNode): string {
    const { description, summary } = node.spec;
    const hint = `Use "${node.program} options" for a list of global command-line options (applies to all commands).`;
    return `${nameProgram(description ?? summary, node.program).trimEnd()}\n\n${this.formatUsage(node)}${hint}\n`;
  }

  /** What stands below an error. */
  formatUsage(node: CommandNode): string {
    const { run, commands, examples } = node.spec;
    const blocks = [this.heading('Usage:')];
    if (run) blocks[0] += `\n  ${this.commandUsage(node)}`;
    if (commands) blocks[0] += `\n  ${node.pathName} [command]`;
    if (examples) blocks.push(`${this.heading('Examples:')}\n${nameProgram(examples, node.program)}`);
    if (commands) blocks.push(...this.formatCommands(commands, node.program));
    for (const inherited of [false, true]) {
      const flags = node.flagOptions.filter((option) => option.inherited === inherited && !option.hidden);
      const lines = formatFlags(flags.map(({ flagName, flag }) => [flagName, flag])).trimEnd();
      if (lines) blocks.push(`${this.heading(inherited ? 'Global Flags:' : 'Flags:')}\n${lines}`);
    }
    if (commands) blocks.push(`Use "${node.pathName} [command] --help" for more information about a command.`);
    return `${blocks.join('\n\n')}\n`;
  }

  override commandUsage(node: CommandNode): string {
    const { args, flagsInUsage = true } = node.spec;
    return [node.pathName, ...(args ? [args] : []), ...(flagsInUsage ? ['[flags]'] : [])].join(' ');
  }

  private formatCommands(commands: readonly Command[], program: string): string[] {
    const width = Math.max(11, ...commands.map(({ name }) => name.length));
    const line = ({ name, summary }: Command) => `\n  ${name.padEnd(width)} ${nameProgram(summary, program)}`;
    const sorted = commands.toSorted((a, b) => (a.name < b.name ? -1 : 1));
    const list = (title: string, members: readonly Command[]) => this.heading(title) + members.map(line).join('');
    if (!commands.some(({ group }) => group)) return [list('Available Commands:', sorted)];
    return groups.map((title) =>
      list(
        title,
        sorted.filter(({ group }) => group === title),
      ),
    );
  }
}

/** In the order of the root's help. */
const groups: readonly Group[] = [
  'Key-value commands',
  'Cluster maintenance commands',
  'Concurrency commands',
  'Authentication commands',
  'Utility commands',
];

/** The texts name the program they come from; here it is the one that was called. */
const nameProgram = (text: string, program: string) => text.replaceAll(/(?<![a-z])etcdctl(?![-/])/g, program);

/** One line per flag, sorted by name, as `FlagUsages` of pflag has them. */
export function formatFlags(flags: readonly (readonly [name: string, flag: Flag])[]): string {
  const lines = flags
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, flag]) => {
      const { word, usage } = readUsage(flag);
      const left = `${flag.short ? `  -${flag.short}, ` : '      '}--${name}${word && ` ${word}`}`;
      return { left, right: usage + formatDefault(flag) };
    });
  const width = Math.max(...lines.map(({ left }) => left.length));
  return lines.map(({ left, right }) => `${left.padEnd(width)}   ${right}\n`).join('');
}

/** The word that stands for the value: the one in back quotes, else that of the type. */
function readUsage({ usage, type }: Flag): { word: string; usage: string } {
  const [whole, word] = /`([^`]*)`/.exec(usage) ?? [];
  if (whole !== undefined && word !== undefined) return { word, usage: usage.replace(whole, word) };
  return { word: type === 'bool' ? '' : type === 'int64' ? 'int' : type, usage };
}

function formatDefault(flag: Flag): string {
  const text = formatFlagValue(flag, flag.default);
  if (['', 'false', '0', '0s', '[]'].includes(text) && !(flag.type === 'string' && text !== '')) return '';
  return ` (default ${flag.type === 'string' ? quote(text) : text})`;
}
