import type { CallOptions, Invoker, MessageStream } from '../grpc/call.js';
import { Channel } from '../grpc/channel.js';
import { callable } from './callable.js';
import { ConnectError } from './errors.js';
import { LoggedIn } from './login.js';
import { type ClientOptions, defaultOptions } from './options.js';
import { retrying } from './retry.js';
import { definitions, makeServices, type Services } from './services.js';

/** A connection to a cluster: etcd3's service clients over one channel, with Go's retries and logins. */
export interface Client extends Services {
  readonly options: ClientOptions;
  /** Bytes in and out, for calls whose messages are walked rather than decoded. Deadlines, retries and tokens are those of the services. */
  readonly invoker: Invoker;
  /** Logs in anew where there is a password, as Go's client does for every stream, and opens a call that streams. */
  openStream(path: string, options?: CallOptions): Promise<MessageStream>;
  /** Ends all calls and connections at once. */
  close(): void;
}

const userAgent = 'grpc-go/1.82.1';

/**
 * Makes a client, and logs in where there is a password. It doesn't wait for a connection.
 * @param signal gives up the login
 * @throws ConnectError
 */
export async function connect(given: Pick<ClientOptions, 'endpoints'> & Partial<ClientOptions>, signal?: AbortSignal): Promise<Client> {
  const options: ClientOptions = { ...defaultOptions, ...given };
  if (options.endpoints.length === 0) throw new ConnectError('etcdclient: no available endpoints');
  const channel = new Channel({ ...options, userAgent, metadata: { 'client-api-version': '3.7' } });
  const loggedIn = new LoggedIn(channel, options);
  const invoker = retrying(loggedIn, { ...options, refreshToken: (refusal) => loggedIn.refresh(refusal) });
  try {
    await loggedIn.login(retrying(channel, { ...options, refreshToken: async () => false }), signal);
  } catch (error) {
    channel.close();
    throw error;
  }
  return {
    ...makeServices(callable(invoker, definitions)),
    options,
    invoker,
    async openStream(path, call) {
      await loggedIn.loginAgain(invoker, call);
      return loggedIn.stream(path, call);
    },
    close: () => invoker.close(),
  };
}
