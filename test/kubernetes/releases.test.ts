import { describe, expect, test } from 'vitest';
import { toJson } from '../../src/kubernetes/json.js';
import { ObjectDecoder } from '../../src/kubernetes/object.js';
import { releasesOf } from '../../src/kubernetes/release.js';
import { memberAt } from '../../src/kubernetes/tree.js';
import { readRecords, table } from './records.js';

const records = readRecords('releases');
const ofRelease = (release: number) => records.filter((record) => record.text('release') === String(release));

describe.each([24, 27, 30, 33])('objects of 1.%i', (release) => {
  const decoder = new ObjectDecoder(table, { release });

  test('are what that release makes of them', () => {
    expect(ofRelease(release).length).toBeGreaterThan(50);
    for (const record of ofRelease(release)) {
      const object = decoder.decode(record.value);
      expect(toJson(object?.members ?? null), record.key).toBe(record.text('json'));
      expect(object?.warnings, record.key).toEqual([]);
    }
  });

  test('are complete without it being said, but for members that a later release leaves out', () => {
    for (const record of ofRelease(release)) {
      const object = new ObjectDecoder(table).decode(record.value);
      expect(object?.warnings, record.key).toEqual([]);
      expect(withoutEmpty(JSON.parse(toJson(object?.members ?? null))), record.key).toEqual(
        withoutEmpty(JSON.parse(record.text('json') ?? '')),
      );
    }
  });
});

/** Without what 1.37 prints no more where it's empty. */
function withoutEmpty(json: unknown): unknown {
  if (Array.isArray(json)) return json.map(withoutEmpty);
  if (typeof json !== 'object' || json === null) return json;
  const dropped = new Set([
    'creationTimestamp',
    'onExitCodes',
    'onPodConditions',
    'containerName',
    'devices',
    'adminAccess',
    'variables',
    'validations',
  ]);
  return Object.fromEntries(
    Object.entries(json).flatMap(([name, member]) => (member === null && dropped.has(name) ? [] : [[name, withoutEmpty(member)]])),
  );
}

test('the release of a cluster is seen by the APIs that it registers', () => {
  const names = readRecords('objects').flatMap((record) => {
    const [, name] = /^\/registry\/apiregistration\.k8s\.io\/apiservices\/(.*)$/.exec(record.key) ?? [];
    return name === undefined ? [] : [name];
  });
  expect(releasesOf(table, names)).toEqual({ since: 37, until: 37 });
  const stable = names.filter((name) => /^v\d+\./.test(name));
  const without = (...removed: string[]) =>
    releasesOf(
      table,
      stable.filter((name) => !removed.includes(name)),
    );
  expect(without('v1.resource.k8s.io', 'v1.storagemigration.k8s.io')).toEqual({ since: 29, until: 33 });
  expect(without('v1.resource.k8s.io', 'v1.storagemigration.k8s.io', 'v1.flowcontrol.apiserver.k8s.io')).toEqual({ since: 24, until: 28 });
  expect(releasesOf(table, [...stable, 'v1beta3.flowcontrol.apiserver.k8s.io']).until).toBe(31);
});

test('a field that only an older release had is shown as that one has it', () => {
  // v1 ConfigMap is whole; a claim's resources had claims up to 1.28.
  const claims = records.filter((record) => record.key.includes('PersistentVolumeClaim') && record.text('json')?.includes('"claims"'));
  for (const record of claims) {
    const object = new ObjectDecoder(table).decode(record.value);
    expect(memberAt(object?.members, 'spec', 'resources', 'claims')).toBeDefined();
  }
});
