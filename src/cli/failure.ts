import { CliError, Exit, SilentExit } from '../command/errors.js';
import { isOffered } from '../command/extension.js';
import { DiscoveryError, SettingsError } from '../connect/errors.js';
import { ConnectError, describeError, EtcdError } from '../etcd/errors.js';
import { describeSystemError, isSystemError } from '../go/syserror.js';
import { StatusError } from '../grpc/status.js';
import { type Host, Interrupted } from '../host/host.js';

/** A mistake that the usage of a command or a hint follows. */
export class CommandLineError extends CliError {
  override readonly name = 'CommandLineError';

  constructor(
    message: string,
    /** What stands below the message, line ends included. */
    readonly advice: string,
    hint?: string,
  ) {
    super(message, Exit.Error, hint === undefined ? {} : { hint });
  }
}

/** What a shell reports of a program that SIGPIPE ended, as it ends a Go program whose output nobody reads. */
const brokenPipe = 128 + 13;

/** What Go's etcdctl ends with at Ctrl-C in a prompt. */
const interruptedPrompt = 255;

/** Tells a failure on stderr. Every failure of the program ends here. @returns the exit status */
export async function reportFailure(error: unknown, host: Host): Promise<number> {
  if (error instanceof SilentExit) return error.exitCode;
  if (error instanceof Interrupted) return interruptedPrompt;
  if (isSystemError(error) && error.code === 'EPIPE') return brokenPipe;
  const advice = error instanceof CommandLineError ? error.advice : '';
  const hint = error instanceof CliError && error.hint !== undefined && showsHints(host) ? `Hint: ${error.hint}\n` : '';
  try {
    await host.stderr.write(`Error: ${describe(error)}\n${advice}${hint}`);
  } catch {
    // Nobody listens to stderr; the status still says it.
  }
  return statusOf(error);
}

function statusOf(error: unknown): number {
  if (error instanceof CliError) return error.exitCode;
  if (error instanceof SettingsError) return Exit.BadArgs;
  return error instanceof ConnectError ? Exit.BadConnection : Exit.Error;
}

/** Failures whose words are for users. */
const known = [CliError, StatusError, EtcdError, SettingsError, DiscoveryError];

/** Hints are for people, and more than Go's etcdctl says. */
const showsHints = ({ program, stderr }: Host) => stderr.isTTY && isOffered({ extension: true }, program);

function describe(error: unknown): string {
  if (known.some((type) => error instanceof type)) return describeError(error);
  if (isSystemError(error)) return describeSystemError(error);
  return `unexpected failure: ${describeError(error)}`;
}
