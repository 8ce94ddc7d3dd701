import { CliError, Exit } from '../../command/errors.js';
import { QuoteError, unquote } from '../../go/unquote.js';

// Blanks are ASCII only, and a line end is one too.
const token = /"(?:[^"\\]|\\[^\n])*"|'[^']*'|[^'"\t\n\f\r ][^\t\n\f\r ]*/g;

/**
 * Splits a line of `txn` or `watch -i` into words, contract 2.4: double quotes with Go's escapes, single quotes without any, bare
 * words up to the next blank. What starts no word is skipped.
 * @throws CliError of exit status 3 for a bad escape
 */
export function splitLine(line: string): string[] {
  return (line.match(token) ?? []).map((word) => {
    if (word.startsWith("'")) return word.slice(1, -1);
    if (!word.startsWith('"')) return word;
    try {
      return unquote(word);
    } catch (error) {
      throw error instanceof QuoteError ? new CliError(error.message, Exit.InvalidInput) : error;
    }
  });
}
