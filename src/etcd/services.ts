import { AuthClient, ClusterClient, type ICallable, KVClient, LeaseClient, MaintenanceClient } from 'etcd3/lib/rpc.js';
import { AuthDefinition, ClusterDefinition, KVDefinition, LeaseDefinition, MaintenanceDefinition } from '../proto/etcdserverpb/rpc.js';
import type { ServiceDefinition } from './service-definition.js';

/** Of one unary call. */
export interface RequestOptions {
  /** Milliseconds since the epoch; none waits without end. */
  readonly deadline?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

type Streaming = { readonly requestStream: true } | { readonly responseStream: true };
// biome-ignore lint/suspicious/noExplicitAny: the parameter types of any method whatever
type AnyMethod = (...args: any[]) => unknown;
type Request<M> = M extends { readonly requestType: { fromPartial(object: infer P): unknown } } ? P : never;
type Response<M> = M extends { readonly responseType: { decode(bytes: Uint8Array): infer R } } ? R : never;

/**
 * One of etcd3's clients with the message types of our codecs, which know what etcd 3.6 and 3.7 added and have numeric enums. A method of
 * etcd3 without a request parameter keeps none.
 */
type Service<C, D extends ServiceDefinition> = {
  readonly [M in keyof C & keyof D['methods'] as D['methods'][M] extends Streaming ? never : M]: C[M] extends AnyMethod
    ? 0 extends Parameters<C[M]>['length']
      ? (options?: RequestOptions) => Promise<Response<D['methods'][M]>>
      : (request: Request<D['methods'][M]>, options?: RequestOptions) => Promise<Response<D['methods'][M]>>
    : never;
};

/** The unary calls of etcd's services. Those that stream are in watcher.ts, lease.ts, snapshot.ts and range.ts: their messages are pulled. */
export interface Services {
  readonly kv: Service<KVClient, typeof KVDefinition>;
  readonly lease: Service<LeaseClient, typeof LeaseDefinition>;
  readonly cluster: Service<ClusterClient, typeof ClusterDefinition>;
  readonly maintenance: Service<MaintenanceClient, typeof MaintenanceDefinition>;
  readonly auth: Service<AuthClient, typeof AuthDefinition>;
}

export const definitions = {
  KV: KVDefinition,
  Lease: LeaseDefinition,
  Cluster: ClusterDefinition,
  Maintenance: MaintenanceDefinition,
  Auth: AuthDefinition,
};

export function makeServices(callable: ICallable<unknown>): Services {
  const services = {
    kv: new KVClient(callable),
    lease: new LeaseClient(callable),
    cluster: new ClusterClient(callable),
    maintenance: new MaintenanceClient(callable),
    auth: new AuthClient(callable),
  };
  // The one place where etcd3's types become ours: the callable decodes with our codecs.
  return services as unknown as Services;
}
