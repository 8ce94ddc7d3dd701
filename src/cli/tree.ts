import { Command as Commander, Option } from 'commander';
import { bool, type Command, type Flag, type Flags } from '../command/spec.js';
import { camelCase, FlagError, type FlagForms, parseFlagValue } from '../go/pflag.js';
import { globalFlags, helpFlag } from './globals.js';
import { GoHelp } from './help.js';

/** A flag as commander holds it. It always takes a value, since the scan has written `--prefix` as `--prefix=true`. */
export class FlagOption extends Option {
  constructor(
    readonly flagName: string,
    readonly flag: Flag,
    readonly inherited: boolean,
  ) {
    super(`--${flagName} <${flag.type}>`, flag.usage);
    // To commander `--no-password` would be the negation of `--password`.
    this.negate = false;
    this.hidden = flag.hidden ?? false;
    this.default(flag.default);
    let values: readonly string[] = [];
    this.argParser((text: string) => {
      const value = parseFlagValue(flagName, flag, text, values);
      if (flag.type === 'strings') values = value as readonly string[];
      return value;
    });
  }
}

/** A command as commander holds it, made from its spec. */
export class CommandNode extends Commander {
  readonly flagOptions: readonly FlagOption[];

  constructor(
    readonly spec: Command,
    parent: CommandNode | undefined,
    own: Flags,
    inherited: Flags,
  ) {
    super(spec.name);
    this.helpOption(false).helpCommand(false).allowExcessArguments();
    this.flagOptions = [
      ...Object.entries(own).map(([name, flag]) => new FlagOption(name, flag, false)),
      ...Object.entries(inherited).map(([name, flag]) => new FlagOption(name, flag, true)),
    ];
    for (const option of this.flagOptions) this.addOption(option);
    // What goes wrong is told in one place, see failure.ts.
    this.exitOverride().configureOutput({ writeErr: () => {} });
    parent?.addCommand(this);
  }

  override createHelp(): GoHelp {
    return new GoHelp();
  }

  /** The names from the root to this command. */
  get pathName(): string {
    return this.parent instanceof CommandNode ? `${this.parent.pathName} ${this.name()}` : this.name();
  }

  get root(): CommandNode {
    return this.parent instanceof CommandNode ? this.parent.root : this;
  }

  /** The root's name is the one the program was called by. */
  get program(): string {
    return this.root.name();
  }

  /** What the scan needs to know of the flags. */
  get forms(): FlagForms {
    return Object.fromEntries(this.flagOptions.map(({ flagName, flag }) => [flagName, flag]));
  }

  /** Sets a flag from a variable's text; one that does not fit leaves what Go leaves. */
  setFromEnv(option: FlagOption, text: string): void {
    const key = option.attributeName();
    try {
      this.setOptionValueWithSource(key, parseFlagValue(option.flagName, option.flag, text), 'env');
    } catch (error) {
      if (!(error instanceof FlagError)) throw error;
      if (error.value !== undefined) this.setOptionValue(key, error.value);
    }
  }

  /** Whether a flag was given on the command line or by a variable. */
  isGiven(flagName: string): boolean {
    const source = this.getOptionValueSource(camelCase(flagName));
    return source === 'cli' || source === 'env';
  }
}

/** The root as the program shows it: with its name, its own flags, and without what Go's etcdctl has not where it is called so. */
export function makeRoot(root: Command, program: string): Command {
  const flags = {
    help: { ...helpFlag(program), hidden: true },
    version: bool('version of this program', { hidden: true }),
  } as const;
  return { ...(program === 'etcdctl' ? withoutExtensions(root) : root), name: program, flags };
}

function withoutExtensions(command: Command): Command {
  if (!command.commands) return command;
  return { ...command, commands: command.commands.filter(({ extension }) => !extension).map(withoutExtensions) };
}

/** The node of a path's last command, below bare nodes for the others: only what this run needs. */
export function growNode(path: readonly Command[]): CommandNode {
  const [spec, ...above] = path.toReversed();
  if (!spec) throw new RangeError('an empty path');
  let parent: CommandNode | undefined;
  for (const ancestor of above.toReversed()) parent = new CommandNode(ancestor, parent, {}, {});
  if (!parent) return new CommandNode(spec, parent, { ...spec.flags, ...globalFlags }, {});
  const persistent = above.flatMap(({ flags }) => Object.entries(flags ?? {}).filter(([, flag]) => flag.persistent));
  return new CommandNode(spec, parent, { ...spec.flags, help: helpFlag(spec.name) }, { ...Object.fromEntries(persistent), ...globalFlags });
}
