import { createCipheriv, createDecipheriv, createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Http2Server, type ServerHttp2Session, type ServerHttp2Stream } from 'node:http2';
import type { WrappedKey } from '../../src/kubernetes/encryption/decryptor.js';
import { WireReader } from '../../src/wire/reader.js';

/** The key-encryption key of the plugin that the recorded sets were made with, by its id; that of v1 is `v1`. */
const keyOf = (id: string) => createHash('sha256').update(`fake kms kek ${id}`).digest();

/** What that plugin's Decrypt does. */
export function unwrapLikeThePlugin(id: string, ciphertext: Uint8Array): Buffer {
  const bytes = Buffer.from(ciphertext);
  const decipher = createDecipheriv('aes-256-gcm', keyOf(id), bytes.subarray(0, 12))
    .setAAD(Buffer.from(id))
    .setAuthTag(bytes.subarray(-16));
  return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]);
}

/** And its Encrypt. */
export function wrapLikeThePlugin(id: string, key: Uint8Array): Buffer {
  const nonce = createHash('sha256').update(key).digest().subarray(0, 12);
  const cipher = createCipheriv('aes-256-gcm', keyOf(id), nonce).setAAD(Buffer.from(id));
  return Buffer.concat([nonce, cipher.update(key), cipher.final(), cipher.getAuthTag()]);
}

export const unwrapRecorded = (wrapped: WrappedKey): Buffer =>
  unwrapLikeThePlugin(wrapped.version === 'v1' ? 'v1' : wrapped.keyId, wrapped.ciphertext);

/** A call as it came in: the path, and the values of each field. */
export interface PluginCall {
  readonly path: string;
  readonly fields: ReadonlyMap<number, readonly Buffer[]>;
}

/** @returns the message to answer with, or a gRPC status; never resolved for no answer at all */
export type Answer = (call: PluginCall) => Buffer | { readonly status: number; readonly message: string } | Promise<never>;

/** A KMS plugin that listens on a unix socket. */
export class FakePlugin {
  readonly calls: PluginCall[] = [];
  readonly #server: Http2Server;
  readonly #sessions = new Set<ServerHttp2Session>();

  private constructor(answer: Answer) {
    this.#server = createServer();
    this.#server.on('session', (session) => this.#sessions.add(session));
    this.#server.on('stream', (stream, headers) => void this.#serve(stream, headers[':path'] ?? '', answer));
  }

  /** @param path of the socket; `\0name` for an abstract one */
  static async listen(path: string, answer: Answer): Promise<FakePlugin> {
    const plugin = new FakePlugin(answer);
    plugin.#server.listen(path);
    await once(plugin.#server, 'listening');
    return plugin;
  }

  async close(): Promise<void> {
    for (const session of this.#sessions) session.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }

  async #serve(stream: ServerHttp2Stream, path: string, answer: Answer): Promise<void> {
    stream.on('error', () => undefined);
    const pieces: Buffer[] = [];
    for await (const piece of stream) pieces.push(piece as Buffer);
    const call = { path, fields: readFields(Buffer.concat(pieces).subarray(5)) };
    this.calls.push(call);
    const answered = await answer(call);
    const message = Buffer.isBuffer(answered) ? answered : undefined;
    const status = Buffer.isBuffer(answered)
      ? { 'grpc-status': '0' }
      : { 'grpc-status': String(answered.status), 'grpc-message': answered.message };
    stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
    stream.on('wantTrailers', () => stream.sendTrailers(status));
    stream.end(message === undefined ? undefined : frame(message));
  }
}

/** Field 1 of a DecryptResponse. */
export const decryptResponse = (key: Uint8Array): Buffer => Buffer.concat([Buffer.of(0x0a, key.length), key]);

function frame(message: Buffer): Buffer {
  const prefix = Buffer.alloc(5);
  prefix.writeUInt32BE(message.length, 1);
  return Buffer.concat([prefix, message]);
}

export function readFields(message: Uint8Array): Map<number, Buffer[]> {
  const fields = new Map<number, Buffer[]>();
  const reader = new WireReader(message);
  while (reader.next()) fields.set(reader.tag >>> 3, [...(fields.get(reader.tag >>> 3) ?? []), Buffer.from(reader.value)]);
  return fields;
}
