import { expect, test } from 'vitest';
import { ConfigurationError, parseEncryptionConfiguration } from '../../src/kubernetes/encryption/configuration.js';
import { Decryptor, SealedError } from '../../src/kubernetes/encryption/decryptor.js';
import { toJson, toPrettyJson } from '../../src/kubernetes/json.js';
import { ObjectDecoder } from '../../src/kubernetes/object.js';
import { DecodeError, maxDepth } from '../../src/kubernetes/tree.js';
import { toYaml } from '../../src/kubernetes/yaml.js';
import { unwrapRecorded } from './kms-plugin.js';
import { readConfig, readRecords, table } from './records.js';

/** Numbers that are the same in every run, so that a failure comes again. */
class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  /** Below `sides`. */
  roll(sides: number): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % sides;
  }

  bytes(length: number): Buffer {
    return Buffer.from(Array.from({ length }, () => this.roll(256)));
  }

  pick<T>(items: readonly T[]): T {
    return items[this.roll(items.length)] as T;
  }
}

/** A value with some of it changed, taken out, put in twice, or cut off. */
function mutate(value: Buffer, dice: Dice): Buffer {
  let bytes = Buffer.from(value);
  for (let count = dice.roll(4) + 1; count > 0; count--) {
    const from = dice.roll(bytes.length + 1);
    const to = from + dice.roll(bytes.length - from + 1);
    switch (dice.roll(6)) {
      case 0:
        if (from < bytes.length) bytes[from] = dice.roll(256);
        break;
      case 1:
        // As a length, a number without end.
        if (from < bytes.length) bytes[from] = dice.pick([0, 0x7f, 0x80, 0xff]);
        break;
      case 2:
        bytes = Buffer.concat([bytes.subarray(0, from), bytes.subarray(to)]);
        break;
      case 3:
        bytes = Buffer.concat([bytes.subarray(0, to), bytes.subarray(from)]).subarray(0, 100_000);
        break;
      case 4:
        bytes = Buffer.concat([bytes.subarray(0, from), dice.bytes(dice.roll(8)), bytes.subarray(from)]);
        break;
      default:
        bytes = bytes.subarray(0, to);
    }
  }
  return bytes;
}

/** Decodes and prints; what is no object of Kubernetes may be said so, and nothing else may be thrown. */
function show(value: Buffer, decoder: ObjectDecoder): 'shown' | 'no object' | 'broken' {
  try {
    const object = decoder.decode(value);
    if (object === undefined) return 'no object';
    expect(object.warnings.length).toBeLessThan(30);
    JSON.parse(toJson(object.members));
    JSON.parse(toPrettyJson(object.members));
    toYaml(object.members);
    return 'shown';
  } catch (error) {
    if (error instanceof DecodeError) return 'broken';
    throw new Error(`of ${value.toString('base64')}`, { cause: error });
  }
}

const values = [...readRecords('objects'), ...readRecords('cbor'), ...readRecords('fuzz')].map(({ value }) => value);

test('10,000 mutated values are shown or said to be broken', () => {
  const dice = new Dice(1);
  const seen = new Set<string>();
  for (let count = 0; count < 10_000; count++) {
    seen.add(show(mutate(dice.pick(values), dice), new ObjectDecoder(table, { managedFields: count % 2 === 0 })));
  }
  expect([...seen].toSorted()).toEqual(['broken', 'no object', 'shown']);
});

test('10,000 random values are shown or said to be broken', () => {
  const dice = new Dice(2);
  const decoder = new ObjectDecoder(table);
  const heads = [
    'k8s\0\x0a\x09\x0a\x02v1\x12\x03Pod\x12',
    'k8s\0',
    '{',
    '{"kind":"A","apiVersion":"b","c":',
    '\xd9\xd9\xf7',
    '\xd9\xd9\xf7\xa3',
    '',
  ];
  for (let count = 0; count < 10_000; count++) {
    const body = dice.bytes(dice.roll(200));
    // A length that holds, so that more than the first field is met.
    const length = dice.roll(2) === 0 && body.length < 128 ? Buffer.of(body.length) : Buffer.alloc(0);
    show(Buffer.concat([Buffer.from(dice.pick(heads), 'latin1'), length, body]), decoder);
  }
});

const nested = {
  // spec.versions.schema.openAPIV3Schema.not.not.… of a CustomResourceDefinition.
  protobuf: (depth: number) => {
    let message: Buffer = Buffer.alloc(0);
    for (let level = 0; level < depth; level++) message = field(28, message);
    const raw = field(2, field(7, field(4, field(1, message))));
    return Buffer.concat([
      Buffer.from('k8s\0'),
      field(1, Buffer.concat([field(1, Buffer.from('apiextensions.k8s.io/v1')), field(2, Buffer.from('CustomResourceDefinition'))])),
      field(2, raw),
    ]);
  },
  json: (depth: number) => Buffer.from(`{"kind":"A","apiVersion":"b","c":${'['.repeat(depth)}${']'.repeat(depth)}}`),
  cbor: (depth: number) =>
    Buffer.concat([
      Buffer.from(`d9d9f7a344${Buffer.from('kind').toString('hex')}41414a${Buffer.from('apiVersion').toString('hex')}41624163`, 'hex'),
      Buffer.alloc(depth, 0x81),
      Buffer.of(0xf6),
    ]),
};

function field(number: number, value: Buffer): Buffer {
  const varint = (of: number): number[] => (of < 0x80 ? [of] : [(of & 0x7f) | 0x80, ...varint(of >>> 7)]);
  return Buffer.concat([Buffer.from([...varint(number * 8 + 2), ...varint(value.length)]), value]);
}

test.each(Object.entries(nested))('%s that nests is shown up to a depth, and said to be broken beyond it', (_, make) => {
  const decoder = new ObjectDecoder(table);
  expect(show(make(20), decoder)).toBe('shown');
  for (const depth of [maxDepth + 1, 5_000, 20_000]) expect(show(make(depth), decoder)).toBe('broken');
});

test('an object whose text would grow a hundredfold is not printed', () => {
  const depth = maxDepth - 10;
  const value = Buffer.from(
    `{"kind":"A","apiVersion":"b","c":${'{"a":'.repeat(depth)}{${Array.from({ length: 400_000 }, (_, i) => `"${i}":1`).join()}}${'}'.repeat(depth)}}`,
  );
  expect(show(value, new ObjectDecoder(table))).toBe('broken');
});

test('20,000 containers that are empty are shown', () => {
  const pod = Buffer.concat([
    Buffer.from('k8s\0'),
    field(1, Buffer.concat([field(1, Buffer.from('v1')), field(2, Buffer.from('Pod'))])),
    field(2, field(2, Buffer.alloc(40_000, Buffer.of(0x12, 0)))),
  ]);
  expect(show(pod, new ObjectDecoder(table))).toBe('shown');
});

const encrypted = readRecords('encrypted');

test('10,000 mutated encrypted values are opened or named', async () => {
  const dice = new Dice(3);
  const decryptors = new Map<string, Decryptor>();
  for (let count = 0; count < 10_000; count++) {
    const record = dice.pick(encrypted);
    const name = record.string('enc_config') ?? 'identity-2.yaml';
    const decryptor =
      decryptors.get(name) ??
      new Decryptor(
        parseEncryptionConfiguration(readConfig(name)),
        async (_, wrapped) => unwrapOrFail(wrapped),
        () => 0,
      );
    decryptors.set(name, decryptor);
    const failure = await decryptor.open(Buffer.from(record.key), mutate(record.value, dice)).catch((error: unknown) => error);
    if (failure instanceof Error) expect(failure).toBeInstanceOf(SealedError);
  }
});

function unwrapOrFail(wrapped: Parameters<typeof unwrapRecorded>[0]): Buffer {
  try {
    return unwrapRecorded(wrapped);
  } catch {
    throw new Error('the KMS plugin answers Unknown');
  }
}

const configurations = ['aescbc-1', 'kmsv2-1', 'secretbox-2'].map((name) => Buffer.from(readConfig(`${name}.yaml`)));

function readMutated(text: string): boolean {
  try {
    parseEncryptionConfiguration(text);
    return true;
  } catch (error) {
    if (error instanceof ConfigurationError) return false;
    throw new Error(`of ${JSON.stringify(text)}`, { cause: error });
  }
}

test('10,000 mutated configurations are read or refused', () => {
  const dice = new Dice(4);
  const read = Array.from({ length: 10_000 }, () => readMutated(mutate(dice.pick(configurations), dice).toString()));
  expect(new Set(read)).toEqual(new Set([true, false]));
});

test('10,000 random configurations are refused', () => {
  const dice = new Dice(5);
  const words = [
    'kind: EncryptionConfiguration\n',
    'apiVersion: ',
    '- ',
    ': ',
    '\n',
    '  ',
    '&a ',
    '*a',
    '{',
    '}',
    '[',
    ']',
    '"',
    "'",
    '|',
    '>',
    '? ',
    '<<: ',
    '!!binary ',
    '---\n',
    '#',
    'keys',
    '\t',
    '\0',
    'é',
  ];
  for (let count = 0; count < 10_000; count++) {
    const text = Array.from({ length: dice.roll(30) }, () => dice.pick(words)).join('');
    expect(readMutated(dice.roll(4) === 0 ? dice.bytes(dice.roll(60)).toString('latin1') : text)).toBe(false);
  }
});
