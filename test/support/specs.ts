import { readFileSync } from 'node:fs';
import type { Command, Context, Flag } from '../../src/commands/command.js';
import { root as realRoot } from '../../src/commands/index.js';

interface Spec extends Omit<Command, 'commands' | 'flags' | 'run'> {
  readonly runnable: boolean;
  readonly commands?: readonly Spec[];
  readonly flags?: Readonly<Record<string, Flag>>;
}

/** All commands of etcdctl 3.7.1 as data (contract, section 12). Each calls back instead of doing something; those about the program itself are real. */
export function specTree(onRun: (path: string, context: Context) => Promise<void> | void): Command {
  const real = new Map(realRoot.commands?.map((command) => [command.name, command]));
  const grow = (spec: Spec, path: string): Command => {
    const { runnable, commands, flags, ...rest } = spec;
    return {
      ...rest,
      ...(flags && { flags: Object.fromEntries(Object.entries(flags).map(([name, flag]) => [name, { ...flag, default: typed(flag) }])) }),
      ...(commands && { commands: commands.map((child) => grow(child, `${path} ${child.name}`)) }),
      ...(runnable && { run: async (context: Context) => onRun(path, context) }),
    };
  };
  const kept = ['version', 'options', 'help', 'completion'];
  const specs: Spec = JSON.parse(readFileSync(new URL('specs.json', import.meta.url), 'utf8'));
  const commands = specs.commands?.map((spec) => (kept.includes(spec.name) && real.get(spec.name)) || grow(spec, spec.name)) ?? [];
  return { name: 'etcdctl', summary: specs.summary, commands };
}

/** JSON has no bigints. */
function typed({ type, default: value }: Flag): unknown {
  return type === 'int' || type === 'int64' || type === 'uint' ? BigInt(String(value)) : value;
}
