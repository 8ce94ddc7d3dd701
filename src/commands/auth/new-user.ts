import { CliError, Exit } from '../../command/errors.js';

export interface NewUserFlags {
  readonly newUserPassword: string;
  readonly noPassword: boolean;
}

export interface NewUser {
  readonly name: string;
  /** undefined where it is still to be asked for. */
  readonly password: string | undefined;
}

/**
 * Whom `user add` means, by the first rule of contract 2.18 that fits.
 * @throws CliError of status 128
 */
export function newUser(argument: string, flags: NewUserFlags): NewUser {
  if (flags.noPassword) return { name: argument, password: '' };
  if (flags.newUserPassword !== '') return { name: argument, password: flags.newUserPassword };
  const colon = argument.indexOf(':');
  if (colon < 0) return { name: argument, password: undefined };
  if (colon === 0) throw new CliError('empty user name is not allowed', Exit.BadArgs);
  return { name: argument.slice(0, colon), password: argument.slice(colon + 1) };
}

/** The password in the first line of input: its first word, as Go's Scanf reads it; empty where there is none. */
export function passwordIn(line: string): string {
  return /^[^\S\n]*(\S*)/.exec(line)?.[1] ?? '';
}
