import type { Command, Context } from '../../src/command/spec.js';
import { root } from '../../src/commands/index.js';

/** Tell of the program itself, and need no server. */
const kept = ['version', 'options', 'help', 'completion'];

/** The program's command tree, in which each command calls back with its path instead of doing something. */
export function specTree(onRun: (path: string, context: Context) => Promise<void> | void): Command {
  const grow = (command: Command, path: string): Command => {
    const { commands, run, ...data } = command;
    return {
      ...data,
      ...(commands && { commands: commands.map((child) => grow(child, `${path} ${child.name}`)) }),
      ...(run && { run: async (context: Context) => onRun(path, context) }),
    };
  };
  return { ...root, commands: (root.commands ?? []).map((child) => (kept.includes(child.name) ? child : grow(child, child.name))) };
}
