import type { Client } from '../etcd/client.js';
import { type ClientConfig, defaultLimits } from './settings.js';

export interface ConnectOptions {
  /** Instead of those of --endpoints. */
  readonly endpoints?: readonly string[];
  /** The `logger` of its log lines, `etcd-client` if not said otherwise. */
  readonly loggerName?: string;
  /** Whether --max-recv-bytes and --max-request-bytes do not count. */
  readonly hasDefaultLimits?: boolean;
}

/** The clients of one command line. The settings are read once, before the first. */
export class Connections {
  readonly #readSettings: () => Promise<ClientConfig>;
  readonly #makeClient: (config: ClientConfig, loggerName: string | undefined) => Promise<Client>;
  readonly #clients: Client[] = [];
  #config: Promise<ClientConfig> | undefined;

  constructor(
    readSettings: () => Promise<ClientConfig>,
    makeClient: (config: ClientConfig, loggerName: string | undefined) => Promise<Client>,
  ) {
    this.#readSettings = readSettings;
    this.#makeClient = makeClient;
  }

  configure(): Promise<ClientConfig> {
    this.#config ??= this.#readSettings();
    return this.#config;
  }

  async connect({ endpoints, loggerName, hasDefaultLimits }: ConnectOptions = {}): Promise<Client> {
    const config = await this.configure();
    const own = { ...config, ...(endpoints && { endpoints }), ...(hasDefaultLimits && defaultLimits) };
    const client = await this.#makeClient(own, loggerName);
    this.#clients.push(client);
    return client;
  }

  close(): void {
    for (const client of this.#clients) client.close();
  }
}
