import type { ConnectOptions } from '../connect/connections.js';
import type { ClientConfig, ClientFlags } from '../connect/settings.js';
import type { Client } from '../etcd/client.js';
import type { Host } from '../host/host.js';
import type { Reply } from '../output/reply.js';
import type { Flags, FlagValues } from './flags.js';
import type { LineCommand } from './line.js';

/** What a command's `run` has to do with. */
export interface Context<F extends Flags = Flags> {
  /** Positional arguments, `--` itself removed. */
  readonly args: readonly string[];
  /** The process's arguments as typed, after the program's name; only `watch` looks at where `--` stood. */
  readonly argv: readonly string[];
  readonly flags: FlagValues<F>;
  readonly globals: Globals;
  readonly host: Host;
  /** Aborts on SIGINT or SIGTERM in a command that catches signals; `configure` and `connect` then fail with `context canceled`. */
  readonly interrupted: AbortSignal;
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
  readonly manual: Manual;
}

/** What the program can tell about its own commands. */
export interface Manual {
  /** The help of the command that the words name, undefined where there is none. */
  help(words: readonly string[]): Promise<string | undefined>;
  /** The usage block of the program itself. */
  usage(): string;
  /** The usage block that follows an error in a line of input. */
  lineUsage(name: string, command: LineCommand): string;
  /** The lines that tell the global flags. */
  globalFlags(): string;
  /** A script that teaches a shell to complete the program's command lines. */
  script(shell: 'bash' | 'zsh' | 'fish' | 'powershell'): Promise<string>;
}

/** The global flags, see src/cli/globals.ts. Values from ETCDCTL_* are in here only after `configure` or `connect` (contract 1.3, 1.9). */
export interface Globals extends ClientFlags {
  readonly debug: boolean;
  readonly hex: boolean;
  readonly raw: boolean;
  readonly writeOut: string;
}
