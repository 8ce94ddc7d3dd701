import { isUtf8 } from 'node:buffer';
import { quote } from '../go/quote.js';
import { toText } from '../go/text.js';
import { readKmsV2, readSealed } from './encryption/sealed.js';
import { encodingOf } from './envelope.js';
import { withRevision } from './kubectl.js';
import { ObjectDecoder, type StoredObject } from './object.js';
import type { Table } from './table.js';
import { DecodeError, type Members, type Tree } from './tree.js';
import { toYaml } from './yaml.js';

/** A key and what stands under it. */
export interface StoredPair {
  readonly key: Uint8Array;
  readonly value: Uint8Array;
  /** Of the last modification, decimal. */
  readonly revision: string;
}

export interface DocumentOptions {
  /** As kubectl's --show-managed-fields. */
  readonly managedFields: boolean;
}

/**
 * Pairs as documents of one YAML stream: a line that says what stands under which key, then the object as kubectl prints it. What is no object, or
 * can't be read, is a document of key, revision and value.
 */
export class DocumentWriter {
  readonly #decoder: ObjectDecoder;

  constructor(table: Table, { managedFields }: DocumentOptions) {
    this.#decoder = new ObjectDecoder(table, { managedFields });
  }

  /** @param note behind the head, for a pair that is not the current one */
  pair(pair: StoredPair, note?: string): string {
    let failure: string | undefined;
    try {
      const object = this.#decoder.decode(pair.value);
      if (object !== undefined) return objectDocument(pair, object, note);
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
      failure = error.message;
    }
    return encodingOf(pair.value) === 'encrypted' ? sealedDocument(pair, note) : plainDocument(pair, failure, note);
  }

  deleted({ key, revision }: Omit<StoredPair, 'value'>): string {
    return `${head(key, revision, ['deleted'])}${identity(key, revision)}deleted: true\n`;
  }
}

function objectDocument({ key, revision }: StoredPair, object: StoredObject, note: string | undefined): string {
  const { encoding, apiVersion, kind, warnings } = object;
  const lines = warnings.map((warning) => comment(`not shown: ${warning}`)).join('');
  return `${head(key, revision, [encoding, apiVersion, kind], note)}${lines}${toYaml(withRevision(object.members, revision))}`;
}

/** Says what it is under; what it holds is nobody's data. */
function sealedDocument({ key, value, revision }: StoredPair, note: string | undefined): string {
  const sealed = readSealed(value);
  const provider = sealed?.provider ?? 'unknown';
  const encrypted: Members = new Map<string, Tree>([['bytes', value.length]]);
  if (sealed !== undefined) {
    const { version, name, body } = sealed;
    encrypted.set('provider', provider).set('version', version).set('key', name);
    const keyId = provider === 'kms' && version === 'v2' ? readKmsV2(body)?.keyId : undefined;
    if (keyId !== undefined) encrypted.set('keyID', keyId);
  }
  const body = identity(key, revision) + toYaml(new Map([['encrypted', encrypted]]));
  return `${head(key, revision, ['encrypted', provider, sealed?.name ?? ''], note)}${body}`;
}

function plainDocument({ key, value, revision }: StoredPair, failure: string | undefined, note: string | undefined): string {
  const broken = failure === undefined ? '' : comment(`not an object: ${failure}`);
  return `${head(key, revision, [isUtf8(value) ? 'text' : 'binary'], note)}${broken}${identity(key, revision)}${bytesMember('value', value)}`;
}

function head(key: Uint8Array, revision: string, what: readonly string[], note?: string): string {
  const words = what.filter((word) => word !== '').map(oneLine);
  return `---\n${comment([oneLine(toText(key)), `revision ${revision}`, words.join(' '), ...(note === undefined ? [] : [note])].join(' | '))}`;
}

const identity = (key: Uint8Array, revision: string) => `${bytesMember('key', key)}revision: ${revision}\n`;

const comment = (text: string) => `# ${oneLine(text)}\n`;

/** Text that nothing of the document can hide in: as it is, or as Go's %q. */
const oneLine = (text: string) => (/^[\p{L}\p{M}\p{N}\p{P}\p{S} ]*$/u.test(text) ? text : quote(text));

const base64Width = 70;

/** A member of a document that is text where it can be. */
function bytesMember(name: string, bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (isUtf8(buffer)) return toYaml(new Map([[name, buffer.toString()]]));
  const text = buffer.toString('base64');
  if (text.length <= base64Width) return `${name}: !!binary ${text}\n`;
  return `${name}: !!binary |\n${text.replace(/.{1,70}/g, '  $&\n')}`;
}
