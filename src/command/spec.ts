import type { ClientConfig, ClientFlags } from '../connect/settings.js';
import type { Client } from '../etcd/client.js';
import type { FlagType } from '../go/pflag.js';
import type { Host } from '../host/host.js';
import type { Reply } from '../output/reply.js';

/** A flag as plain data; parsing, help, completion and the docs are made from it. */
export interface Flag<T = unknown> {
  readonly type: FlagType;
  readonly default: T;
  readonly usage: string;
  readonly short?: string;
  /** Candidates that the shell completes. */
  readonly values?: readonly string[];
  /** Sub-commands take it too. */
  readonly persistent?: true;
  /** Left out of help, yet valid. */
  readonly hidden?: true;
}

export type Flags = Readonly<Record<string, Flag>>;

/** What `run` sees of its flags: kebab-case names in camelCase, each with the type of its default. */
export type FlagValues<F extends Flags> = { readonly [K in keyof F as Camel<K & string>]: F[K] extends Flag<infer T> ? T : never };

type Camel<S extends string> = S extends `${infer A}-${infer B}` ? `${A}${Capitalize<Camel<B>>}` : S;

/** One node of the command tree: data plus `run`. A node with `commands` and no `run` is a group that prints its help. */
export interface Command<F extends Flags = Flags, I extends Flags = NoFlags> {
  readonly name: string;
  /** What follows the name in the usage line, e.g. `[options] <key> [range_end]`. */
  readonly args?: string;
  /** Whether the usage line ends in `[flags]`; true where not said. */
  readonly flagsInUsage?: false;
  /** The values that the first argument can have; the shell completes them. */
  readonly argValues?: readonly string[];
  /** How many of the first arguments are keys; the shell completes those of the cluster. */
  readonly argKeys?: number;
  /** The heading of the root help it stands under. */
  readonly group?: Group;
  readonly summary: string;
  /** Longer text at the top of its help; the summary where there is none. */
  readonly description?: string;
  readonly examples?: string;
  readonly flags?: F;
  /** Persistent flags of its group that `run` looks at; they are declared at the group. */
  readonly inherits?: I;
  readonly commands?: readonly Command[];
  /** Not in Go's etcdctl: left out when the program is called `etcdctl`. */
  readonly extension?: true;
  // A method, so that a command of narrower flags is still a Command.
  run?(context: Context<F & I>): Promise<void>;
}

type NoFlags = Readonly<Record<never, never>>;

export type Group =
  | 'Key-value commands'
  | 'Cluster maintenance commands'
  | 'Concurrency commands'
  | 'Authentication commands'
  | 'Utility commands';

export interface Context<F extends Flags = Flags> {
  /** Positional arguments, `--` itself removed. */
  readonly args: readonly string[];
  /** The process's arguments as typed, after the program's name; only `watch` looks at where `--` stood. */
  readonly argv: readonly string[];
  readonly flags: FlagValues<F>;
  readonly globals: Globals;
  readonly host: Host;
  /** Whether a flag was given, on the command line or (global ones, after `connect`) in the environment. */
  given(flag: string): boolean;
  /**
   * Contract 1.4, step 4, alone, for a command that makes a client per endpoint or none: environment, discovery, checks and prompts, which
   * happen once. From here on `globals`, `given` and inherited flags tell what the environment says.
   */
  configure(): Promise<ClientConfig>;
  /**
   * Makes a client (contract 1.4, steps 4 to 6); environment, checks and prompts happen once, whatever the number of clients. All of them are
   * closed when the command ends.
   */
  connect(options?: ConnectOptions): Promise<Client>;
  /** Prints a reply in the format that --write-out names. */
  print(reply: Reply): Promise<void>;
  /** The `--command-timeout` that starts now, in milliseconds since the epoch. */
  deadline(): number;
  /**
   * Runs words through other commands' grammar (lines of txn and watch -i): prefix matching, flags and their errors as on the command line.
   * @throws FlagError for a wrong flag
   */
  parse(commands: readonly Command[], words: readonly string[]): ParsedLine;
  readonly manual: Manual;
}

export interface ConnectOptions {
  /** Instead of those of --endpoints. */
  readonly endpoints?: readonly string[];
  /** The `logger` of its log lines, `etcd-client` if not said otherwise. */
  readonly loggerName?: string;
  /** Whether --max-recv-bytes and --max-request-bytes do not count. */
  readonly hasDefaultLimits?: boolean;
}

export interface ParsedLine {
  /** undefined where the first word names none of the commands. */
  readonly command: Command | undefined;
  readonly args: readonly string[];
  /** All of the command's flags, by their names in camelCase; see FlagsOf. */
  readonly flags: Readonly<Record<string, unknown>>;
}

/** What the program can tell about its own commands. */
export interface Manual {
  /** The help of the command that the words name, undefined where there is none. */
  help(words: readonly string[]): Promise<string | undefined>;
  /** The usage block that follows an error: of the command that the words name, or of one that stands below a root without a name. */
  usage(command: readonly string[] | Command): string;
  /** The lines that tell the global flags. */
  globalFlags(): string;
  /** A script that teaches a shell to complete the program's command lines. */
  script(shell: 'bash' | 'zsh' | 'fish' | 'powershell'): Promise<string>;
}

/** The global flags, see src/cli/globals.ts. Values from ETCDCTL_* are in here only after `configure` or `connect` (contract 1.3, 1.9). */
export interface Globals extends ClientFlags {
  readonly debug: boolean;
  readonly hex: boolean;
  readonly writeOut: string;
}

/** Gives a command its types: flags flow into `run`. */
export function command<const F extends Flags = NoFlags, const I extends Flags = NoFlags>(
  spec: Command<F, I>,
): Command & { readonly flags?: F } {
  return spec as Command & { readonly flags?: F };
}

/** The values of a command's flags, for a line that `Context.parse` found to be that command's. */
export type FlagsOf<C extends Command> = NonNullable<C['flags']> extends infer F extends Flags ? FlagValues<F> : never;

export const bool = (usage: string, more: Partial<Flag<boolean>> = {}): Flag<boolean> => ({ type: 'bool', default: false, usage, ...more });
export const string = (usage: string, more: Partial<Flag<string>> = {}): Flag<string> => ({ type: 'string', default: '', usage, ...more });
export const int64 = (usage: string, more: Partial<Flag<bigint>> = {}): Flag<bigint> => ({ type: 'int64', default: 0n, usage, ...more });
export const int = (usage: string, more: Partial<Flag<bigint>> = {}): Flag<bigint> => ({ type: 'int', default: 0n, usage, ...more });
export const uint = (usage: string, more: Partial<Flag<bigint>> = {}): Flag<bigint> => ({ type: 'uint', default: 0n, usage, ...more });
/** Milliseconds, fractions kept. */
export const duration = (usage: string, more: Partial<Flag<number>> = {}): Flag<number> => ({
  type: 'duration',
  default: 0,
  usage,
  ...more,
});
export const strings = (usage: string, more: Partial<Flag<readonly string[]>> = {}): Flag<readonly string[]> => ({
  type: 'strings',
  default: [],
  usage,
  ...more,
});
