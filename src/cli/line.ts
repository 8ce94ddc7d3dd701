import type { Command, ParsedLine } from '../command/spec.js';
import { findCommand } from '../go/cobra.js';
import { camelCase, parseFlagValue, scanFlags } from '../go/pflag.js';

/** The words of an input line as one of a few commands of their own, without global flags and environment. @throws FlagError */
export function parseLine(commands: readonly Command[], words: readonly string[]): ParsedLine {
  const { path, words: rest } = findCommand<Command>({ name: '', summary: '', commands }, {}, words);
  const command = path[1];
  const specs = command?.flags ?? {};
  const { args, flags: given, error } = scanFlags(specs, rest);
  const flags = Object.fromEntries(Object.entries(specs).map(([name, flag]) => [camelCase(name), flag.default]));
  for (const { name, text } of given) {
    const flag = specs[name];
    if (flag !== undefined) flags[camelCase(name)] = parseFlagValue(name, flag, text);
  }
  if (error !== undefined) throw error;
  return { command, args, flags };
}
