import { createCipheriv } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { parseEncryptionConfiguration } from '../../src/kubernetes/encryption/configuration.js';
import { Decryptor, SealedError, type Unwrap, type WrappedKey } from '../../src/kubernetes/encryption/decryptor.js';
import { findRule } from '../../src/kubernetes/encryption/rules.js';
import { readSealed } from '../../src/kubernetes/encryption/sealed.js';
import { toJson } from '../../src/kubernetes/json.js';
import { ObjectDecoder } from '../../src/kubernetes/object.js';
import { groupsOfResources, pluralOf, resourcesOfKey } from '../../src/kubernetes/resource.js';
import { toYaml } from '../../src/kubernetes/yaml.js';
import { unwrapRecorded, wrapLikeThePlugin } from './kms-plugin.js';
import { readConfig, readRecords, table } from './records.js';

const records = readRecords('encrypted');
const groups = groupsOfResources(table);
const unwrap: Unwrap = async (_, wrapped) => unwrapRecorded(wrapped);

function decryptor(yaml: string, plugin: Unwrap = unwrap): Decryptor {
  const configuration = parseEncryptionConfiguration(yaml);
  return new Decryptor(configuration, plugin, (key) => findRule(configuration, resourcesOfKey(String(key), '/registry', groups)));
}

const setsOf = (member: string) => [...new Set(records.map((record) => record.string(member) ?? ''))];

describe.each(setsOf('set'))('values that %s wrote', (set) => {
  const own = records.filter((record) => record.string('set') === set);

  test('are opened by the last configuration, and are the recorded objects', async () => {
    const decoder = new ObjectDecoder(table);
    expect(own.length).toBeGreaterThan(0);
    for (const record of own) {
      const opened = await decryptor(readConfig(record.string('enc_config') ?? `${set}-2.yaml`)).open(
        Buffer.from(record.key),
        record.value,
      );
      const prefix = record.string('enc_prefix') ?? '';
      expect(prefix === '' ? 'identity' : prefix.split(':')[2], record.key).toBe(opened.provider);
      expect(prefix === '' || prefix.endsWith(`:${opened.name}:`), record.key).toBe(true);
      const object = decoder.decode(opened.plaintext);
      expect(toJson(object?.members ?? null), record.key).toBe(record.text('json'));
      expect(toYaml(object?.members ?? null), record.key).toBe(record.string('yaml'));
    }
  });

  test('name their provider and key where the configuration does not have it', async () => {
    const other = decryptor(configurationOf('secretbox', 'another', Buffer.alloc(32, 1)));
    for (const record of own.filter((of) => of.string('enc_prefix') !== undefined)) {
      const [, , provider, , name] = (record.string('enc_prefix') ?? '').split(':');
      const failure = await other.open(Buffer.from(record.key), record.value).catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(SealedError);
      expect((failure as Error).message).toBe(`encrypted by ${provider} with "${name}": the encryption configuration has no such key`);
    }
  });
});

const configurationOf = (type: string, name: string, secret: Buffer, ...resources: string[]) => `apiVersion: apiserver.config.k8s.io/v1
kind: EncryptionConfiguration
resources:
- resources: [${(resources.length > 0 ? resources : ['secrets']).map((resource) => `"${resource}"`).join(', ')}]
  providers:
  - ${type}:
      keys:
      - name: ${JSON.stringify(name)}
        secret: ${secret.toString('base64')}
  - identity: {}
`;

const key = Buffer.from('/registry/secrets/shop/db');
const plain = Buffer.from('{"kind":"Secret","apiVersion":"v1"}');

function sealAesCbc(secret: Buffer, name: string, text = plain): Buffer {
  const iv = Buffer.alloc(16, 7);
  const cipher = createCipheriv(`aes-${secret.length * 8}-cbc`, secret, iv);
  return Buffer.concat([Buffer.from(`k8s:enc:aescbc:v1:${name}:`), iv, cipher.update(text), cipher.final()]);
}

function sealAesGcm(prefix: string, secret: Buffer, aad: Buffer, text = plain): Buffer {
  const nonce = Buffer.alloc(12, 9);
  const cipher = createCipheriv(`aes-${secret.length * 8}-gcm` as 'aes-256-gcm', secret, nonce).setAAD(aad);
  return Buffer.concat([Buffer.from(prefix), nonce, cipher.update(text), cipher.final(), cipher.getAuthTag()]);
}

test('of two entries with one name the one that fits opens, in whichever rule it stands', async () => {
  const [first, second] = [Buffer.alloc(32, 1), Buffer.alloc(16, 2)];
  const both = configurationOf('aescbc', 'k', first) + configurationOf('aescbc', 'k', second, 'configmaps').split('resources:\n')[1];
  for (const secret of [first, second]) {
    const opened = await decryptor(both).open(key, sealAesCbc(secret, 'k'));
    expect(opened).toEqual({ plaintext: plain, provider: 'aescbc', name: 'k' });
  }
  await expect(decryptor(both).open(key, sealAesCbc(Buffer.alloc(32, 3), 'k'))).rejects.toThrow(
    'encrypted by aescbc with "k": the key of that name doesn\'t open it',
  );
});

test('what aescbc makes of a wrong key is never taken for an object', async () => {
  const secret = Buffer.alloc(32, 1);
  const open = decryptor(configurationOf('aescbc', 'k', secret)).open(key, sealAesCbc(secret, 'k', Buffer.from('no object')));
  await expect(open).rejects.toThrow(SealedError);
});

test('a value that was changed, cut or moved to another key is not opened', async () => {
  const secret = Buffer.alloc(32, 1);
  const value = sealAesGcm('k8s:enc:aesgcm:v1:k:', secret, key);
  const own = decryptor(configurationOf('aesgcm', 'k', secret));
  expect((await own.open(key, value)).plaintext).toEqual(plain);
  await expect(own.open(Buffer.from('/other/secrets/shop/db'), value)).rejects.toThrow(SealedError);
  for (let length = 'k8s:enc:aesgcm:v1:k:'.length; length < value.length; length++) {
    await expect(own.open(key, value.subarray(0, length))).rejects.toThrow(SealedError);
  }
});

test('names of keys may hold colons, blanks and slashes, and one may begin another', async () => {
  for (const name of ['a', 'a:b', '2024-05/rotated key', 'ключ']) {
    const secret = Buffer.alloc(32, name.length);
    const configuration = `${configurationOf('aesgcm', name, secret)}  - aesgcm:
      keys:
      - name: a
        secret: ${Buffer.alloc(32, 99).toString('base64')}
`;
    const opened = await decryptor(configuration).open(key, sealAesGcm(`k8s:enc:aesgcm:v1:${name}:`, secret, key));
    expect(opened).toEqual({ plaintext: plain, provider: 'aesgcm', name });
  }
});

test('a prefix that has no end is an error, never data', async () => {
  const own = decryptor(configurationOf('aesgcm', 'k', Buffer.alloc(32)));
  for (const value of ['k8s:enc:', 'k8s:enc:aesgcm', 'k8s:enc:aesgcm:v1:', `k8s:enc:aesgcm:v1:${'x'.repeat(600)}:`]) {
    await expect(own.open(key, Buffer.from(value))).rejects.toThrow('encrypted by a provider: its prefix has no end');
  }
  expect((await own.open(key, plain)).provider).toBe('identity');
});

describe('KMS', () => {
  const kms = (version: string) => `apiVersion: apiserver.config.k8s.io/v1
kind: EncryptionConfiguration
resources:
- resources: [secrets]
  providers:
  - kms: {apiVersion: ${version}, name: p, endpoint: "unix:///p.sock"}
`;
  const dek = Buffer.alloc(32, 5);

  test('v1 before Kubernetes 1.25 is AES-CBC', async () => {
    const wrapped = wrapLikeThePlugin('v1', dek);
    const cbc = sealAesCbc(dek, 'x');
    const body = cbc.subarray('k8s:enc:aescbc:v1:x:'.length);
    const value = Buffer.concat([Buffer.from('k8s:enc:kms:v1:p:'), Buffer.of(0, wrapped.length), wrapped, body]);
    expect(await decryptor(kms('v1')).open(key, value)).toEqual({ plaintext: plain, provider: 'kms', name: 'p' });
  });

  test('a plugin is asked once for each key, and not for the keys of another version', async () => {
    const asked: WrappedKey[] = [];
    const counting: Unwrap = async (provider, wrapped) => {
      asked.push(wrapped);
      return unwrap(provider, wrapped);
    };
    const own = records.filter((record) => record.string('set') === 'kmsv2' && record.string('enc_prefix') === 'k8s:enc:kms:v2:my-kms:');
    const one = decryptor(readConfig('kmsv2-3.yaml'), counting);
    for (const record of [...own, ...own]) await one.open(Buffer.from(record.key), record.value);
    const different = new Set(
      asked.map((wrapped) => JSON.stringify(wrapped, (_, value: unknown) => (value instanceof Map ? [...value] : value))),
    );
    expect(different.size).toBeGreaterThan(1);
    expect(asked.length).toBe(different.size);
    const before = asked.length;
    await expect(decryptor(kms('v1'), counting).open(key, Buffer.from('k8s:enc:kms:v2:p:\x0a\x00'))).rejects.toThrow('no such key');
    expect(asked.length).toBe(before);
  });

  test('what a plugin says is shown, and a broken body is no crash', async () => {
    const failing: Unwrap = async () => {
      throw new Error('no KMS plugin answers at unix:///p.sock');
    };
    const wrapped = wrapLikeThePlugin('v1', dek);
    const value = Buffer.concat([Buffer.from('k8s:enc:kms:v1:p:'), Buffer.of(0, wrapped.length), wrapped, Buffer.alloc(40)]);
    await expect(decryptor(kms('v1'), failing).open(key, value)).rejects.toThrow(
      'encrypted by kms with "p": no KMS plugin answers at unix:///p.sock',
    );
    for (const body of ['', '\0', '\xff\xff', '\x0a\xff\xff\xff\xff\xff']) {
      for (const version of ['v1', 'v2']) {
        const broken = Buffer.concat([Buffer.from(`k8s:enc:kms:${version}:p:`), Buffer.from(body, 'latin1')]);
        await expect(decryptor(kms(version)).open(key, broken)).rejects.toThrow(SealedError);
      }
    }
  });
});

test('a value says which provider and key it is under without any configuration', () => {
  for (const record of records) {
    const sealed = readSealed(record.value);
    const prefix = record.string('enc_prefix') ?? '';
    expect(sealed === undefined ? '' : `k8s:enc:${sealed.provider}:${sealed.version}:${sealed.name}:`).toBe(prefix);
  }
});

test('rules hold for resources by their names, groups and wildcards, the first one first', () => {
  const rule = (...resources: string[]) => ({ resources, providers: [{ type: 'identity' as const }] });
  const configuration = {
    rules: [rule('secrets', 'deployments.apps'), rule('*.apps'), rule('*.'), rule('widgets.example.com'), rule('*.*')],
  };
  const ruleOf = (path: string) => findRule(configuration, resourcesOfKey(`/registry/${path}`, '/registry', groups));
  expect(ruleOf('secrets/shop/db')).toBe(0);
  expect(ruleOf('deployments/shop/web')).toBe(0);
  expect(ruleOf('statefulsets/shop/db')).toBe(1);
  expect(ruleOf('minions/node-1')).toBe(2);
  expect(ruleOf('services/specs/shop/web')).toBe(2);
  expect(ruleOf('example.com/widgets/shop/w1')).toBe(3);
  expect(ruleOf('ingress/shop/web')).toBe(4);
  expect(
    findRule({ rules: configuration.rules.slice(0, 4) }, resourcesOfKey('/registry/ingress/shop/web', '/registry', groups)),
  ).toBeUndefined();
  expect(resourcesOfKey('/kubernetes.io/secrets/shop/db', '/kubernetes.io/', groups)).toEqual([{ group: '', name: 'secrets' }]);
  expect(resourcesOfKey('compact_rev_key', '/registry', groups)).toEqual([]);
});

test('every key of a cluster belongs to the group of its object', () => {
  for (const record of readRecords('objects')) {
    const apiVersion = record.string('apiVersion') ?? '';
    const kind = record.string('kind') ?? '';
    // Endpoints that are nobody's resource, ranges, and what is no object.
    if (kind === '' || /^\/registry\/(?:masterleases|peerserverleases|ranges)\//.test(record.key)) continue;
    const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.lastIndexOf('/')) : '';
    const resources = resourcesOfKey(record.key, '/registry', groups);
    expect(resources, record.key).toContainEqual({ group, name: pluralOf(kind) });
  }
});
