import { isOffered } from '../command/extension.js';
import { bool, type Flags } from '../command/flags.js';
import type { Command, CommandRoot, CommandRow } from '../command/spec.js';
import { type Found, findCommand } from '../go/cobra.js';
import { helpFlag, makeGlobalFlags } from './globals.js';

/** A command as the program has it under the name that it was called by. */
export interface OfferedCommand extends Command {
  readonly flags: Flags;
  /** Flags that can't be given under this name; `run` sees their defaults. */
  readonly withheld: Flags;
}

/** The commands of the program, each loaded when a command line names it, without what it doesn't have under this name. */
export class CommandTree {
  readonly program: string;
  /** Named as the program, with its own flags. */
  readonly root: OfferedCommand;
  /** The flags that every command takes. */
  readonly globals: Flags;
  readonly withheldGlobals: Flags;

  constructor({ summary, commands }: CommandRoot, program: string) {
    this.program = program;
    const { flags, withheld } = this.#splitFlags(makeGlobalFlags(program));
    this.globals = flags;
    this.withheldGlobals = withheld;
    const own = {
      help: { ...helpFlag(program), hidden: true },
      version: bool('version of this program', { hidden: true, extension: true }),
    } as const;
    this.root = this.#offer({ name: program, summary, commands, flags: own });
  }

  /** The command that the words name, loaded with all above it. @param onNamed sees each row before its file is loaded */
  find(words: readonly string[], onNamed: (row: CommandRow) => void = () => undefined): Promise<Found<OfferedCommand>> {
    return findCommand<CommandRow, OfferedCommand>(this.root, this.globals, words, async (named) => {
      onNamed(named);
      const { load, ...row } = named;
      return this.#offer({ ...row, ...(await load()) });
    });
  }

  #offer(command: Command): OfferedCommand {
    const { commands } = command;
    return {
      ...command,
      ...(commands && { commands: commands.filter((row) => isOffered(row, this.program)) }),
      ...this.#splitFlags(command.flags ?? {}),
    };
  }

  #splitFlags(all: Flags): { readonly flags: Flags; readonly withheld: Flags } {
    const withheld = Object.entries(all).filter(([, flag]) => !isOffered(flag, this.program));
    if (withheld.length === 0) return { flags: all, withheld: {} };
    const flags = Object.entries(all).filter(([, flag]) => isOffered(flag, this.program));
    return { flags: Object.fromEntries(flags), withheld: Object.fromEntries(withheld) };
  }
}
