import type { Context } from './context.js';
import type { Flags, NoFlags } from './flags.js';
import type { Source } from './source.js';

/** A row in a table of contents: what help, completion and suggestions need of a command that isn't run. */
export interface CommandRow {
  readonly name: string;
  /** The heading of the root help it stands under. */
  readonly group?: Group;
  readonly summary: string;
  /** Not in Go's etcdctl: left out when the program is called `etcdctl`. */
  readonly extension?: true;
  /** SIGINT and SIGTERM don't end it: `interrupted` reports them to it, from the moment on that a command line names it. */
  readonly catchesSignals?: true;
  /** The rest, from the command's own file, which is evaluated when a command line names it. */
  load(): Promise<CommandSpec>;
}

/** What a command's own file says: data plus `run`. One with `commands` and no `run` is a group that prints its help. */
export interface CommandSpec<F extends Flags = Flags, I extends Flags = NoFlags> {
  /** What follows the name in the usage line, e.g. `[options] <key> [range_end]`. */
  readonly args?: string;
  /** Whether the usage line ends in `[flags]`; true where not said. */
  readonly flagsInUsage?: false;
  /** What each of the first arguments is; the shell completes them. */
  readonly argSources?: readonly Source[];
  /** Longer text at the top of its help; the summary where there is none. */
  readonly description?: string;
  readonly examples?: string;
  readonly flags?: F;
  /** Persistent flags of its group that `run` looks at; they are declared at the group. */
  readonly inherits?: I;
  readonly commands?: readonly CommandRow[];
  // A method, so that a command of narrower flags is still a CommandSpec.
  run?(context: Context<F & I>): Promise<void>;
}

/** A command whose file is loaded. */
export type Command = Omit<CommandRow, 'load'> & CommandSpec;

/** All commands; the root's name is the one that the program was called by. */
export interface CommandRoot {
  readonly summary: string;
  readonly commands: readonly CommandRow[];
}

export type Group =
  | 'Key-value commands'
  | 'Cluster maintenance commands'
  | 'Concurrency commands'
  | 'Authentication commands'
  | 'Utility commands';

/** Gives a command its types: flags flow into `run`. */
export function command<const F extends Flags = NoFlags, const I extends Flags = NoFlags>(
  spec: CommandSpec<F, I>,
): CommandSpec & { readonly flags?: F } {
  return spec as CommandSpec & { readonly flags?: F };
}
