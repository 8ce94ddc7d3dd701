import { argument } from '../../command/arguments.js';
import { parseInteger } from '../../go/strconv.js';

/** A lease id as users write it, hexadecimal, to the decimal of our messages. @throws CliError of status 128 */
export function parseLease(text: string, describe: (reason: string) => string): string {
  return String(argument(() => parseInteger(text, 16), describe));
}

/** An id among the arguments of the lease commands, with the text of contract 2.7. @throws CliError of status 128 */
export function parseLeaseId(text: string): string {
  return parseLease(text, (reason) => `bad lease ID arg (${reason}), expecting ID in Hex`);
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
