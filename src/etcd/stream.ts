import type { CallOptions, MessageStream } from '../grpc/call.js';
import type { Decoder } from '../wire/decode.js';
import { decodeAnswer } from './answer.js';

/** A streaming call in messages instead of bytes. Responses are pulled: what nobody reads stays with the server. */
export interface Stream<Q, R> extends AsyncIterable<R> {
  write(request: Q): Promise<void>;
  end(): void;
  cancel(): void;
}

/** What a streaming method needs of its codecs, ts-proto's. */
interface Codecs<Q, R> {
  readonly requestType: { encode(message: Q): { finish(): Uint8Array } };
  readonly responseType: Decoder<R>;
}

export function typedStream<Q, R>(stream: MessageStream, method: Codecs<Q, R>): Stream<Q, R> {
  return {
    write: (request) => stream.write(method.requestType.encode(request).finish()),
    end: () => stream.end(),
    cancel: () => stream.cancel(),
    [Symbol.asyncIterator]: () => decodeAll(stream, method.responseType),
  };
}

async function* decodeAll<R>(stream: MessageStream, codec: Codecs<never, R>['responseType']): AsyncIterator<R> {
  for await (const message of stream) yield decodeAnswer(codec, message, stream.peer);
}

/** Metadata of streams that must end when their member loses its leader (contract 1.5). */
export const needsLeader: CallOptions = { metadata: { hasleader: 'true' } };
