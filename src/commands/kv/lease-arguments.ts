import { argument } from '../../command/arguments.js';
import { CliError, Exit } from '../../command/errors.js';
import { parseInteger } from '../../go/strconv.js';
import { parseLease } from './put-request.js';

/** The arguments of the lease commands, with the texts of contract 2.7. */

/** @throws CliError of status 128 where there is not just one argument */
export function onlyArgument(args: readonly string[], usage: string): string {
  const [text] = args;
  if (text === undefined || args.length > 1) throw new CliError(usage, Exit.BadArgs);
  return text;
}

/** @returns seconds, decimal. @throws CliError of status 128 */
export function parseTtl(text: string): string {
  return String(
    argument(
      () => parseInteger(text),
      (reason) => `bad TTL (${reason})`,
    ),
  );
}

/** @returns the id, decimal. @throws CliError of status 128 */
export function parseLeaseId(text: string): string {
  return parseLease(text, (reason) => `bad lease ID arg (${reason}), expecting ID in Hex`);
}
