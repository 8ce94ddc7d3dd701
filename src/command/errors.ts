/** Exit statuses of etcdctl, contract section 5.1. */
export const Exit = {
  Success: 0,
  Error: 1,
  BadConnection: 2,
  InvalidInput: 3,
  BadFeature: 4,
  Interrupted: 5,
  IO: 6,
  BadArgs: 128,
} as const;

/** A failure that is printed as `Error: <message>` and ends the program with `exitCode`. */
export class CliError extends Error {
  override readonly name: string = 'CliError';
  /** What may help, for people: told behind the error on a terminal, under our own name. */
  readonly hint: string | undefined;

  constructor(
    message: string,
    readonly exitCode: number = Exit.Error,
    options?: CliErrorOptions,
  ) {
    super(message, options);
    this.hint = options?.hint;
  }
}

export interface CliErrorOptions extends ErrorOptions {
  readonly hint?: string;
}

/** A mistake in how the command was typed: the command's usage follows the message. */
export class UsageError extends CliError {
  override readonly name = 'UsageError';
}

/** Ends the program with a status and says nothing more: everything worth saying is printed already. */
export class SilentExit extends CliError {
  override readonly name = 'SilentExit';

  constructor(exitCode: number) {
    super('', exitCode);
  }
}

/** `a, b or c` */
export function alternatives(values: readonly string[]): string {
  return values.length < 2 ? values.join('') : `${values.slice(0, -1).join(', ')} or ${values.at(-1)}`;
}

/** For a flag that has none of the values that it can have. @param flagName with its dashes */
export function wrongValue(message: string, flagName: string, values: readonly string[]): CliError {
  return new CliError(message, Exit.BadFeature, { hint: `${flagName} takes ${alternatives(values)}` });
}
