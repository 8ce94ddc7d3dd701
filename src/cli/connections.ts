import type { Globals } from '../command/context.js';
import { Connections } from '../connect/connections.js';
import type { Host } from '../host/host.js';
import type { CommandNode } from './command-node.js';
import { applyEnvironment } from './environment.js';
import type { Program } from './program.js';

/** The clients of a command line: its flags, then the environment, make their settings. */
export function connectionsOf(node: CommandNode, host: Host, program: Pick<Program, 'configure' | 'connect'>): Connections {
  const readSettings = async () => {
    await applyEnvironment(node, host);
    return program.configure(node.opts<Globals>(), (name) => node.isGiven(name), host);
  };
  return new Connections(readSettings, (config, options) => program.connect(config, host, options));
}
