import { CliError, Exit } from '../command/errors.js';
import { type Logger, makeLogger } from '../connect/log.js';
import type { ClientConfig, Login } from '../connect/settings.js';
import type { CallOptions, Invoker, MessageStream } from '../grpc/call.js';
import { Channel } from '../grpc/channel.js';
import { Code, StatusError } from '../grpc/status.js';
import type { Host } from '../host/host.js';
import { AuthenticateRequest, AuthenticateResponse } from '../proto/etcdserverpb/rpc.js';
import { callable } from './callable.js';
import { describeError } from './errors.js';
import { retrying } from './retry.js';
import { definitions, makeServices, type Services } from './services.js';

export interface ClientOptions {
  readonly config: ClientConfig;
  readonly host: Host;
  /** The `logger` of its log lines; `client` for endpoint health and snapshot save, as Go's has it. */
  readonly loggerName?: string;
}

/** A connection to a cluster: etcd3's service clients over one channel, with Go's retries and logins. */
export interface Client extends Services {
  readonly config: ClientConfig;
  readonly host: Host;
  readonly logger: Logger;
  /** Bytes in and out, for calls whose messages are walked rather than decoded. Deadlines, retries and tokens are those of the services. */
  readonly invoker: Invoker;
  /** Logs in anew where there is a password, as Go's client does for every stream, and opens a call that streams. */
  openStream(path: string, options?: CallOptions): Promise<MessageStream>;
  close(): void;
}

const userAgent = 'grpc-go/1.82.1';

/**
 * Loads the TLS files, checks the configuration, and logs in where there is a password. It does not wait for a connection.
 * @throws CliError of status 128 (TLS files) or 2 (the rest), contract 1.4 steps 5 and 6
 */
export async function makeClient({ config, host, loggerName = 'etcd-client' }: ClientOptions): Promise<Client> {
  const { endpoints, maxReceiveBytes, maxSendBytes } = config;
  // Loaded when needed, as is what brings more of the runtime with it in other files: a start without TLS is faster for it.
  const tls = config.tls && (await (await import('../connect/tls.js')).loadTls(config.tls, host));
  if (endpoints.length === 0) throw new CliError('etcdclient: no available endpoints', Exit.BadConnection);
  if (config.limitConflict !== undefined) throw new CliError(config.limitConflict, Exit.BadConnection);
  const channel = new Channel({
    endpoints,
    ...(tls ? { tls } : {}),
    keepaliveTime: config.keepaliveTime,
    keepaliveTimeout: config.keepaliveTimeout,
    maxReceiveBytes,
    maxSendBytes,
    userAgent,
    metadata: { 'client-api-version': '3.7' },
  });
  const logger = makeLogger(host, loggerName);
  const session = new Session(channel, config, host);
  const invoker = retrying(session, { endpoints, host, logger, refreshToken: (refusal) => session.refresh(refusal) });
  try {
    await session.login(retrying(channel, { endpoints, host, logger, refreshToken: async () => false }));
  } catch (error) {
    channel.close();
    throw error;
  }
  return {
    ...makeServices(callable(invoker, definitions)),
    config,
    host,
    logger,
    invoker,
    async openStream(path, options) {
      await session.loginAgain(invoker, options).catch(async (error: unknown) => {
        // From our side it is no failure.
        const isGivenUp = error instanceof StatusError && error.code === Code.Canceled;
        if (!isGivenUp) await logger.log('error', 'clientv3/retry_interceptor: getToken failed', { error: describeError(error) });
        throw error;
      });
      return session.stream(path, options);
    },
    close: () => invoker.close(),
  };
}

const authenticatePath = '/etcdserverpb.Auth/Authenticate';

const authDisabled = 'etcdserver: authentication is not enabled';

/** Server words after which a new token may help (contract 1.7). */
const staleToken = ['etcdserver: invalid auth token', 'etcdserver: revision of auth store is old'];

/** Puts the token on every call, and bounds the wait for a cluster that was never reached. */
class Session implements Invoker {
  private token: string;

  constructor(
    private readonly channel: Channel,
    private readonly config: ClientConfig,
    private readonly host: Host,
  ) {
    const { login } = config;
    this.token = login !== undefined && 'token' in login ? login.token : '';
  }

  unary(path: string, request: Uint8Array, options: CallOptions = {}) {
    return this.channel.unary(path, request, this.complete(options));
  }

  stream(path: string, options: CallOptions = {}): MessageStream {
    return this.channel.stream(path, this.complete(options));
  }

  close(): void {
    this.channel.close();
  }

  /** @throws CliError of status 2 */
  async login(invoker: Invoker): Promise<void> {
    const login = passwordOf(this.config.login);
    if (login === undefined) return;
    try {
      await this.authenticate(login, invoker, this.dialing());
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      throw new CliError(describeError(error), Exit.BadConnection, { cause: error });
    }
  }

  /**
   * Gets a new token for a stream. It waits like the stream itself, so that one that resumes survives a cluster that is away for long.
   * @throws StatusError
   */
  async loginAgain(invoker: Invoker, { deadline, signal }: CallOptions = {}): Promise<void> {
    const login = passwordOf(this.config.login);
    if (login !== undefined) await this.authenticate(login, invoker, this.bounded({ deadline, signal }));
  }

  /**
   * Gets a new token after a refusal that one may cure. Who is known by a certificate has none to renew, but is refused as well when
   * another client changes users or roles meanwhile: there trying again is enough. A token of the user's own stays as it is.
   * @returns whether the call is worth another try
   */
  async refresh(refusal: StatusError): Promise<boolean> {
    const { login } = this.config;
    if (login !== undefined && 'token' in login) return false;
    const anonymous = login !== undefined && refusal.details === 'etcdserver: user name is empty';
    if (!anonymous && !staleToken.includes(refusal.details)) return false;
    if (login !== undefined) await this.authenticate(login, this.channel, this.dialing());
    return true;
  }

  private async authenticate({ user, password }: Password, invoker: Invoker, options: CallOptions): Promise<void> {
    const request = AuthenticateRequest.encode({ name: user, password }).finish();
    try {
      const answer = await invoker.unary(authenticatePath, request, options);
      this.token = AuthenticateResponse.decode(answer.message).token;
    } catch (error) {
      if (!(error instanceof StatusError && error.details === authDisabled)) throw error;
      this.token = '';
    }
  }

  private complete(options: CallOptions): CallOptions {
    const token = this.token === '' ? {} : { token: this.token };
    return { ...this.bounded(options), metadata: { ...options.metadata, ...token } };
  }

  private bounded(options: CallOptions): CallOptions {
    return options.deadline === undefined ? { ...options, reachBy: this.host.clock.now() + this.config.reachTimeout } : options;
  }

  private dialing(): CallOptions {
    const { dialTimeout } = this.config;
    return { deadline: dialTimeout > 0 ? this.host.clock.now() + dialTimeout : undefined };
  }
}

type Password = Extract<Login, { user: string }>;

function passwordOf(login: Login | undefined): Password | undefined {
  return login !== undefined && 'user' in login ? login : undefined;
}
