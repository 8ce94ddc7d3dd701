import { asBuffer, tagOf, WireReader, WireType } from '../wire/reader.js';
import { isCbor } from './cbor.js';

/** How a stored value is encoded. */
export type Encoding = 'protobuf' | 'json' | 'cbor' | 'encrypted';

const protobufPrefix = Buffer.from('k8s\0');
export const encryptedPrefix = Buffer.from('k8s:enc:');

/** Told by the value's first bytes: a key says nothing about it. Undefined is a value that is no object of Kubernetes. */
export function encodingOf(value: Uint8Array): Encoding | undefined {
  if (value[0] === 0x7b) return 'json';
  if (startsWith(value, protobufPrefix)) return 'protobuf';
  if (startsWith(value, encryptedPrefix)) return 'encrypted';
  return isCbor(value) ? 'cbor' : undefined;
}

const startsWith = (value: Uint8Array, prefix: Buffer) => asBuffer(value.subarray(0, prefix.length)).equals(prefix);

/** What stands around an object's message, runtime.Unknown in apimachinery/pkg/runtime/generated.proto. */
export interface Envelope {
  readonly apiVersion: string;
  readonly kind: string;
  /** The message, without a kind of its own: a view. */
  readonly raw: Buffer;
}

const Unknown = { TypeMeta: tagOf(1, WireType.Bytes), Raw: tagOf(2, WireType.Bytes) } as const;
const TypeMeta = { ApiVersion: tagOf(1, WireType.Bytes), Kind: tagOf(2, WireType.Bytes) } as const;

/** Opens a value that is protobuf. @throws WireError */
export function openEnvelope(value: Uint8Array): Envelope {
  const reader = new WireReader(value.subarray(protobufPrefix.length));
  let apiVersion = '';
  let kind = '';
  let raw: Buffer = Buffer.alloc(0);
  while (reader.next()) {
    if (reader.tag === Unknown.Raw) raw = reader.value;
    if (reader.tag !== Unknown.TypeMeta) continue;
    const end = reader.enter();
    while (reader.next()) {
      if (reader.tag === TypeMeta.ApiVersion) apiVersion = reader.value.toString();
      if (reader.tag === TypeMeta.Kind) kind = reader.value.toString();
    }
    reader.leave(end);
  }
  return { apiVersion, kind, raw };
}
