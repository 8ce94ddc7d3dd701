import { expect, test } from 'vitest';
import { parseJson } from '../../src/kubernetes/json-text.js';
import { toYaml } from '../../src/kubernetes/yaml.js';
import { readRecords } from './records.js';

const records = readRecords('yaml-strings');

test('strings, keys, numbers and nesting are written as sigs.k8s.io/yaml writes them', () => {
  const accepted = records.filter((record) => record.text('yaml') !== undefined);
  expect(accepted.length).toBe(2345);
  for (const record of accepted) {
    const json = record.text('json') ?? '';
    expect(toYaml(parseJson(json)), json).toBe(record.string('yaml'));
  }
});

test('control characters, which sigs.k8s.io/yaml refuses, are written escaped', () => {
  const refused = records.filter((record) => record.text('error') !== undefined);
  expect(refused.length).toBe(18);
  for (const record of refused) {
    const json = record.text('json') ?? '';
    // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is asked for
    expect(toYaml(parseJson(json)), json).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\ufffe\uffff]/);
  }
  expect(toYaml(new Map([['del\x7f', 'a\x9f\uffff\ufffe']]))).toBe('"del\\x7F": "a\\x9F\\uFFFF\\uFFFE"\n');
});

test('a key that does not fit on a line with its value stands on its own', () => {
  const long = 'k'.repeat(129);
  expect(toYaml(new Map([[long, 1]]))).toBe(`? ${long}\n: 1\n`);
  expect(toYaml(new Map([['a\nb', [1, new Map([['c', 'd']])]]]))).toBe('? |-\n  a\n  b\n: - 1\n  - c: d\n');
});
