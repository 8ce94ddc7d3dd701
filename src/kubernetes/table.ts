import { DecodeError } from './tree.js';

/** Minor releases of Kubernetes, as 24 for 1.24, both ends included. */
export interface Releases {
  readonly since: number;
  readonly until: number;
}

/** The first release that the table is made of. */
export const oldestRelease = 24;

export interface Kind extends Releases {
  readonly apiVersion: string;
  readonly kind: string;
  /** For `Table.message`. */
  readonly message: number;
  /** The release that serves it for the first time, and the first one that does not any more. */
  readonly introduced: number | undefined;
  readonly removed: number | undefined;
}

/** How a field's values are encoded and printed, see scripts/kubernetes/table.ts. */
export const FieldType = {
  String: 's',
  Integer: 'i',
  Bool: 'b',
  Bytes: 'y',
  Double: 'd',
  Message: 'm',
  List: 'L',
  Time: 'T',
  MicroTime: 'U',
  Duration: 'D',
  Quantity: 'Q',
  IntOrString: 'I',
  Raw: 'R',
  OrArray: 'A',
  OrBool: 'B',
  OrStrings: 'C',
} as const;
export type FieldType = (typeof FieldType)[keyof typeof FieldType];

export interface Field extends Releases {
  readonly number: number;
  readonly name: string;
  readonly type: FieldType;
  /** Of a message: for `Table.message`. */
  readonly message: number;
  readonly repeated: boolean;
  readonly map: boolean;
  readonly pointer: boolean;
  /** Something stands for it even when it is zero or absent. */
  readonly always: boolean;
  /** Its fields stand flat in the message around it. */
  readonly inline: boolean;
  /** Its place among the fields of the message. */
  readonly place: number;
}

/** A message as one release prints it. */
export interface MessageType {
  /** In the order of JSON, each number once. */
  readonly fields: readonly Field[];
  readonly byNumber: readonly (Field | undefined)[];
  /** The fields that not all releases have. */
  readonly dated: readonly DatedField[];
}

/** What a field says about the release that wrote an object. */
export interface DatedField {
  readonly place: number;
  /** Releases that have it. */
  readonly present: Releases;
  /** Releases that leave it out, or have it and may. */
  readonly absent: Releases;
}

/** What table-data.ts says, read line by line as it is asked for. */
export class Table {
  readonly #kinds = new Map<string, Kind>();
  readonly #lines: readonly string[];
  /** By release. */
  readonly #messages = new Map<number, (MessageType | undefined)[]>();
  readonly newestRelease: number;

  /** @param text of table-data.ts */
  constructor(text: string) {
    const lines = text.split('\n');
    const begin = lines.findIndex((line) => line !== '' && !line.startsWith('#'));
    const end = lines.indexOf('', begin);
    const versions =
      lines
        .slice(0, begin)
        .join(' ')
        .match(/\bv0\.\d+/g) ?? [];
    this.newestRelease = Math.max(oldestRelease, ...versions.map((version) => Number(version.slice(3))));
    for (const line of lines.slice(begin, end)) this.#addKind(line);
    this.#lines = lines.slice(end + 1);
  }

  get kinds(): IterableIterator<Kind> {
    return this.#kinds.values();
  }

  /** @param apiVersion as `apps/v1` */
  kind(apiVersion: string, kind: string): Kind | undefined {
    return this.#kinds.get(`${apiVersion} ${kind}`);
  }

  message(index: number, release: number): MessageType {
    let messages = this.#messages.get(release);
    if (messages === undefined) {
      messages = [];
      this.#messages.set(release, messages);
    }
    const known = messages[index];
    if (known !== undefined) return known;
    const made = this.#readMessage(index, release);
    messages[index] = made;
    return made;
  }

  #addKind(line: string): void {
    const [apiVersion = '', kind = '', message = '', present = '-', served = '-'] = line.split(' ');
    const { since, until } = this.#readReleases(present);
    const [introduced, removed] = served.split('-').map((release) => (release === '' ? undefined : Number(release)));
    this.#kinds.set(`${apiVersion} ${kind}`, { apiVersion, kind, message: Number(message), since, until, introduced, removed });
  }

  /** `24-27`, where either end may be left out, or `31`. */
  #readReleases(text: string): Releases {
    const [since = '', until = since] = text.split('-');
    return { since: Number(since || oldestRelease), until: Number(until || this.newestRelease) };
  }

  #readMessage(index: number, release: number): MessageType {
    const line = this.#lines[index];
    if (line === undefined) throw new DecodeError('the table of Kubernetes is broken');
    let previous = 0;
    const all =
      line === ''
        ? []
        : line.split(' ').map((word) => {
            const field = this.#readField(word, previous);
            previous = field.number;
            return field;
          });
    const chosen = new Map<number, Field>();
    for (const field of all) {
      const other = chosen.get(field.number);
      if (other === undefined || distance(field, release) < distance(other, release)) chosen.set(field.number, field);
    }
    const fields = all.filter((field) => chosen.get(field.number) === field).map((field, place) => ({ ...field, place }));
    const byNumber: (Field | undefined)[] = [];
    for (const field of fields) byNumber[field.number] = field;
    const dated = fields
      .map((field) => this.#date(field, all))
      .filter(({ present, absent }) => !this.#isAny(present) || !this.#isAny(absent));
    return { fields, byNumber, dated };
  }

  /** @param all the ways that each field of the message was */
  #date({ number, place }: Field, all: readonly Field[]): DatedField {
    const ways = all.filter((field) => field.number === number);
    const present = { since: Math.min(...ways.map(({ since }) => since)), until: Math.max(...ways.map(({ until }) => until)) };
    let { since, until } = this.releases;
    for (const way of ways) {
      if (!isWritten(way)) continue;
      if (way.until === this.newestRelease && way.since > oldestRelease) until = Math.min(until, way.since - 1);
      else if (way.since === oldestRelease && way.until < this.newestRelease) since = Math.max(since, way.until + 1);
    }
    return { place, present, absent: { since, until } };
  }

  /** All that the table is made of. */
  get releases(): Releases {
    return { since: oldestRelease, until: this.newestRelease };
  }

  #isAny({ since, until }: Releases): boolean {
    return since === oldestRelease && until === this.newestRelease;
  }

  #readField(word: string, previous: number): Field {
    const match = /^(.*)=(\d*)([*%]?)(L?)([a-zA-Z])(\d*)([?!~]*)(?:@(.*))?$/.exec(word);
    if (match === null) throw new DecodeError('the table of Kubernetes is broken');
    const [, name = '', number, several, list, letter, message, flags = '', releases = '-'] = match;
    const type = (list === 'L' ? FieldType.List : letter) as FieldType;
    const repeated = several === '*';
    const map = several === '%';
    const pointer = flags.includes('?');
    return {
      number: number === '' ? previous + 1 : Number(number),
      name,
      type,
      message: Number(message),
      repeated,
      map,
      pointer,
      always: flags.includes('!'),
      inline: flags.includes('~'),
      place: 0,
      ...this.#readReleases(releases),
    };
  }
}

/** Whether every writer that has the field writes it, zero or not. */
const isWritten = ({ pointer, repeated, map, type }: Field) =>
  !pointer && !repeated && !map && type !== FieldType.Bytes && type !== FieldType.List;

/** By how many releases a field is older or newer than one. */
const distance = ({ since, until }: Releases, release: number) => Math.max(since - release, release - until, 0);
