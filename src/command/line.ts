import { findCommand } from '../go/cobra.js';
import { camelCase, parseFlagValue, scanFlags } from '../go/pflag.js';
import type { Flags, FlagsOf, FlagValues } from './flags.js';

/** The grammar of commands in a line of input (txn, watch -i): that of the command line, without global flags and environment. */

/** What a line needs of a command's spec. */
export interface LineCommand {
  readonly args?: string;
  readonly flags?: Flags;
}

/** The commands that a line may name. */
export type LineCommands = Readonly<Record<string, LineCommand>>;

/** A line as the command that it names; `name` is undefined where it names none. */
export type ParsedLine<C extends LineCommands> =
  | { readonly name: undefined }
  | { [K in keyof C]: { readonly name: K; readonly args: readonly string[]; readonly flags: FlagsOf<C[K]> } }[keyof C];

/** @throws FlagError for a wrong flag */
export async function parseLine<C extends LineCommands>(commands: C, words: readonly string[]): Promise<ParsedLine<C>> {
  const forms = Object.entries(commands).map(([name, { flags = {} }]) => ({ name, flags }));
  const root: LineForm = { name: '', flags: {}, commands: forms };
  const { path, words: rest } = await findCommand<LineForm, LineForm>(root, {}, words, async (form) => form);
  const found = path[1];
  // The flags are those of the command found, which TypeScript can't see.
  return { name: found?.name, ...parseFlags(found?.flags ?? {}, rest) } as ParsedLine<C>;
}

interface LineForm {
  readonly name: string;
  readonly flags: Flags;
  readonly commands?: readonly LineForm[];
}

/** Tells flags from arguments in the words behind a command's name. @throws FlagError */
export function parseFlags<F extends Flags>(specs: F, words: readonly string[]): { args: readonly string[]; flags: FlagValues<F> } {
  const { args, flags: given, error } = scanFlags(specs, words);
  const flags = Object.fromEntries(Object.entries(specs).map(([name, flag]) => [camelCase(name), flag.default]));
  for (const { name, text } of given) {
    const flag = specs[name];
    if (flag !== undefined) flags[camelCase(name)] = parseFlagValue(name, flag, text);
  }
  if (error !== undefined) throw error;
  // Each value has the type of its flag's default, which TypeScript can't see.
  return { args, flags: flags as FlagValues<F> };
}
