import type { FieldFacts, MessageFacts, Release, ReleaseFacts } from './release.js';

/** A field as one or several releases have it. Ranges are of minor releases, both ends included. */
export interface MergedField {
  readonly number: number;
  readonly name: string;
  /** As in FieldFacts. */
  readonly type: string;
  readonly pointer: boolean;
  /** Its fields stand flat in the message around it. */
  readonly inline: boolean;
  /** Whether something is printed when it is zero or absent. */
  readonly always: boolean;
  since: number;
  until: number;
}

export interface MergedMessage {
  /** In Go's order; a field that changed stands once for each way it was. */
  readonly fields: MergedField[];
  /** Of a list that is a message. */
  readonly items: string | undefined;
  readonly since: number;
  until: number;
}

export interface MergedKind {
  readonly message: string;
  readonly since: number;
  until: number;
  introduced: number | undefined;
  removed: number | undefined;
}

export interface Merged {
  readonly kinds: Map<string, MergedKind>;
  readonly messages: Map<string, MergedMessage>;
}

/** Groups that kube-apiserver only speaks: discovery, and the question to an image policy webhook. */
const notServed = /^(?:apidiscovery|imagepolicy)\.k8s\.io\//;

/** One table of all releases, which come in order. */
export function mergeReleases(releases: readonly Release[]): Merged {
  const merged: Merged = { kinds: new Map(), messages: new Map() };
  for (const { minor, facts } of releases) {
    for (const [name, message] of Object.entries(facts.messages)) mergeMessage(merged, name, message, facts, minor);
    for (const [name, { message, introduced, removed }] of Object.entries(facts.kinds)) {
      if (notServed.test(name)) continue;
      const known = merged.kinds.get(name) ?? { message, since: minor, until: minor, introduced, removed };
      if (known.message !== message) throw new Error(`${name} is ${known.message} and ${message}`);
      merged.kinds.set(name, { ...known, until: minor, introduced: introduced ?? known.introduced, removed: removed ?? known.removed });
    }
  }
  return merged;
}

function mergeMessage({ messages }: Merged, name: string, message: MessageFacts, facts: ReleaseFacts, minor: number): void {
  let known = messages.get(name);
  if (known === undefined) {
    known = { fields: [], items: message.items, since: minor, until: minor };
    messages.set(name, known);
  }
  known.until = minor;
  let place = 0;
  for (const of of message.fields) {
    const field = describe(of, facts, minor);
    const same = known.fields.findIndex((other) => isSame(other, field));
    if (same >= place) {
      (known.fields[same] as MergedField).until = minor;
      place = same + 1;
    } else if (same >= 0) {
      throw new Error(`the fields of ${name} change their order in 1.${minor}`);
    } else {
      // A field that changed stands beside what it was.
      const changed = known.fields.findLastIndex(({ number }) => number === field.number);
      if (changed >= 0) place = changed + 1;
      known.fields.splice(place++, 0, field);
    }
  }
}

function isSame(one: MergedField, other: MergedField): boolean {
  return (
    one.number === other.number &&
    one.name === other.name &&
    one.type === other.type &&
    one.pointer === other.pointer &&
    one.inline === other.inline &&
    one.always === other.always
  );
}

function describe(field: FieldFacts, facts: ReleaseFacts, minor: number): MergedField {
  const [name = '', ...options] = field.json.split(',');
  // encoding/json takes an embedded struct without a name as inline, whatever its tag says.
  const inline = options.includes('inline') || (field.embedded === true && name === '');
  const pointer = field.pointer === true;
  return {
    number: field.number,
    name,
    type: field.type,
    pointer,
    inline,
    always: isAlways(field, options, facts) && !inline,
    since: minor,
    until: minor,
  };
}

/** Go leaves out what is zero with `omitempty`, but never a struct, which takes `omitzero`. */
function isAlways({ type, pointer }: FieldFacts, options: readonly string[], facts: ReleaseFacts): boolean {
  if (options.includes('omitzero')) return false;
  const message = facts.messages[type];
  const struct = message !== undefined && message.items === undefined;
  return (struct && pointer !== true) || !options.includes('omitempty');
}
