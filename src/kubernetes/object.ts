import { toText } from '../go/text.js';
import { WireError } from '../wire/reader.js';
import { decodeCbor } from './cbor.js';
import { type Encoding, encodingOf, openEnvelope } from './envelope.js';
import { parseJson } from './json-text.js';
import { MessageDecoder } from './protobuf.js';
import type { Kind, Releases, Table } from './table.js';
import { DecodeError, isMembers, type Members, memberAt, type Tree } from './tree.js';

/** A stored object. */
export interface StoredObject {
  readonly encoding: Exclude<Encoding, 'encrypted'>;
  readonly apiVersion: string;
  readonly kind: string;
  /** With `kind` and `apiVersion` first, then in the order of the API's JSON. */
  readonly members: Members;
  /** What of it is not shown, a line each: fields that the table doesn't have. */
  readonly warnings: readonly string[];
}

export interface DecoderOptions {
  /** The minor release, as 37, by whose rules objects that several releases could have written are printed; the table's newest unless given. */
  readonly release?: number | undefined;
  /** Whether metadata.managedFields is read. */
  readonly managedFields?: boolean | undefined;
}

/** Reads stored values, which are not encrypted, of any kind. */
export class ObjectDecoder {
  readonly #table: Table;
  readonly #options: DecoderOptions;
  /** By what rules the last object of a kind was printed, which the next one likely is too. */
  readonly #last = new Map<Kind, number>();

  constructor(table: Table, options: DecoderOptions = {}) {
    this.#table = table;
    this.#options = options;
  }

  /**
   * @returns undefined for a value that is no object of Kubernetes
   * @throws DecodeError for one that begins as an object does, but is broken
   */
  decode(value: Uint8Array): StoredObject | undefined {
    const encoding = encodingOf(value);
    if (encoding === undefined || encoding === 'encrypted') return undefined;
    if (encoding === 'protobuf') return this.#decodeProtobuf(value);
    const members = encoding === 'json' ? parseJson(toText(value)) : decodeCbor(value);
    const apiVersion = memberAt(members, 'apiVersion');
    const kind = memberAt(members, 'kind');
    if (!isMembers(members) || typeof apiVersion !== 'string' || typeof kind !== 'string') return undefined;
    if (this.#options.managedFields === false) hideManagedFields(members);
    return { encoding, apiVersion, kind, members, warnings: [] };
  }

  #decodeProtobuf(value: Uint8Array): StoredObject {
    try {
      const { apiVersion, kind, raw } = openEnvelope(value);
      const known = this.#table.kind(apiVersion, kind);
      const head: [string, Tree][] = [
        ['kind', kind],
        ['apiVersion', apiVersion],
      ];
      const { members, warnings } = known === undefined ? this.#decodeUnknown(raw, head) : this.#decodeKnown(known, raw, head);
      return { encoding: 'protobuf', apiVersion, kind, members, warnings };
    } catch (error) {
      throw error instanceof WireError ? new DecodeError(`protobuf: ${error.message}`) : error;
    }
  }

  /** Prints by the release that was asked for, or by the nearest that can have written the object. */
  #decodeKnown(kind: Kind, raw: Buffer, head: readonly [string, Tree][]): Decoded {
    const release = this.#last.get(kind) ?? this.#wantedRelease(kind);
    const decoded = this.#decodeAs(kind, release, raw, head);
    const wanted = this.#wantedRelease(decoded);
    if (wanted !== release) this.#last.set(kind, wanted);
    const fitting = wanted === release ? decoded : this.#decodeAs(kind, wanted, raw, head);
    return fitting.warnings.length === 0 ? fitting : this.#decodeOlder(kind, fitting, wanted, raw, head);
  }

  /** A field that isn't known may be one that an older release had. */
  #decodeOlder(kind: Kind, known: Decoded, wanted: number, raw: Buffer, head: readonly [string, Tree][]): Decoded {
    let best = known;
    for (let release = wanted - 1; release >= known.since && best.warnings.length > 0; release--) {
      const decoded = this.#decodeAs(kind, release, raw, head);
      if (decoded.warnings.length < best.warnings.length) best = decoded;
    }
    return best;
  }

  #wantedRelease({ since, until }: Releases): number {
    const wanted = this.#options.release ?? this.#table.newestRelease;
    // No release has written an object that contradicts itself.
    return since > until ? wanted : Math.max(since, Math.min(until, wanted));
  }

  #decodeAs(kind: Kind, release: number, raw: Buffer, head: readonly [string, Tree][]): Decoded {
    const members: Members = new Map(head);
    const decoder = new MessageDecoder(this.#table, raw, release, kind, this.#options.managedFields === false);
    decoder.decode(this.#table.message(kind.message, release), members);
    return { members, warnings: decoder.warnings, since: decoder.since, until: decoder.until };
  }

  /** Of a kind that the table doesn't have: every stored object has its ObjectMeta as field 1. */
  #decodeUnknown(raw: Buffer, head: readonly [string, Tree][]): Decoded {
    const { releases } = this.#table;
    const release = this.#wantedRelease(releases);
    const members: Members = new Map(head);
    const namespace = this.#table.kind('v1', 'Namespace');
    const metadata = namespace && this.#table.message(namespace.message, release).byNumber[1];
    if (metadata === undefined) throw new DecodeError('the table of Kubernetes is broken');
    const decoder = new MessageDecoder(this.#table, raw, release, releases, this.#options.managedFields === false);
    const byNumber: (typeof metadata | undefined)[] = [undefined, { ...metadata, place: 0 }];
    const warnings = ['a kind that is not known'];
    try {
      decoder.decode({ fields: [{ ...metadata, place: 0 }], byNumber, dated: [] }, members);
      warnings.push(...decoder.warnings);
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      warnings.push(`${raw.length} bytes that are no message: ${error.message}`);
    }
    return { members, warnings, ...releases };
  }
}

interface Decoded extends Releases {
  readonly members: Members;
  readonly warnings: readonly string[];
}

function hideManagedFields(members: Members): void {
  const metadata = members.get('metadata');
  if (isMembers(metadata)) metadata.delete('managedFields');
}
