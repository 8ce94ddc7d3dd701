import type { Decoder } from '../wire/decode.js';

/** The shape of the service definitions that ts-proto generates, as far as a call needs it. */
export interface ServiceDefinition {
  /** With its package, `etcdserverpb.KV`. */
  readonly fullName: string;
  readonly methods: Readonly<Record<string, MethodDefinition>>;
}

export interface MethodDefinition {
  readonly name: string;
  readonly requestType: RequestCodec;
  readonly responseType: ResponseCodec;
}

// Methods, so that codecs of narrower messages fit.
export interface RequestCodec {
  fromPartial(object: object): unknown;
  encode(message: unknown): { finish(): Uint8Array };
}

export type ResponseCodec = Decoder<unknown>;

/** `/package.Service/Method` */
export function methodPath(service: ServiceDefinition, method: MethodDefinition): string {
  return `/${service.fullName}/${method.name}`;
}
