import type { Clock } from '../clock.js';
import type { CallOptions, Invoker, MessageStream } from '../grpc/call.js';
import { Code, StatusError } from '../grpc/status.js';
import { AuthenticateRequest, AuthenticateResponse } from '../proto/etcdserverpb/rpc.js';
import { decodeAnswer } from './answer.js';
import { ConnectError, describeError } from './errors.js';
import type { Logger } from './logger.js';

/** Who a client is to the server, where it is nobody by its certificate: a token of the user's own, or a name and a password. */
export type Login = { readonly token: string } | Password;

export interface Password {
  readonly user: string;
  readonly password: string;
}

export interface LoginOptions {
  readonly login: Login | undefined;
  /** Milliseconds that a login may take; 0 waits without end. */
  readonly dialTimeout: number;
  /** Milliseconds that a call without a deadline waits for a cluster that was never reached. */
  readonly reachTimeout: number;
  readonly clock: Clock;
  readonly logger: Logger;
}

const authenticatePath = '/etcdserverpb.Auth/Authenticate';

const authDisabled = 'etcdserver: authentication is not enabled';

/** Server words after which a new token may help (contract 1.7). */
const staleToken = ['etcdserver: invalid auth token', 'etcdserver: revision of auth store is old'];

/** Puts the token on every call, and bounds the wait for a cluster that was never reached. */
export class LoggedIn implements Invoker {
  readonly #channel: Invoker;
  readonly #options: LoginOptions;
  readonly #password: Password | undefined;
  #token: string;

  constructor(channel: Invoker, options: LoginOptions) {
    const { login } = options;
    this.#channel = channel;
    this.#options = options;
    this.#password = login !== undefined && 'user' in login ? login : undefined;
    this.#token = login !== undefined && 'token' in login ? login.token : '';
  }

  unary(path: string, request: Uint8Array, options: CallOptions = {}) {
    return this.#channel.unary(path, request, this.#complete(options));
  }

  stream(path: string, options: CallOptions = {}): MessageStream {
    return this.#channel.stream(path, this.#complete(options));
  }

  close(): void {
    this.#channel.close();
  }

  /** The first login. @param invoker makes the call. @throws ConnectError */
  async login(invoker: Invoker, signal?: AbortSignal): Promise<void> {
    try {
      await this.#authenticate(invoker, { ...this.#dialing(), signal });
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      throw new ConnectError(describeError(error), { cause: error });
    }
  }

  /**
   * Gets a new token for a stream. It waits like the stream itself, so that one that resumes survives a cluster that is away for long.
   * @throws StatusError
   */
  async loginAgain(invoker: Invoker, { deadline, signal }: CallOptions = {}): Promise<void> {
    try {
      await this.#authenticate(invoker, this.#bounded({ deadline, signal }));
    } catch (error) {
      // From our side it isn't a failure.
      const isGivenUp = error instanceof StatusError && error.code === Code.Canceled && error.byCaller;
      if (!isGivenUp)
        await this.#options.logger.log('error', 'clientv3/retry_interceptor: getToken failed', { error: describeError(error) });
      throw error;
    }
  }

  /**
   * Gets a new token after a refusal that one may cure. Who is known by a certificate has none to renew, but is refused as well when
   * another client changes users or roles meanwhile: there trying again is enough. A token of the user's own stays as it is.
   * @returns whether the call is worth another try
   */
  async refresh(refusal: StatusError): Promise<boolean> {
    const { login } = this.#options;
    if (login !== undefined && 'token' in login) return false;
    const anonymous = login !== undefined && refusal.details === 'etcdserver: user name is empty';
    if (!anonymous && !staleToken.includes(refusal.details)) return false;
    await this.#authenticate(this.#channel, this.#dialing());
    return true;
  }

  /** Does nothing without a password. */
  async #authenticate(invoker: Invoker, options: CallOptions): Promise<void> {
    if (this.#password === undefined) return;
    const { user, password } = this.#password;
    const request = AuthenticateRequest.encode({ name: user, password }).finish();
    try {
      const { message, peer } = await invoker.unary(authenticatePath, request, options);
      this.#token = decodeAnswer(AuthenticateResponse, message, peer).token;
    } catch (error) {
      if (!(error instanceof StatusError && error.details === authDisabled)) throw error;
      this.#token = '';
    }
  }

  #complete(options: CallOptions): CallOptions {
    const token = this.#token === '' ? {} : { token: this.#token };
    return { ...this.#bounded(options), metadata: { ...options.metadata, ...token } };
  }

  #bounded(options: CallOptions): CallOptions {
    const { clock, reachTimeout } = this.#options;
    return options.deadline === undefined ? { ...options, reachBy: clock.now() + reachTimeout } : options;
  }

  #dialing(): CallOptions {
    const { clock, dialTimeout } = this.#options;
    return { deadline: dialTimeout > 0 ? clock.now() + dialTimeout : undefined };
  }
}
