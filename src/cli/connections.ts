import type { ConnectOptions, Globals } from '../command/spec.js';
import { type ClientConfig, defaultLimits } from '../connect/settings.js';
import type { Client } from '../etcd/client.js';
import type { Host } from '../host/host.js';
import { applyEnvironment } from './environment.js';
import type { Wiring } from './run.js';
import type { CommandNode } from './tree.js';

/** The clients of one command line; environment, checks and prompts happen once, before the first. */
export class Connections {
  private config: Promise<ClientConfig> | undefined;
  private readonly clients: Client[] = [];

  constructor(
    private readonly node: CommandNode,
    private readonly host: Host,
    private readonly wiring: Pick<Wiring, 'configure' | 'connect'>,
  ) {}

  configure(): Promise<ClientConfig> {
    this.config ??= this.readConfig();
    return this.config;
  }

  async connect({ endpoints, loggerName, hasDefaultLimits }: ConnectOptions = {}): Promise<Client> {
    const config = await this.configure();
    const own = { ...config, ...(endpoints && { endpoints }), ...(hasDefaultLimits && defaultLimits) };
    const client = await this.wiring.connect(own, this.host, loggerName);
    this.clients.push(client);
    return client;
  }

  close(): void {
    for (const client of this.clients) client.close();
  }

  private async readConfig(): Promise<ClientConfig> {
    await applyEnvironment(this.node, this.host);
    return this.wiring.configure(this.node.opts<Globals>(), (name) => this.node.isGiven(name), this.host);
  }
}
