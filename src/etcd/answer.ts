import { Code, type Peer, StatusError } from '../grpc/status.js';
import { type Decoder, decode } from '../wire/decode.js';
import { invalidUtf8, WireError } from '../wire/reader.js';

/**
 * Reads what a server sent. What isn't the message that it should be fails the call in the words of Go's gRPC, which say no more.
 * @param peer that sent it
 * @throws StatusError of code Internal
 */
export function readAnswer<T>(read: () => T, peer?: Peer): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    const reason = error.reason === invalidUtf8 ? invalidUtf8 : 'proto: cannot parse invalid wire-format data';
    const failure = new StatusError(Code.Internal, `grpc: failed to unmarshal the received message: ${reason}`, peer);
    throw Object.assign(failure, { cause: error });
  }
}

/** @throws StatusError as `readAnswer` */
export function decodeAnswer<T>(codec: Decoder<T>, message: Uint8Array, peer?: Peer): T {
  return readAnswer(() => decode(codec, message), peer);
}
