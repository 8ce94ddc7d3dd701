/**
 * `npm run generate:kubernetes`: makes src/kubernetes/table-data.ts, what a decoder has to know of Kubernetes' stored types, of the published Go
 * modules of all releases. Needs Go and the module proxy.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot, sayOnStderr } from '../project.js';
import { type Merged, type MergedField, type MergedMessage, mergeReleases } from './merge.js';
import { type Release, readReleases } from './release.js';

/** etcd 3.5, the oldest that such clusters still have, came with 1.22; the modules before 1.24 say nothing else. */
const oldest = 24;

/** Messages whose JSON isn't that of their fields: the word for each, and whether the message itself is needed beside it. */
const special: Readonly<Record<string, readonly [word: string, inner: boolean]>> = {
  'k8s.io/apimachinery/pkg/apis/meta/v1.Time': ['T', false],
  'k8s.io/apimachinery/pkg/apis/meta/v1.MicroTime': ['U', false],
  'k8s.io/apimachinery/pkg/apis/meta/v1.Duration': ['D', false],
  'k8s.io/apimachinery/pkg/apis/meta/v1.FieldsV1': ['R', false],
  'k8s.io/apimachinery/pkg/runtime.RawExtension': ['R', false],
  'k8s.io/apimachinery/pkg/api/resource.Quantity': ['Q', false],
  'k8s.io/apimachinery/pkg/util/intstr.IntOrString': ['I', false],
  ...ofExtensions('JSON', 'R', false),
  ...ofExtensions('JSONSchemaPropsOrArray', 'A', true),
  ...ofExtensions('JSONSchemaPropsOrBool', 'B', true),
  ...ofExtensions('JSONSchemaPropsOrStringArray', 'C', true),
};

function ofExtensions(name: string, word: string, inner: boolean): Record<string, readonly [string, boolean]> {
  const versions = ['v1', 'v1beta1'].map((version) => `k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/${version}.${name}`);
  return Object.fromEntries(versions.map((version) => [version, [word, inner]]));
}

const scalars: Readonly<Record<string, string>> = { string: 's', bool: 'b', int32: 'i', int64: 'i', bytes: 'y', float64: 'd' };

/** The word for a type; `message` is what a message is called. */
function typeWord(type: string, messages: Merged['messages'], message: (name: string) => string): string {
  if (type.startsWith('[]')) return `*${typeWord(type.slice(2), messages, message)}`;
  if (type.startsWith('{}')) return `%${typeWord(type.slice(2), messages, message)}`;
  const known = special[type];
  if (known !== undefined) return known[1] ? known[0] + message(type) : known[0];
  const of = messages.get(type);
  if (of?.items !== undefined) return `L${typeWord(of.items, messages, message)}`;
  if (of !== undefined) return `m${message(type)}`;
  const scalar = scalars[type];
  if (scalar === undefined) throw new Error(`no word for ${type}`);
  return scalar;
}

const range = (since: number | undefined, until: number | undefined) =>
  since === undefined && until === undefined ? '' : since === until ? `${since}` : `${since ?? ''}-${until ?? ''}`;

function fieldText(field: MergedField, previous: number, around: MergedMessage, word: string): string {
  const { number, name, pointer, inline, always } = field;
  const since = field.since > around.since ? field.since : undefined;
  const until = field.until < around.until ? field.until : undefined;
  const flags = `${pointer ? '?' : ''}${always ? '!' : ''}${inline ? '~' : ''}`;
  const releases = range(since, until);
  return `${name}=${number === previous + 1 ? '' : number}${word}${flags}${releases === '' ? '' : `@${releases}`}`;
}

function messageText(message: MergedMessage, messages: Merged['messages'], called: (name: string) => string): string {
  let previous = 0;
  const fields = message.fields.map((field) => {
    const text = fieldText(field, previous, message, typeWord(field.type, messages, called));
    previous = field.number;
    return text;
  });
  return fields.join(' ');
}

/**
 * Which messages are the same in all that a decoder can see, as those of several versions of a group often are: classes by what they say and, round
 * by round, by the classes of what they lead to.
 */
function classify(messages: Merged['messages']): Map<string, string> {
  let classes = new Map([...messages.keys()].map((name) => [name, '']));
  for (let count = 1; ; ) {
    const next = new Map(
      [...messages].map(([name, message]) => [name, messageText(message, messages, (other) => `<${classes.get(other)}>`)]),
    );
    const texts = new Map([...new Set(next.values())].map((text, index) => [text, String(index)]));
    classes = new Map([...next].map(([name, text]) => [name, texts.get(text) ?? '']));
    if (texts.size === count) return classes;
    count = texts.size;
  }
}

function tableText(merged: Merged, releases: readonly Release[]): string {
  const { messages, kinds } = merged;
  const classes = classify(messages);
  const last = releases.at(-1)?.minor ?? 0;
  const numbers = new Map<string, number>();
  const lines: string[] = [];
  /** The line of a message, which is made when something first leads to it. */
  const numberOf = (name: string): string => {
    const known = classes.get(name) ?? '';
    const number = numbers.get(known) ?? numbers.size;
    if (!numbers.has(known)) {
      numbers.set(known, number);
      lines[number] = '';
      lines[number] = messageText(messages.get(name) as MergedMessage, messages, numberOf);
    }
    return String(number);
  };
  const kindLines = [...kinds]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, { message, since, until, introduced, removed }]) => {
      const present = range(since > oldest ? since : undefined, until < last ? until : undefined);
      const words = [name, numberOf(message), present || '-', range(introduced, removed) || '-'];
      return words.join(' ').replace(/( -)+$/, '');
    });
  return `${header(releases)}\n${kindLines.join('\n')}\n\n${lines.join('\n')}\n`;
}

const header = (releases: readonly Release[]) =>
  `# What a decoder has to know of the objects that Kubernetes stores. Made by scripts/kubernetes/table.ts, never edited.
# Of the Go modules k8s.io/api, k8s.io/apimachinery, k8s.io/apiextensions-apiserver and k8s.io/kube-aggregator:
# ${releases.map(({ version }) => version).join(' ')}
# Copyright The Kubernetes Authors. Licensed under the Apache License, Version 2.0.
# A kind: apiVersion, kind, line of its message from 0, releases that have it, releases that serve it from and not any more.
# A message: its fields in the order of JSON, NAME=[NUMBER, else the one before + 1]TYPE[?: pointer][!: never left out][~: inline][@releases].
`;

const releases = await readReleases(oldest, sayOnStderr);
const file = join(projectRoot, 'src', 'kubernetes', 'table-data.ts');
await writeFile(file, `export const tableText = \`${tableText(mergeReleases(releases), releases)}\`;\n`);
