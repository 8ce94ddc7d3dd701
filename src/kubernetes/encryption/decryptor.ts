import { createHash } from 'node:crypto';
import { quote } from '../../go/quote.js';
import { encodingOf } from '../envelope.js';
import { openAesCbc, openAesGcm, openKmsV1, openKmsV2, openSecretbox } from './ciphers.js';
import type { EncryptionConfiguration, KeyProvider, KmsProvider, Provider } from './configuration.js';
import { namesOf, readKmsV2, readSealed, type SealedValue } from './sealed.js';

/** A value as it was before it was encrypted, and what with. */
export interface OpenedValue {
  readonly plaintext: Buffer;
  /** `identity` for one that was not. */
  readonly provider: Provider['type'];
  /** Of the key, or of the KMS provider; empty for identity. */
  readonly name: string;
}

/** An encrypted value that can't be opened. Its message names provider and key, and has nothing of either's bytes. */
export class SealedError extends Error {
  override readonly name = 'SealedError';

  constructor(
    readonly provider: string,
    readonly keyName: string,
    readonly reason: string,
  ) {
    super(`encrypted by ${provider}${keyName === '' ? '' : ` with ${quote(keyName)}`}: ${reason}`);
  }
}

/** A key that a KMS plugin has encrypted. */
export type WrappedKey =
  | { readonly version: 'v1'; readonly ciphertext: Buffer }
  | { readonly version: 'v2'; readonly ciphertext: Buffer; readonly keyId: string; readonly annotations: ReadonlyMap<string, Buffer> };

/** Asks a KMS plugin. An error's message is shown: it must have nothing of a key. */
export type Unwrap = (provider: KmsProvider, wrapped: WrappedKey) => Promise<Buffer>;

/** Says which rule of a configuration holds for an etcd key, by index; undefined where none does. */
export type RuleOf = (key: Uint8Array) => number | undefined;

/** Keys from a plugin that are kept, so that a list of values asks for each once. */
const maxCached = 1000;

/** Opens stored values with the keys of an EncryptionConfiguration. */
export class Decryptor {
  readonly #configuration: EncryptionConfiguration;
  readonly #unwrap: Unwrap;
  readonly #ruleOf: RuleOf;
  readonly #names: readonly string[];
  readonly #keys = new Map<string, Promise<Buffer>>();

  constructor(configuration: EncryptionConfiguration, unwrap: Unwrap, ruleOf: RuleOf) {
    this.#configuration = configuration;
    this.#unwrap = unwrap;
    this.#ruleOf = ruleOf;
    const names = configuration.rules.flatMap(({ providers }) => providers.flatMap(namesOf));
    this.#names = [...new Set(names)].sort((one, other) => other.length - one.length);
  }

  /**
   * @param key that the value stands under in etcd, whole: some providers bind the value to it
   * @throws SealedError
   */
  async open(key: Uint8Array, value: Uint8Array): Promise<OpenedValue> {
    const sealed = readSealed(value, this.#names);
    if (sealed === undefined) {
      if (encodingOf(value) === 'encrypted') throw new SealedError('a provider', '', 'its prefix has no end');
      return { plaintext: Buffer.from(value), provider: 'identity', name: '' };
    }
    const failures: string[] = [];
    for (const provider of this.#providersFor(key, sealed)) {
      const plaintext = await this.#openWith(provider, sealed, key).catch((error: Error) => {
        failures.push(error.message);
        return undefined;
      });
      if (plaintext !== undefined) return { plaintext, provider: provider.type, name: sealed.name };
    }
    throw this.#fail(sealed, failures);
  }

  /** Those of the key's own rule first: the others may have written it when the configuration was another. */
  #providersFor(key: Uint8Array, sealed: SealedValue): (KeyProvider | KmsProvider)[] {
    const { rules } = this.#configuration;
    const own = this.#ruleOf(key);
    const ordered = own === undefined ? rules : [...rules.slice(own, own + 1), ...rules.filter((_, index) => index !== own)];
    return ordered.flatMap(({ providers }) => providers.filter((provider) => isFor(provider, sealed)));
  }

  async #openWith(provider: KeyProvider | KmsProvider, sealed: SealedValue, aad: Uint8Array): Promise<Buffer | undefined> {
    if (provider.type === 'kms') return this.#openKms(provider, sealed.body, aad);
    for (const { name, secret } of provider.keys) {
      if (name !== sealed.name) continue;
      const plaintext = ciphers[provider.type](secret, sealed.body, aad);
      if (plaintext !== undefined) return plaintext;
    }
    return undefined;
  }

  async #openKms(provider: KmsProvider, body: Buffer, aad: Uint8Array): Promise<Buffer | undefined> {
    if (provider.version === 'v1') {
      const length = body.length < 2 ? 0 : body.readUInt16BE();
      if (length === 0 || length + 2 > body.length) return undefined;
      const key = await this.#keyOf(provider, { version: 'v1', ciphertext: body.subarray(2, 2 + length) });
      return openKmsV1(key, body.subarray(2 + length), aad);
    }
    const value = readKmsV2(body);
    if (value === undefined) return undefined;
    const { keyId, annotations, source, isSeed, data } = value;
    const key = await this.#keyOf(provider, { version: 'v2', ciphertext: source, keyId, annotations });
    return openKmsV2(key, isSeed, data, aad);
  }

  #keyOf(provider: KmsProvider, wrapped: WrappedKey): Promise<Buffer> {
    const id = identify(provider, wrapped);
    const known = this.#keys.get(id);
    if (known !== undefined) return known;
    const [oldest] = this.#keys.keys();
    if (this.#keys.size >= maxCached && oldest !== undefined) this.#keys.delete(oldest);
    const key = this.#unwrap(provider, wrapped);
    this.#keys.set(id, key);
    return key;
  }

  #fail(sealed: SealedValue, failures: readonly string[]): SealedError {
    const { provider, name } = sealed;
    const known = this.#configuration.rules.some(({ providers }) => providers.some((of) => isFor(of, sealed)));
    const [failure] = failures;
    if (failure !== undefined) return new SealedError(provider, name, failure);
    return new SealedError(provider, name, known ? "the key of that name doesn't open it" : 'the encryption configuration has no such key');
  }
}

const ciphers: Readonly<Record<KeyProvider['type'], (key: Buffer, body: Buffer, aad: Uint8Array) => Buffer | undefined>> = {
  aescbc: openAesCbc,
  aesgcm: openAesGcm,
  secretbox: openSecretbox,
};

/** Whether a provider has the key that a value names. */
function isFor(provider: Provider, { provider: type, version, name }: SealedValue): provider is KeyProvider | KmsProvider {
  if (provider.type === 'identity' || provider.type !== type) return false;
  if (provider.type === 'kms') return provider.name === name && provider.version === version;
  return provider.keys.some((key) => key.name === name);
}

/** Of what makes a wrapped key: lengths keep the parts apart. */
function identify(provider: KmsProvider, wrapped: WrappedKey): string {
  const hash = createHash('sha256');
  const add = (part: string | Buffer) => hash.update(`${Buffer.byteLength(part)}:`).update(part);
  for (const part of [provider.endpoint, provider.name, wrapped.version, wrapped.ciphertext]) add(part);
  if (wrapped.version === 'v2') for (const part of [wrapped.keyId, ...[...wrapped.annotations].flat()]) add(part);
  return hash.digest('base64');
}
