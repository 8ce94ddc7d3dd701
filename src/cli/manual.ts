import type { Command, Manual } from '../command/spec.js';
import { findCommand } from '../go/cobra.js';
import type { Host, Output } from '../host/host.js';
import { globalFlags } from './globals.js';
import { formatFlags, GoHelp } from './help.js';
import { type CommandNode, growNode } from './tree.js';

export function makeManual(root: Command, host: Host): Manual {
  const lookUp = (words: readonly string[]) => {
    const { path, next } = findCommand(root, globalFlags, words);
    return path.length === 1 && next !== undefined ? undefined : growNode(path);
  };
  return {
    async help(words) {
      const node = lookUp(words);
      return node && formatHelp(node, host);
    },
    usage: (command) => {
      const node = 'name' in command ? growNode([{ name: '', summary: '' }, command]) : lookUp(command);
      return node ? new GoHelp().formatUsage(node) : '';
    },
    globalFlags: () => formatFlags(Object.entries(globalFlags)),
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
