import type { Manual } from '../command/context.js';
import type { Host, Output } from '../host/host.js';
import { type CommandNode, growNode } from './command-node.js';
import { formatFlags, GoHelp } from './help.js';
import { CommandTree } from './tree.js';

export function makeManual(tree: CommandTree, host: Host): Manual {
  return {
    async help(words) {
      const { path, next } = await tree.find(words);
      return path.length === 1 && next !== undefined ? undefined : formatHelp(growNode(tree, path), host);
    },
    usage: () => new GoHelp().formatUsage(growNode(tree, [tree.root])),
    lineUsage(name, command) {
      // What a line's commands stand below has no name, and no flags.
      const bare = new CommandTree({ summary: '', commands: [] }, '');
      const spec = { name, summary: '', flags: {}, withheld: {}, ...command, run: async () => {} };
      return new GoHelp().formatUsage(growNode(bare, [bare.root, spec]));
    },
    globalFlags: () => formatFlags(Object.entries(tree.globals).map(([name, flag]) => ({ name, flag }))),
    script: async (shell) => (await import('./shells/script.js')).makeScript(shell, host.program),
  };
}

/** A command's help as stdout shows it, with bold headings on a terminal. */
export async function formatHelp(node: CommandNode, host: Host): Promise<string> {
  if (!hasColours(host.stdout, host)) return node.createHelp().formatHelp(node);
  const { Chalk } = await import('chalk');
  return new GoHelp(new Chalk({ level: 1 }).bold).formatHelp(node);
}

/** By the conventions of https://no-color.org. */
function hasColours(output: Output, { env }: Host): boolean {
  return output.isTTY && !env['NO_COLOR'] && env['TERM'] !== 'dumb';
}
