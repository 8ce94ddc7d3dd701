import { type Command as Commander, Help } from 'commander';
import type { Flag } from '../command/flags.js';
import type { Command, CommandRow, Group } from '../command/spec.js';
import { formatFlagValue } from '../go/pflag.js';
import { quote } from '../go/quote.js';

export interface NamedFlag {
  readonly name: string;
  readonly flag: Flag;
  /** Whether it's a flag of a command above. */
  readonly isInherited: boolean;
}

/** What help says of a command. */
export interface HelpPage extends Commander {
  readonly spec: Command;
  readonly flags: readonly NamedFlag[];
  /** The names from the root to this command. */
  readonly pathName: string;
  readonly program: string;
}

/** Help in the layout of cobra 1.10, contract 1.12. */
export class GoHelp extends Help {
  readonly #heading: (text: string) => string;

  /** @param heading makes a heading stand out on a terminal. */
  constructor(heading: (text: string) => string = (text) => text) {
    super();
    this.#heading = heading;
  }

  /** What `--help` prints. */
  override formatHelp(page: HelpPage): string {
    const { description, summary } = page.spec;
    const hint = `Use "${page.program} options" for a list of global command-line options (applies to all commands).`;
    return `${nameProgram(description ?? summary, page.program).trimEnd()}\n\n${this.formatUsage(page)}${hint}\n`;
  }

  /** What stands below an error. */
  formatUsage(page: HelpPage): string {
    const { run, commands, examples } = page.spec;
    const blocks = [this.#heading('Usage:')];
    if (run) blocks[0] += `\n  ${this.commandUsage(page)}`;
    if (commands) blocks[0] += `\n  ${page.pathName} [command]`;
    if (examples) blocks.push(`${this.#heading('Examples:')}\n${nameProgram(examples, page.program)}`);
    if (commands) blocks.push(...this.#formatCommands(commands, page.program));
    for (const isInherited of [false, true]) {
      const lines = formatFlags(page.flags.filter((one) => one.isInherited === isInherited && !one.flag.hidden)).trimEnd();
      if (lines) blocks.push(`${this.#heading(isInherited ? 'Global Flags:' : 'Flags:')}\n${lines}`);
    }
    if (commands) blocks.push(`Use "${page.pathName} [command] --help" for more information about a command.`);
    return `${blocks.join('\n\n')}\n`;
  }

  override commandUsage(page: HelpPage): string {
    const { args, flagsInUsage = true } = page.spec;
    return [page.pathName, ...(args ? [args] : []), ...(flagsInUsage ? ['[flags]'] : [])].join(' ');
  }

  #formatCommands(commands: readonly CommandRow[], program: string): string[] {
    const width = Math.max(11, ...commands.map(({ name }) => name.length));
    const line = ({ name, summary }: CommandRow) => `\n  ${name.padEnd(width)} ${nameProgram(summary, program)}`;
    const sorted = commands.toSorted((a, b) => (a.name < b.name ? -1 : 1));
    const list = (title: string, members: readonly CommandRow[]) => this.#heading(title) + members.map(line).join('');
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
export const nameProgram = (text: string, program: string) => text.replaceAll(/(?<![a-z])etcdctl(?![-/])/g, program);

/** One line per flag, sorted by name, as `FlagUsages` of pflag has them. */
export function formatFlags(flags: readonly Pick<NamedFlag, 'name' | 'flag'>[]): string {
  const lines = flags
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, flag }) => {
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
