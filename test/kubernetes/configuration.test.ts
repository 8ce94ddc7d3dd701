import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { projectRoot } from '../../scripts/project.js';
import { ConfigurationError, parseEncryptionConfiguration } from '../../src/kubernetes/encryption/configuration.js';
import { readConfig } from './records.js';

const names = readdirSync(join(projectRoot, 'test', 'kubernetes', 'data', 'config'));
const secret = Buffer.alloc(32, 0xab).toString('base64');

/** A configuration whose one provider is given. */
const withProvider = (provider: string) => `apiVersion: apiserver.config.k8s.io/v1
kind: EncryptionConfiguration
resources:
- resources: [secrets]
  providers: [${provider}]
`;

test.each(names)('%s is read', (name) => {
  expect(parseEncryptionConfiguration(readConfig(name)).rules.length).toBe(1);
});

test('providers, keys and resources come in their order', () => {
  expect(parseEncryptionConfiguration(readConfig('mixed-3.yaml')).rules).toMatchObject([
    {
      resources: ['secrets', 'configmaps', 'widgets.example.com'],
      providers: [
        { type: 'secretbox', keys: [{ name: 'key1' }] },
        { type: 'aesgcm', keys: [{ name: 'key1' }] },
        { type: 'aescbc', keys: [{ name: 'key1' }] },
        { type: 'identity' },
      ],
    },
  ]);
  expect(parseEncryptionConfiguration(readConfig('kmsv1-2.yaml')).rules[0]?.providers).toEqual([
    { type: 'kms', version: 'v2', name: 'my-kms', endpoint: 'unix:///@kms-oracle-v2.sock', timeout: 3000 },
    { type: 'kms', version: 'v1', name: 'old-kms', endpoint: 'unix:///@kms-oracle-v1.sock', timeout: 3000 },
    { type: 'identity' },
  ]);
});

test('a name that YAML would take for a number or a date stays as it is written; JSON, anchors and merges are read', () => {
  const keys = `keys: [{name: 2024-05-01, secret: ${secret}}, {name: 1, secret: ${secret}}, {name: yes, secret: ${secret}}]`;
  expect(parseEncryptionConfiguration(withProvider(`{aescbc: {${keys}}}`)).rules[0]?.providers[0]).toMatchObject({
    keys: [{ name: '2024-05-01' }, { name: '1' }, { name: 'yes' }],
  });
  const anchored = withProvider(
    `{aescbc: &a {keys: [&k {name: one, secret: ${secret}}]}}, {aesgcm: *a}, {aescbc: {keys: [{<<: *k, name: two}]}}`,
  );
  expect(parseEncryptionConfiguration(anchored).rules[0]?.providers).toMatchObject([
    { type: 'aescbc', keys: [{ name: 'one' }] },
    { type: 'aesgcm', keys: [{ name: 'one' }] },
    { type: 'aescbc', keys: [{ name: 'two', secret: Buffer.alloc(32, 0xab) }] },
  ]);
  const json = JSON.stringify({
    kind: 'EncryptionConfiguration',
    apiVersion: 'apiserver.config.k8s.io/v1',
    resources: [{ resources: ['*.*'], providers: [{ identity: {} }] }],
  });
  expect(parseEncryptionConfiguration(json)).toEqual({ rules: [{ resources: ['*.*'], providers: [{ type: 'identity' }] }] });
});

test.each([
  ['', 'empty'],
  ['a: b', 'kind: must be a string that is not empty'],
  ['kind: Pod\n', 'kind: must be EncryptionConfiguration'],
  ['kind: EncryptionConfiguration\napiVersion: v1\n', 'apiVersion: must be apiserver.config.k8s.io/v1'],
  ['kind: EncryptionConfiguration\napiVersion: apiserver.config.k8s.io/v1\n', 'resources: must be a list'],
  [withProvider(''), 'resources[0].providers: must name a provider'],
  [withProvider('{other: {}}'), 'resources[0].providers[0]: must be one of aescbc, aesgcm, secretbox, kms, identity'],
  [withProvider('{aescbc: {}, identity: {}}'), 'resources[0].providers[0]: must be one of aescbc, aesgcm, secretbox, kms, identity'],
  [withProvider('{aescbc: {keys: []}}'), 'resources[0].providers[0].aescbc.keys: must have a key'],
  [
    withProvider(`{aescbc: {keys: [{secret: ${secret}}]}}`),
    'resources[0].providers[0].aescbc.keys[0].name: must be a string that is not empty',
  ],
  [withProvider('{kms: {apiVersion: v3, name: n, endpoint: "unix:///s"}}'), 'resources[0].providers[0].kms.apiVersion: must be v1 or v2'],
  [withProvider('{kms: {name: n, endpoint: "https://host"}}'), 'resources[0].providers[0].kms.endpoint: must begin with unix://'],
  [
    withProvider('{kms: {name: n, endpoint: "unix:///s", timeout: 0s}}'),
    'resources[0].providers[0].kms.timeout: must be a duration, as 3s',
  ],
  ['a: "\n', 'line 2: no YAML (MISSING_CHAR)'],
  ['x'.repeat(2 ** 17 + 1), 'larger than 131072 bytes'],
])('a configuration that is none says where: %#', (text, message) => {
  expect(() => parseEncryptionConfiguration(text)).toThrow(new ConfigurationError(message));
});

test('no message has anything of a key', () => {
  const texts = [
    withProvider(`{aescbc: {keys: [{name: k, secret: ${secret}x}]}}`),
    withProvider(`{secretbox: {keys: [{name: k, secret: ${Buffer.alloc(16, 0xab).toString('base64')}}]}}`),
    withProvider(`{aescbc: {keys: [{name: k, secret: {${secret}: 1}}]}}`),
    withProvider(`{aescbc: {keys: [{name: k, secret: ${secret}: ]}}`),
    withProvider(`{aescbc: {keys: [{name: k, secret: *${secret.slice(0, 20)}}]}}`),
    withProvider(`{aescbc: {keys: [{name: k, secret: "${secret}}]}}`),
    withProvider(`{aescbc: {keys: [{name: k, ${secret}: 1, ${secret}: 2}]}}`),
  ];
  for (const text of texts) {
    let message = '';
    try {
      parseEncryptionConfiguration(text);
    } catch (error) {
      expect(error).toBeInstanceOf(ConfigurationError);
      message = (error as Error).message;
    }
    expect(message).not.toBe('');
    expect(message).not.toContain('q6ur');
  }
});

test('aliases that would grow without end, and nesting without end, are refused', () => {
  const lines = [
    'a0: &a0 [x, x, x, x, x, x, x, x, x]',
    ...Array.from({ length: 12 }, (_, i) => `a${i + 1}: &a${i + 1} [${`*a${i}, `.repeat(9)}x]`),
  ];
  expect(() => parseEncryptionConfiguration(lines.join('\n'))).toThrow(ConfigurationError);
  expect(() => parseEncryptionConfiguration('['.repeat(100_000))).toThrow(ConfigurationError);
  expect(() => parseEncryptionConfiguration('- '.repeat(60_000))).toThrow(ConfigurationError);
});
