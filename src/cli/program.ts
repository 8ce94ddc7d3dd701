import type { Globals } from '../command/context.js';
import type { CommandRoot } from '../command/spec.js';
import type { OpenOptions } from '../connect/client.js';
import type { ClientConfig } from '../connect/settings.js';
import type { Client } from '../etcd/client.js';
import type { Host } from '../host/host.js';
import type { Reply } from '../output/reply.js';

/** What the engine runs: the commands, and what they reach the world by. */
export interface Program {
  readonly root: CommandRoot;
  /** What clients are made from: the rest of contract 1.4, step 4. `given` says whether a flag or its variable was. */
  configure(globals: Globals, given: (flagName: string) => boolean, host: Host): Promise<ClientConfig>;
  connect(config: ClientConfig, host: Host, options: OpenOptions): Promise<Client>;
  print(reply: Reply, globals: Globals, host: Host): Promise<void>;
}
