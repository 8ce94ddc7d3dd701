import { describe, expect, test } from 'vitest';
import { encodingOf } from '../../src/kubernetes/envelope.js';
import { toJson } from '../../src/kubernetes/json.js';
import { ObjectDecoder } from '../../src/kubernetes/object.js';
import { toYaml } from '../../src/kubernetes/yaml.js';
import { type RecordedLine, readRecords, readShared, table } from './records.js';

/** What Kubernetes' code says of a value; undefined where it is no object. */
const expected = (record: RecordedLine) => ({
  encoding: record.string('encoding'),
  apiVersion: record.string('apiVersion'),
  kind: record.string('kind'),
  json: record.text('json'),
  warnings: [],
});

function decoded(record: RecordedLine, decoder: ObjectDecoder) {
  const object = decoder.decode(record.value);
  if (object === undefined) throw new Error(`no object: ${record.key}`);
  const { encoding, apiVersion, kind, members, warnings } = object;
  return { encoding, apiVersion, kind, json: toJson(members), warnings };
}

describe.each(['objects', 'default-gates', 'cbor', 'fuzz'])('%s', (name) => {
  const records = readRecords(name).filter((record) => record.text('kind') !== undefined);

  test('every value gives the JSON of Kubernetes', () => {
    const decoder = new ObjectDecoder(table);
    expect(records.length).toBeGreaterThan(0);
    for (const record of records) expect(decoded(record, decoder), record.key).toEqual(expected(record));
  });

  test('every value gives the YAML of Kubernetes, where it has one', () => {
    const decoder = new ObjectDecoder(table);
    for (const record of records) {
      const yaml = record.string('yaml');
      if (yaml !== undefined) expect(toYaml(decoder.decode(record.value)?.members ?? null), record.key).toBe(yaml);
    }
  });
});

for (const file of ['fuzz.ndjson.gz', 'fixtures.ndjson.gz']) {
  const records = readShared(file);
  test.skipIf(records === undefined)(`all of ${file} gives the JSON of Kubernetes`, () => {
    const decoder = new ObjectDecoder(table);
    for (const record of records ?? []) expect(decoded(record, decoder), record.key).toEqual(expected(record));
  });
}

test('a value that is no object is none, whatever its key', () => {
  expect(new ObjectDecoder(table).decode(Buffer.from('12345'))).toBeUndefined();
  expect(new ObjectDecoder(table).decode(Buffer.alloc(0))).toBeUndefined();
  expect(new ObjectDecoder(table).decode(Buffer.from('{"a":1}'))).toBeUndefined();
  expect(new ObjectDecoder(table).decode(Buffer.from('k8s:enc:aescbc:v1:key1:x'))).toBeUndefined();
  expect(encodingOf(Buffer.from('k8s:enc:aescbc:v1:key1:x'))).toBe('encrypted');
  expect(encodingOf(Buffer.from('k8s'))).toBeUndefined();
});

test('an object whose managed fields are not asked for is decoded without them, in every encoding', () => {
  const seen = new Set<string>();
  for (const record of [...readRecords('objects'), ...readRecords('cbor')]) {
    const with_ = new ObjectDecoder(table).decode(record.value);
    const without = new ObjectDecoder(table, { managedFields: false }).decode(record.value);
    if (with_ === undefined || without === undefined) continue;
    const metadata = with_.members.get('metadata');
    if (!(metadata instanceof Map) || !metadata.delete('managedFields')) continue;
    seen.add(with_.encoding);
    expect(toJson(without.members), record.key).toBe(toJson(with_.members));
  }
  expect([...seen].toSorted()).toEqual(['cbor', 'json', 'protobuf']);
});
