import type { Context } from '../../src/command/context.js';
import type { CommandRoot, CommandRow } from '../../src/command/spec.js';
import { root } from '../../src/commands/index.js';

/** Tell of the program itself, and need no server. */
const kept = ['version', 'options', 'help', 'completion'];

/** The program's command tree, in which each command calls back with its path instead of doing something. */
export function specTree(onRun: (path: string, context: Context) => Promise<void> | void): CommandRoot {
  const grow = (row: CommandRow, path: string): CommandRow => ({
    ...row,
    async load() {
      const { commands, run, ...data } = await row.load();
      return {
        ...data,
        ...(commands && { commands: commands.map((child) => grow(child, `${path} ${child.name}`)) }),
        ...(run && { run: async (context: Context) => onRun(path, context) }),
      };
    },
  });
  return { ...root, commands: root.commands.map((row) => (kept.includes(row.name) ? row : grow(row, row.name))) };
}
