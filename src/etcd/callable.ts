import type { ICallable } from 'etcd3/lib/rpc.js';
import type { CallOptions, Invoker } from '../grpc/call.js';
import { EventStream } from '../grpc/event-stream.js';
import { type MethodDefinition, methodPath, type ServiceDefinition, type Services } from '../grpc/service.js';
import { Code, StatusError } from '../grpc/status.js';

/** The options of etcd3's calls that count here; a deadline is a Date or milliseconds since the epoch. */
interface CallableOptions {
  readonly deadline?: Date | number;
  readonly signal?: AbortSignal;
}

/**
 * Lets etcd3's service clients (`etcd3/lib/rpc.js`) call through an invoker. Errors are the invoker's StatusErrors; nothing is retried
 * here, and the clients' own policies are not in these classes.
 */
export function callable(invoker: Invoker, services: Services): ICallable<unknown> {
  const adapter: Callable = {
    async exec(service, name, params, options) {
      const [definition, method] = lookup(services, service, name);
      const { message } = await invoker.unary(methodPath(definition, method), encode(method, params), callOptions(options));
      return method.responseType.decode(message);
    },
    async withConnection(service, use) {
      return use({ resource: undefined, client: streamingClient(invoker, services, service), metadata: undefined });
    },
    markFailed() {},
    callOptionsFactory: undefined,
  };
  // etcd3 types its callable by grpc-js' classes, which are neither here nor needed: the clients only pass them through.
  return adapter as unknown as ICallable<unknown>;
}

/** ICallable without grpc-js. */
interface Callable {
  exec(service: string, method: string, params: unknown, options?: CallableOptions): Promise<unknown>;
  withConnection(service: string, use: (connection: Connection) => unknown): Promise<unknown>;
  markFailed(): void;
  readonly callOptionsFactory: undefined;
}

interface Connection {
  readonly resource: undefined;
  readonly client: StreamingClient;
  readonly metadata: undefined;
}

/** The arguments are those that etcd3's clients pass: a request comes last, if the method takes just one. */
type StreamingClient = Readonly<Record<string, (metadata: unknown, options?: CallableOptions, request?: object) => EventStream>>;

function streamingClient(invoker: Invoker, services: Services, service: string): StreamingClient {
  const definition = services[service];
  const methods = Object.entries(definition?.methods ?? {}).filter(([, method]) => method.requestStream || method.responseStream);
  return Object.fromEntries(
    methods.map(([name]) => [
      name,
      (_metadata, options, request) => {
        const [found, method] = lookup(services, service, name);
        const stream = new EventStream(invoker.stream(methodPath(found, method), callOptions(options)), {
          encode: (item) => encode(method, item),
          decode: (bytes) => method.responseType.decode(bytes),
        });
        if (!method.requestStream) {
          stream.write(request ?? {});
          stream.end();
        }
        return stream;
      },
    ]),
  );
}

function lookup(services: Services, service: string, name: string): [ServiceDefinition, MethodDefinition] {
  const definition = services[service];
  const method = definition?.methods[name];
  if (definition === undefined || method === undefined) throw new TypeError(`no method ${service}.${name}`);
  return [definition, method];
}

/** @throws StatusError for a string that is no UTF-8, which protobuf forbids and the codecs would mend silently */
function encode(method: MethodDefinition, params: unknown): Uint8Array {
  const message = method.requestType.fromPartial((params ?? {}) as object);
  if (Object.values(message as object).some((value) => typeof value === 'string' && loneSurrogate.test(value))) {
    throw new StatusError(Code.Internal, 'grpc: error while marshaling: string field contains invalid UTF-8');
  }
  return method.requestType.encode(message).finish();
}

const loneSurrogate = /[\ud800-\udfff]/u;

function callOptions(options: CallableOptions = {}): CallOptions {
  return { deadline: options.deadline === undefined ? undefined : Number(options.deadline), signal: options.signal };
}
