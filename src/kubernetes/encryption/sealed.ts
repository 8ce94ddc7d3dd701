import { asBuffer, boolAt, tagOf, WireError, WireReader, WireType } from '../../wire/reader.js';
import { encryptedPrefix } from '../envelope.js';
import type { Provider } from './configuration.js';

/** What an encrypted value says of itself: `k8s:enc:PROVIDER:VERSION:NAME:` and the rest. */
export interface SealedValue {
  /** `aescbc`, `kms`, … */
  readonly provider: string;
  readonly version: string;
  /** Of the key, or of the KMS provider. */
  readonly name: string;
  readonly body: Buffer;
}

/** A name is followed by a colon, and may have some: those of the configuration are looked for first. */
const maxName = 512;

/**
 * Takes the prefix off.
 * @param names that the configuration has
 * @returns undefined for a value that is not encrypted, or whose prefix has no end
 */
export function readSealed(value: Uint8Array, names: Iterable<string> = []): SealedValue | undefined {
  const bytes = asBuffer(value);
  if (!bytes.subarray(0, encryptedPrefix.length).equals(encryptedPrefix)) return undefined;
  const head = bytes.toString('latin1', encryptedPrefix.length, encryptedPrefix.length + maxName);
  const match = /^([^:]*):([^:]*):/.exec(head);
  if (match === null) return undefined;
  const [prefix, provider = '', version = ''] = match;
  const from = encryptedPrefix.length + prefix.length;
  for (const name of names) {
    const wanted = Buffer.from(`${name}:`);
    if (bytes.subarray(from, from + wanted.length).equals(wanted)) {
      return { provider, version, name, body: bytes.subarray(from + wanted.length) };
    }
  }
  const colon = bytes.indexOf(':', from);
  if (colon < 0 || colon - from > maxName) return undefined;
  return { provider, version, name: bytes.toString('utf8', from, colon), body: bytes.subarray(colon + 1) };
}

/** The names by which a provider's values are known, longest first, since one may begin another. */
export function namesOf(provider: Provider): string[] {
  if (provider.type === 'identity') return [];
  const names = provider.type === 'kms' ? [provider.name] : provider.keys.map(({ name }) => name);
  return names.sort((one, other) => other.length - one.length);
}

/** How a value of KMS v2 is encrypted: EncryptedObject of the KMS encryption provider's v2 API. */
export interface KmsV2Value {
  readonly data: Buffer;
  readonly keyId: string;
  /** The key of the data, encrypted, or the seed that it is made of. */
  readonly source: Buffer;
  readonly annotations: ReadonlyMap<string, Buffer>;
  readonly isSeed: boolean;
}

const Field = {
  Data: tagOf(1, WireType.Bytes),
  KeyId: tagOf(2, WireType.Bytes),
  Source: tagOf(3, WireType.Bytes),
  Annotations: tagOf(4, WireType.Bytes),
  SourceType: tagOf(5, WireType.Varint),
} as const;
const Entry = { Key: tagOf(1, WireType.Bytes), Value: tagOf(2, WireType.Bytes) } as const;

/** @returns undefined for bytes that are none */
export function readKmsV2(body: Buffer): KmsV2Value | undefined {
  const reader = new WireReader(body);
  let data: Buffer = Buffer.alloc(0);
  let source: Buffer = Buffer.alloc(0);
  let keyId = '';
  let isSeed = false;
  const annotations = new Map<string, Buffer>();
  try {
    while (reader.next()) {
      if (reader.tag === Field.Data) data = reader.value;
      else if (reader.tag === Field.KeyId) keyId = reader.value.toString();
      else if (reader.tag === Field.Source) source = reader.value;
      else if (reader.tag === Field.SourceType) isSeed = boolAt(body, reader.from);
      else if (reader.tag === Field.Annotations) readAnnotation(reader, annotations);
    }
  } catch (error) {
    if (error instanceof WireError) return undefined;
    throw error;
  }
  return { data, keyId, source, annotations, isSeed };
}

function readAnnotation(reader: WireReader, annotations: Map<string, Buffer>): void {
  let key = '';
  let value: Buffer = Buffer.alloc(0);
  const end = reader.enter();
  while (reader.next()) {
    if (reader.tag === Entry.Key) key = reader.value.toString();
    else if (reader.tag === Entry.Value) value = reader.value;
  }
  reader.leave(end);
  annotations.set(key, value);
}
