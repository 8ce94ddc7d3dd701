import { describe, expect, test } from 'vitest';
import { toJson, toPrettyJson } from '../../src/kubernetes/json.js';
import { listOf, withRevision } from '../../src/kubernetes/kubectl.js';
import { ObjectDecoder } from '../../src/kubernetes/object.js';
import { asServed } from '../../src/kubernetes/served.js';
import type { Members } from '../../src/kubernetes/tree.js';
import { toYaml } from '../../src/kubernetes/yaml.js';
import { readRecords, table } from './records.js';

const objects = readRecords('objects');
const stored = new Map(objects.map((record) => [`${record.key} ${record.text('mod_revision')}`, record.value]));
/** Leases were renewed between kubectl's answer and the recording of the value, an endpoint slice written again. */
const isRaced = (key: string) => /^\/registry\/(?:leases\/kube-system\/|endpointslices\/default\/kubernetes$)/.test(key);
const records = readRecords('kubectl').filter(({ key }) => !isRaced(key));

function decode(key: string, revision: string, managedFields: boolean): Members {
  const object = new ObjectDecoder(table, { managedFields }).decode(stored.get(`${key} ${revision}`) ?? Buffer.alloc(0));
  if (object === undefined) throw new Error(key);
  return withRevision(asServed(object), revision);
}

describe.each([
  ['without managed fields', false, 'yaml', 'json'],
  ['with them', true, 'yaml_managed_fields', 'json_managed_fields'],
])("kubectl's texts of one object %s", (_, managedFields, yaml, json) => {
  test.each(records.map((record) => [record.key, record] as const))('%s', (key, record) => {
    const members = decode(key, record.text('mod_revision') ?? '', managedFields);
    expect(toPrettyJson(members)).toBe(record.string(json));
    // Where kubectl refuses there is no text.
    if (record.text('error_yaml') === undefined) expect(toYaml(members)).toBe(record.string(yaml));
  });
});

test('what the API answers otherwise than it is stored is answered so', () => {
  const differing = objects.filter((record) => record.text('api_json') !== undefined && !isRaced(record.key));
  expect(differing.length).toBe(6);
  for (const record of differing) {
    const members = decode(record.key, record.text('mod_revision') ?? '', true);
    expect(JSON.parse(toJson(members)), record.key).toEqual(JSON.parse(record.text('api_json') ?? ''));
  }
});

describe('several objects', () => {
  const [first, second] = ['/registry/namespaces/default', '/registry/configmaps/kube-system/kubeadm-config'].map((key) => {
    const record = records.find((of) => of.key === key);
    return decode(key, record?.text('mod_revision') ?? '', false);
  });

  test('are a List, as in kubectl', () => {
    expect(toYaml(listOf([first ?? new Map(), second ?? new Map()]))).toBe(
      `apiVersion: v1\nitems:\n${item(toYaml(first ?? null))}${item(toYaml(second ?? null))}kind: List\nmetadata:\n  resourceVersion: ""\n`,
    );
    expect(JSON.parse(toPrettyJson(listOf([first ?? new Map()])))).toEqual({
      apiVersion: 'v1',
      items: [JSON.parse(toPrettyJson(first ?? null))],
      kind: 'List',
      metadata: { resourceVersion: '' },
    });
  });

  test('none are an empty List', () => {
    expect(toYaml(listOf([]))).toBe('apiVersion: v1\nitems: []\nkind: List\nmetadata:\n  resourceVersion: ""\n');
    expect(toPrettyJson(listOf([]))).toBe(
      '{\n    "apiVersion": "v1",\n    "items": [],\n    "kind": "List",\n    "metadata": {\n        "resourceVersion": ""\n    }\n}\n',
    );
  });
});

/** A document as an item of a list. */
const item = (yaml: string) => `- ${yaml.trimEnd().replaceAll('\n', '\n  ')}\n`;
