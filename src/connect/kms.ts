import { randomUUID } from 'node:crypto';
import { Channel, type ChannelOptions } from '../grpc/channel.js';
import { Code, codeName, StatusError } from '../grpc/status.js';
import type { KmsProvider } from '../kubernetes/encryption/configuration.js';
import type { Unwrap, WrappedKey } from '../kubernetes/encryption/decryptor.js';
import { tagOf, WireError, WireReader, WireType } from '../wire/reader.js';

/** Keys are small; whatever a plugin answers beyond it is none. */
const maxAnswer = 1 << 20;

/** Asks KMS plugins by gRPC over their unix sockets, which the configuration names. */
export class KmsPlugins {
  readonly #clock: ChannelOptions['clock'];
  readonly #userAgent: string;
  readonly #channels = new Map<string, Channel>();
  /** Sockets where nobody answered: each value after the first one would wait as long. */
  readonly #unreachable = new Set<string>();

  constructor(clock: ChannelOptions['clock'], userAgent: string) {
    this.#clock = clock;
    this.#userAgent = userAgent;
  }

  readonly unwrap: Unwrap = async (provider, wrapped) => {
    const { endpoint, timeout } = provider;
    if (this.#unreachable.has(endpoint)) throw unreachable(provider);
    const channel = this.#connect(endpoint);
    const [path, request] = wrapped.version === 'v1' ? encodeV1(wrapped) : encodeV2(wrapped);
    try {
      const { message } = await channel.unary(path, request, { deadline: this.#clock.now() + timeout });
      return readKey(message);
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      if (channel.everReady) throw new Error(`the KMS plugin answers ${codeName(error.code)}`);
      this.#unreachable.add(endpoint);
      throw unreachable(provider);
    }
  };

  close(): void {
    for (const channel of this.#channels.values()) channel.close();
    this.#channels.clear();
  }

  #connect(endpoint: string): Channel {
    const known = this.#channels.get(endpoint);
    if (known !== undefined) return known;
    const channel = new Channel({
      endpoints: [socketOf(endpoint)],
      keepaliveTime: 0,
      keepaliveTimeout: 0,
      maxReceiveBytes: maxAnswer,
      maxSendBytes: maxAnswer,
      userAgent: this.#userAgent,
      clock: this.#clock,
    });
    this.#channels.set(endpoint, channel);
    return channel;
  }
}

const unreachable = ({ endpoint }: KmsProvider) => new Error(`no KMS plugin answers at ${endpoint}`);

/** kube-apiserver takes `unix:///@name` for an abstract socket, which the system knows by a NUL before its name. */
const socketOf = (endpoint: string) => endpoint.replace(/^unix:\/\/\/@/, 'unix:\0');

/** v1beta1.DecryptRequest of k8s.io/kms: 1 version, 2 cipher. */
function encodeV1({ ciphertext }: WrappedKey): [path: string, request: Buffer] {
  return ['/v1beta1.KeyManagementService/Decrypt', Buffer.concat([...field(1, Buffer.from('v1beta1')), ...field(2, ciphertext)])];
}

/** v2.DecryptRequest: 1 ciphertext, 2 uid, 3 key_id, 4 annotations. */
function encodeV2({ ciphertext, keyId, annotations }: WrappedKey & { version: 'v2' }): [path: string, request: Buffer] {
  const entries = [...annotations].map(([name, value]) => Buffer.concat([...field(1, Buffer.from(name)), ...field(2, value)]));
  const fields = [
    ...field(1, ciphertext),
    ...field(2, Buffer.from(randomUUID())),
    ...field(3, Buffer.from(keyId)),
    ...entries.flatMap((entry) => field(4, entry)),
  ];
  return ['/v2.KeyManagementService/Decrypt', Buffer.concat(fields)];
}

function field(number: number, value: Buffer): Buffer[] {
  return [varint(tagOf(number, WireType.Bytes)), varint(value.length), value];
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) | 0x80);
  return Buffer.from([...bytes, rest]);
}

/** Field 1 of either DecryptResponse. */
function readKey(message: Uint8Array): Buffer {
  const reader = new WireReader(message);
  let key: Buffer = Buffer.alloc(0);
  try {
    while (reader.next()) if (reader.tag === plaintext) key = reader.value;
  } catch (error) {
    throw error instanceof WireError ? new StatusError(Code.Internal, error.reason) : error;
  }
  return Buffer.from(key);
}

const plaintext = tagOf(1, WireType.Bytes);
