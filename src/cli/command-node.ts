import { Command as Commander, Option } from 'commander';
import type { Flag, Flags } from '../command/flags.js';
import { persistentFlags } from '../go/cobra.js';
import { camelCase, FlagError, type FlagForms, parseFlagValue, type Scan } from '../go/pflag.js';
import { helpFlag } from './globals.js';
import { GoHelp, type HelpPage, type NamedFlag } from './help.js';
import type { CommandTree, OfferedCommand } from './tree.js';

/** A flag as commander holds it. It always takes a value, since the scan has written `--prefix` as `--prefix=true`. */
class FlagOption extends Option {
  constructor(name: string, flag: Flag) {
    super(`--${name} <${flag.type}>`, flag.usage);
    // To commander `--no-password` would be the negation of `--password`.
    this.negate = false;
    let values: readonly string[] = [];
    this.argParser((text: string) => {
      const value = parseFlagValue(name, flag, text, values);
      if (flag.type === 'strings') values = value as readonly string[];
      return value;
    });
  }
}

/** A command as commander holds it, made from its spec. Of its flags commander is given those that a line has: an Option costs a start more than all the rest. */
export class CommandNode extends Commander implements HelpPage {
  readonly spec: OfferedCommand;
  readonly flags: readonly NamedFlag[];

  constructor(spec: OfferedCommand, parent: CommandNode | undefined, own: Flags, inherited: Flags) {
    super(spec.name);
    this.spec = spec;
    this.helpOption(false).helpCommand(false).allowExcessArguments();
    this.flags = [
      ...Object.entries(own).map(([name, flag]) => ({ name, flag, isInherited: false })),
      ...Object.entries(inherited).map(([name, flag]) => ({ name, flag, isInherited: true })),
    ];
    this.setDefaults(this.flags);
    // What goes wrong is reported in one place, see failure.ts.
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
    return Object.fromEntries(this.flags.map(({ name, flag }) => [name, flag]));
  }

  setDefaults(flags: readonly Pick<NamedFlag, 'name' | 'flag'>[]): void {
    for (const { name, flag } of flags) this.setOptionValueWithSource(camelCase(name), flag.default, 'default');
  }

  /** Declares the flags that a line gives. @returns them as commander reads them */
  declare(given: Scan['flags']): string[] {
    for (const name of new Set(given.map((one) => one.name))) {
      const found = this.flags.find((flag) => flag.name === name);
      if (found) this.addOption(new FlagOption(name, found.flag));
    }
    return given.map(({ name, text }) => `--${name}=${text}`);
  }

  /** Sets a flag from a variable's text; one that doesn't fit leaves what Go leaves. */
  setFromEnv({ name, flag }: NamedFlag, text: string): void {
    try {
      this.setOptionValueWithSource(camelCase(name), parseFlagValue(name, flag, text), 'env');
    } catch (error) {
      if (!(error instanceof FlagError)) throw error;
      if (error.value !== undefined) this.setOptionValue(camelCase(name), error.value);
    }
  }

  /** Whether a flag was given on the command line or by a variable. */
  isGiven(name: string): boolean {
    const source = this.getOptionValueSource(camelCase(name));
    return source === 'cli' || source === 'env';
  }
}

/** The node of a path's last command, below bare nodes for the others: only what this run needs. */
export function growNode({ globals, withheldGlobals }: CommandTree, path: readonly OfferedCommand[]): CommandNode {
  const [spec, ...above] = path.toReversed();
  if (!spec) throw new RangeError('an empty path');
  let parent: CommandNode | undefined;
  for (const ancestor of above.toReversed()) parent = new CommandNode(ancestor, parent, {}, {});
  const node = parent
    ? new CommandNode(spec, parent, { ...spec.flags, help: helpFlag(spec.name) }, { ...inheritedFlags(above), ...globals })
    : new CommandNode(spec, parent, { ...spec.flags, ...globals }, {});
  const withheld = { ...withheldGlobals, ...spec.withheld, ...inheritedFlags(above.map(({ withheld }) => ({ flags: withheld }))) };
  node.setDefaults(Object.entries(withheld).map(([name, flag]) => ({ name, flag })));
  return node;
}

function inheritedFlags(above: readonly { readonly flags: Flags }[]): Flags {
  return Object.assign({}, ...above.map(({ flags }) => persistentFlags(flags)));
}
