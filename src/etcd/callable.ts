import type { ICallable } from 'etcd3/lib/rpc.js';
import type { CallOptions, Invoker } from '../grpc/call.js';
import { Code, StatusError } from '../grpc/status.js';
import { decodeAnswer } from './answer.js';
import { type MethodDefinition, methodPath, type ServiceDefinition } from './service-definition.js';

/** The options of etcd3's calls that count here; a deadline is a Date or milliseconds since the epoch. */
interface CallableOptions {
  readonly deadline?: Date | number;
  readonly signal?: AbortSignal;
}

/**
 * Lets etcd3's service clients (`etcd3/lib/rpc.js`) make their unary calls through an invoker. Errors are the invoker's StatusErrors; nothing
 * is retried here, and the clients' own policies aren't in these classes. Calls that stream are pulled instead (Client.openStream).
 */
export function callable(invoker: Invoker, services: Readonly<Record<string, ServiceDefinition>>): ICallable<unknown> {
  const adapter: Callable = {
    async exec(service, name, params, options) {
      const definition = services[service];
      const method = definition?.methods[name];
      if (definition === undefined || method === undefined) throw new TypeError(`no method ${service}.${name}`);
      const { message, peer } = await invoker.unary(methodPath(definition, method), encode(method, params), callOptions(options));
      return decodeAnswer(method.responseType, message, peer);
    },
    async withConnection(service) {
      throw new TypeError(`${service}: calls that stream are made by Client.openStream`);
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
  withConnection(service: string): Promise<never>;
  markFailed(): void;
  readonly callOptionsFactory: undefined;
}

/** @throws StatusError for a string that isn't UTF-8, which protobuf forbids and the codecs would mend silently */
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
