import type { Client } from '../etcd/client.js';
import type { OpenOptions } from './client.js';
import { type ClientConfig, defaultLimits } from './settings.js';

export interface ConnectOptions extends OpenOptions {
  /** Instead of those of --endpoints. */
  readonly endpoints?: readonly string[];
  /** Whether --max-recv-bytes and --max-request-bytes do not count. */
  readonly hasDefaultLimits?: boolean;
}

/** The clients of one command line. The settings are read once, before the first. */
export class Connections {
  readonly #readSettings: () => Promise<ClientConfig>;
  readonly #openClient: (config: ClientConfig, options: OpenOptions) => Promise<Client>;
  readonly #clients: Client[] = [];
  #closed = false;
  #config: Promise<ClientConfig> | undefined;

  constructor(readSettings: () => Promise<ClientConfig>, openClient: (config: ClientConfig, options: OpenOptions) => Promise<Client>) {
    this.#readSettings = readSettings;
    this.#openClient = openClient;
  }

  configure(): Promise<ClientConfig> {
    this.#config ??= this.#readSettings();
    return this.#config;
  }

  async connect({ endpoints, hasDefaultLimits, ...options }: ConnectOptions = {}): Promise<Client> {
    const config = await this.configure();
    const own = { ...config, ...(endpoints && { endpoints }), ...(hasDefaultLimits && defaultLimits) };
    const client = await this.#openClient(own, options);
    this.#clients.push(client);
    // Who gave up waiting doesn't see it any more.
    if (this.#closed) client.close();
    return client;
  }

  close(): void {
    this.#closed = true;
    for (const client of this.#clients) client.close();
  }
}
