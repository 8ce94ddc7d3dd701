import { boolAt, WireReader, WireType } from '../wire/reader.js';
import { floatText } from './number.js';
import * as special from './special.js';
import { type Field, FieldType, type MessageType, type Releases, type Table } from './table.js';
import { compareBytes, DecodeError, JsonNumber, type Members, maxDepth, type Tree } from './tree.js';

/** More of what can't be shown is only counted. */
const maxWarnings = 20;

/** The values of a message by the places of its fields. */
type Slots = (Tree | undefined)[];

/** Decodes the message of one object as one release prints it. */
export class MessageDecoder {
  readonly #table: Table;
  readonly #bytes: Buffer;
  readonly #reader: WireReader;
  readonly #release: number;
  readonly #withoutManagedFields: boolean;
  /** Names and indices around what is decoded, for warnings. */
  readonly #path: (string | number)[] = [];
  readonly #warnings: string[] = [];
  #moreWarnings = 0;
  #depth = 0;
  /** The releases that can have written what was met. */
  since: number;
  until: number;

  /**
   * @param releases that can have written the object
   * @param withoutManagedFields leaves metadata.managedFields unread, which is half of many objects
   */
  constructor(table: Table, bytes: Buffer, release: number, releases: Releases, withoutManagedFields: boolean) {
    this.#table = table;
    this.#bytes = bytes;
    this.#reader = new WireReader(bytes);
    this.#release = release;
    this.#withoutManagedFields = withoutManagedFields;
    this.since = releases.since;
    this.until = releases.until;
  }

  /** What can't be shown, a line each. */
  get warnings(): readonly string[] {
    return this.#moreWarnings === 0 ? this.#warnings : [...this.#warnings, `${this.#moreWarnings} fields more`];
  }

  /**
   * Adds the members of the object that the bytes are.
   * @throws WireError, DecodeError
   */
  decode(type: MessageType, members: Members): void {
    this.#put(type, this.#readSlots(type), members);
  }

  #readSlots(type: MessageType): Slots {
    if (++this.#depth > maxDepth) throw new DecodeError(`messages nested deeper than ${maxDepth}`);
    const slots: Slots = new Array(type.fields.length);
    const reader = this.#reader;
    while (reader.next()) {
      const field = type.byNumber[reader.tag >>> 3];
      if (field === undefined) this.#warn(`field ${reader.tag >>> 3}`);
      else if ((reader.tag & 7) !== encodingOf(field)) this.#warn(`${field.name}, in another encoding`);
      else if (!this.#isHidden(field)) this.#readField(field, slots);
    }
    this.#depth--;
    for (const { place, present, absent } of type.dated) {
      const releases = slots[place] === undefined ? absent : present;
      if (releases.since > this.since) this.since = releases.since;
      if (releases.until < this.until) this.until = releases.until;
    }
    return slots;
  }

  #isHidden({ name }: Field): boolean {
    return this.#withoutManagedFields && name === 'managedFields' && this.#path.length === 1 && this.#path[0] === 'metadata';
  }

  #readField(field: Field, slots: Slots): void {
    const { place } = field;
    this.#path.push(field.name);
    if (field.map) {
      const entries = (slots[place] as Members | undefined) ?? new Map();
      slots[place] = entries;
      this.#readEntry(field, entries);
    } else if (field.repeated) {
      const items = (slots[place] as Tree[] | undefined) ?? [];
      slots[place] = items;
      this.#path.push(items.length);
      items.push(this.#readValue(field));
      this.#path.pop();
    } else {
      slots[place] = this.#readValue(field);
    }
    this.#path.pop();
  }

  /** Map entries are messages of a key, 1, and a value, 2. */
  #readEntry(field: Field, entries: Members): void {
    const reader = this.#reader;
    let key = '';
    let value: Tree | undefined;
    const end = reader.enter();
    while (reader.next()) {
      if (reader.tag === 0x0a) key = special.stringAt(this.#bytes, reader.from, reader.to);
      else if (reader.tag === 0x12) value = this.#readValue(field);
      else this.#warn(`field ${reader.tag >>> 3}`);
    }
    reader.leave(end);
    entries.set(key, value ?? this.#zeroEntry(field));
  }

  #zeroEntry(field: Field): Tree {
    if (field.type === FieldType.Bytes) return '';
    return field.type === FieldType.List ? [] : this.#zero(field);
  }

  #readValue(field: Field): Tree {
    const reader = this.#reader;
    const bytes = this.#bytes;
    switch (field.type) {
      case FieldType.String:
        return special.stringAt(bytes, reader.from, reader.to);
      case FieldType.Integer:
        return special.integerAt(bytes, reader.from);
      case FieldType.Bool:
        return boolAt(bytes, reader.from);
      case FieldType.Message:
        return this.#readMessage(field);
      case FieldType.Bytes:
        return bytes.toString('base64', reader.from, reader.to);
      case FieldType.Double:
        return new JsonNumber(floatText(bytes.readDoubleLE(reader.from)));
      case FieldType.Raw:
        return this.#readRaw();
      case FieldType.OrArray:
      case FieldType.OrBool:
      case FieldType.OrStrings:
        return this.#readChoice(field);
      default:
        return special.readers[field.type](bytes, reader);
    }
  }

  #readMessage({ message }: Field): Members {
    const type = this.#table.message(message, this.#release);
    const members: Members = new Map();
    const end = this.#reader.enter();
    const slots = this.#readSlots(type);
    this.#reader.leave(end);
    this.#put(type, slots, members);
    return members;
  }

  #readRaw(): Tree {
    const { from, to } = this.#reader;
    try {
      return special.readRaw(this.#bytes, this.#reader);
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
      this.#warn(error.message);
      return this.#bytes.toString('base64', from, to);
    }
  }

  /** JSONSchemaPropsOrArray and the like: a schema, 1, or something else in its place, 2; JSONSchemaPropsOrBool has them the other way round. */
  #readChoice({ type, message }: Field): Tree {
    const of = this.#table.message(message, this.#release);
    const end = this.#reader.enter();
    const slots = this.#readSlots(of);
    this.#reader.leave(end);
    const first = slots[of.byNumber[1]?.place ?? 0];
    const second = slots[of.byNumber[2]?.place ?? 1];
    return second ?? first ?? (type === FieldType.OrBool ? false : null);
  }

  #put(type: MessageType, slots: Slots, members: Members): void {
    for (const field of type.fields) {
      const value = slots[field.place];
      if (value === undefined) {
        if (field.since > this.#release || field.until < this.#release) continue;
        if (field.inline) this.#put(this.#table.message(field.message, this.#release), [], members);
        else if (field.always) members.set(field.name, this.#zero(field));
      } else if (field.inline) {
        for (const [name, member] of value as Members) members.set(name, member);
      } else if (field.pointer || field.always || !isZero(value)) {
        members.set(field.name, field.map ? sortEntries(value as Members) : value);
      }
    }
  }

  /** What stands for a field that is absent. */
  #zero({ type, message, pointer, repeated, map }: Field): Tree {
    if (pointer || repeated || map) return null;
    if (type !== FieldType.Message) return zeros[type] ?? null;
    const members: Members = new Map();
    this.#put(this.#table.message(message, this.#release), [], members);
    return members;
  }

  #warn(what: string): void {
    if (this.#warnings.length === maxWarnings) {
      this.#moreWarnings++;
      return;
    }
    const { from, to } = this.#reader;
    const path = this.#path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`)).join('');
    this.#warnings.push(`${path === '' ? '' : `${path}: `}${what} (${to - from} bytes)`);
  }
}

function encodingOf({ type, map }: Field): WireType {
  if (map) return WireType.Bytes;
  if (type === FieldType.Integer || type === FieldType.Bool) return WireType.Varint;
  return type === FieldType.Double ? WireType.Fixed64 : WireType.Bytes;
}

/** Of the types that null does not stand for. */
const zeros: Readonly<Partial<Record<FieldType, Tree>>> = {
  [FieldType.String]: '',
  [FieldType.Integer]: 0,
  [FieldType.Double]: 0,
  [FieldType.Bool]: false,
  [FieldType.Quantity]: '0',
  [FieldType.IntOrString]: 0,
  [FieldType.Duration]: '0s',
  [FieldType.OrBool]: false,
};

function isZero(value: Tree): boolean {
  if (typeof value !== 'object') return value === '' || value === 0 || value === false;
  return value === null || (value instanceof Map ? value.size === 0 : Array.isArray(value) && value.length === 0);
}

/** By key, as they nearly always come. */
function sortEntries(entries: Members): Members {
  let last: string | undefined;
  for (const key of entries.keys()) {
    if (last !== undefined && compareBytes(last, key) > 0) return new Map([...entries].sort(([a], [b]) => compareBytes(a, b)));
    last = key;
  }
  return entries;
}
