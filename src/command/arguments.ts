import { NumberError } from '../go/strconv.js';
import { CliError, Exit } from './errors.js';

/**
 * An argument that is a number, with what the user reads where it isn't one.
 * @param describe the message from Go's reason, e.g. `strconv.ParseInt: parsing "x": invalid syntax`
 * @throws CliError
 */
export function argument<T>(parse: () => T, describe: (reason: string) => string, exitCode: number = Exit.BadArgs): T {
  try {
    return parse();
  } catch (error) {
    if (error instanceof NumberError) throw new CliError(describe(error.message), exitCode);
    throw error;
  }
}

/** For a command that takes no arguments. @throws CliError of status 128 with the text `otherwise` */
export function refuseArguments(args: readonly string[], otherwise: string): void {
  if (args.length > 0) throw new CliError(otherwise, Exit.BadArgs);
}

/** The argument of a command that takes exactly one. @throws CliError of status 128 with the text `otherwise` */
export function onlyArgument(args: readonly string[], otherwise: string): string {
  const [only] = args;
  if (only === undefined || args.length > 1) throw new CliError(otherwise, Exit.BadArgs);
  return only;
}
