import { LineCounter, parseAllDocuments } from 'yaml';
import { parseDuration } from '../../go/duration.js';

/** What kube-apiserver's --encryption-provider-config file says, apiserver.config.k8s.io/v1 EncryptionConfiguration. */
export interface EncryptionConfiguration {
  readonly rules: readonly EncryptionRule[];
}

/** The providers of some resources: the first one writes, all are tried for reading. */
export interface EncryptionRule {
  /** `secrets`, `deployments.apps`, `*.apps`, `*.*` */
  readonly resources: readonly string[];
  readonly providers: readonly Provider[];
}

export type Provider = KeyProvider | KmsProvider | { readonly type: 'identity' };

/** A provider whose keys stand in the file. */
export interface KeyProvider {
  readonly type: 'aescbc' | 'aesgcm' | 'secretbox';
  readonly keys: readonly EncryptionKey[];
}

export interface EncryptionKey {
  readonly name: string;
  readonly secret: Buffer;
}

/** A provider that asks a program on the same machine. */
export interface KmsProvider {
  readonly type: 'kms';
  readonly version: 'v1' | 'v2';
  readonly name: string;
  /** `unix:///path` */
  readonly endpoint: string;
  /** Milliseconds for a call. */
  readonly timeout: number;
}

/** A file that is no such configuration. The message says where, and nothing of what stands there: it may be a key. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}

/** More is no configuration. */
const maxLength = 1 << 17;
/** An anchor's content may stand for as many aliases. */
const maxAliases = 100;

/** @throws ConfigurationError */
export function parseEncryptionConfiguration(text: string): EncryptionConfiguration {
  const root = new Section(readYaml(text), '');
  const kind = root.at('kind').string();
  if (kind !== 'EncryptionConfiguration') throw root.at('kind').fail('must be EncryptionConfiguration');
  if (!root.at('apiVersion').string().startsWith('apiserver.config.k8s.io/')) {
    throw root.at('apiVersion').fail('must be apiserver.config.k8s.io/v1');
  }
  return { rules: root.at('resources').list().map(readRule) };
}

/** Every scalar is a string, as Kubernetes takes them for names, secrets and addresses. */
function readYaml(text: string): unknown {
  if (text.length > maxLength) throw new ConfigurationError(`larger than ${maxLength} bytes`);
  try {
    const lines = new LineCounter();
    // Of a name that comes twice the last counts, as in Kubernetes; a check would take the square of their number.
    const [document] = parseAllDocuments(text, {
      schema: 'failsafe',
      merge: true,
      uniqueKeys: false,
      prettyErrors: false,
      lineCounter: lines,
    });
    if (document === undefined || !('errors' in document)) throw new ConfigurationError('empty');
    const [error] = document.errors;
    // The library's own message quotes the file.
    if (error !== undefined) throw new ConfigurationError(`line ${lines.linePos(error.pos[0]).line}: no YAML (${error.code})`);
    return document.toJS({ mapAsMap: true, maxAliasCount: maxAliases });
  } catch (error) {
    throw error instanceof ConfigurationError ? error : new ConfigurationError('no YAML, or nested without end');
  }
}

/** A part of the file that knows where it stands. */
class Section {
  constructor(
    readonly value: unknown,
    readonly path: string,
  ) {}

  at(name: string): Section {
    const value = this.value instanceof Map ? (this.value.get(name) as unknown) : undefined;
    return new Section(value, this.path === '' ? name : `${this.path}.${name}`);
  }

  list(): Section[] {
    if (!Array.isArray(this.value)) throw this.fail('must be a list');
    return this.value.map((item, index) => new Section(item, `${this.path}[${index}]`));
  }

  string(): string {
    if (typeof this.value !== 'string' || this.value === '') throw this.fail('must be a string that is not empty');
    return this.value;
  }

  /** The names that the part has, of those that are known. */
  which<T extends string>(known: readonly T[]): T[] {
    const { value } = this;
    return value instanceof Map ? known.filter((name) => value.has(name)) : [];
  }

  fail(reason: string): ConfigurationError {
    return new ConfigurationError(this.path === '' ? reason : `${this.path}: ${reason}`);
  }
}

function readRule(section: Section): EncryptionRule {
  const resources = section.at('resources').list();
  const providers = section.at('providers').list();
  if (resources.length === 0) throw section.at('resources').fail('must name a resource');
  if (providers.length === 0) throw section.at('providers').fail('must name a provider');
  return { resources: resources.map((resource) => resource.string()), providers: providers.map(readProvider) };
}

const types = ['aescbc', 'aesgcm', 'secretbox', 'kms', 'identity'] as const;

function readProvider(section: Section): Provider {
  const [type, second] = section.which(types);
  if (type === undefined || second !== undefined) throw section.fail(`must be one of ${types.join(', ')}`);
  if (type === 'identity') return { type };
  if (type === 'kms') return readKms(section.at(type));
  const keys = section.at(type).at('keys').list();
  if (keys.length === 0) throw section.at(type).at('keys').fail('must have a key');
  return { type, keys: keys.map((key) => ({ name: key.at('name').string(), secret: readSecret(key.at('secret'), type) })) };
}

/** Bytes of a key by provider. */
const sizes = { aescbc: [16, 24, 32], aesgcm: [16, 24, 32], secretbox: [32] } as const;

function readSecret(section: Section, type: keyof typeof sizes): Buffer {
  const text = section.string().replace(/[\r\n]/g, '');
  const secret = Buffer.from(text, 'base64');
  const allowed: readonly number[] = sizes[type];
  if (!allowed.includes(secret.length) || secret.toString('base64') !== text) {
    throw section.fail(`must be the base64 of ${allowed.join(', ')} bytes`);
  }
  return secret;
}

const defaultTimeout = 3000;

function readKms(section: Section): KmsProvider {
  const version = section.at('apiVersion').value === undefined ? 'v1' : section.at('apiVersion').string();
  if (version !== 'v1' && version !== 'v2') throw section.at('apiVersion').fail('must be v1 or v2');
  const endpoint = section.at('endpoint').string();
  if (!endpoint.startsWith('unix://')) throw section.at('endpoint').fail('must begin with unix://');
  return { type: 'kms', version, name: section.at('name').string(), endpoint, timeout: readTimeout(section.at('timeout')) };
}

function readTimeout(section: Section): number {
  if (section.value === undefined) return defaultTimeout;
  let milliseconds = 0;
  try {
    milliseconds = parseDuration(section.string());
  } catch {
    // Not positive, as it stands.
  }
  if (milliseconds <= 0) throw section.fail('must be a duration, as 3s');
  return milliseconds;
}
