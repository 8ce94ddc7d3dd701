import type { CallOptions, MessageStream } from '../grpc/call.js';
import type { MessageCodec, MethodDefinition, ServiceDefinition } from '../grpc/service.js';

/** A streaming call in messages instead of bytes. Responses are pulled: what nobody reads stays with the server. */
export interface Stream<Q, R> extends AsyncIterable<R> {
  write(request: Q): Promise<void>;
  end(): void;
  cancel(): void;
}

export function methodPath(service: ServiceDefinition, method: { readonly name: string }): string {
  return `/${service.fullName}/${method.name}`;
}

export function typedStream<Q, R>(stream: MessageStream, method: MethodDefinition<Q, R>): Stream<Q, R> {
  return {
    write: (request) => stream.write(method.requestType.encode(method.requestType.fromPartial(request as object)).finish()),
    end: () => stream.end(),
    cancel: () => stream.cancel(),
    [Symbol.asyncIterator]: () => decodeAll(stream, method.responseType),
  };
}

async function* decodeAll<R>(stream: MessageStream, codec: MessageCodec<R>): AsyncIterator<R> {
  for await (const message of stream) yield codec.decode(message);
}

/** Metadata of streams that must end when their member loses its leader (contract 1.5). */
export const needsLeader: CallOptions = { metadata: { hasleader: 'true' } };
