import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { systemClock } from '../../src/clock.js';
import { KmsPlugins } from '../../src/connect/kms.js';
import { parseEncryptionConfiguration } from '../../src/kubernetes/encryption/configuration.js';
import { Decryptor } from '../../src/kubernetes/encryption/decryptor.js';
import { type Answer, decryptResponse, FakePlugin, readFields, unwrapLikeThePlugin } from '../kubernetes/kms-plugin.js';
import { readConfig, readRecords } from '../kubernetes/records.js';
import { ownDirectory } from '../support/directory.js';

const directory = ownDirectory();
const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function startPlugin(path: string, answer: Answer): Promise<FakePlugin> {
  const plugin = await FakePlugin.listen(path, answer);
  closing.push(() => plugin.close());
  return plugin;
}

function plugins(): KmsPlugins {
  const made = new KmsPlugins(systemClock, 'test');
  closing.push(() => made.close());
  return made;
}

/** As the recorded sets' plugin. */
const answerLikeThePlugin: Answer = ({ path, fields }) => {
  const text = (number: number) => String(fields.get(number)?.[0]);
  const ciphertext = (number: number) => fields.get(number)?.[0] ?? Buffer.alloc(0);
  if (path === '/v1beta1.KeyManagementService/Decrypt') return decryptResponse(unwrapLikeThePlugin('v1', ciphertext(2)));
  return decryptResponse(unwrapLikeThePlugin(text(3), ciphertext(1)));
};

test.each(['kmsv1', 'kmsv2'])('every value of %s is opened by plugins at their sockets', async (set) => {
  const records = readRecords('encrypted').filter((record) => record.string('set') === set);
  const sockets = {
    'unix:///@kms-oracle-v1.sock': join(directory, `${set}-1`),
    'unix:///@kms-oracle-v2.sock': join(directory, `${set}-2`),
  };
  for (const path of Object.values(sockets)) await startPlugin(path, answerLikeThePlugin);
  const { unwrap } = plugins();
  for (const record of records) {
    let yaml = readConfig(record.string('enc_config') ?? '');
    for (const [recorded, path] of Object.entries(sockets)) yaml = yaml.replaceAll(recorded, `unix://${path}`);
    const decryptor = new Decryptor(parseEncryptionConfiguration(yaml), unwrap, () => 0);
    const { plaintext } = await decryptor.open(Buffer.from(record.key), record.value);
    expect(plaintext.toString('latin1')).toContain(record.string('kind'));
  }
});

const provider = (endpoint: string, timeout = 3000) => ({ type: 'kms', version: 'v2', name: 'p', endpoint, timeout }) as const;
const v2 = {
  version: 'v2',
  ciphertext: Buffer.from('sealed'),
  keyId: 'id',
  annotations: new Map([['a.example.com', Buffer.from('1')]]),
} as const;

test('v2 is asked with the key id, a uid and the annotations, v1 with its version', async () => {
  const path = join(directory, 'asked');
  const plugin = await startPlugin(path, () => decryptResponse(Buffer.from('key')));
  const { unwrap } = plugins();
  expect(await unwrap(provider(`unix://${path}`), v2)).toEqual(Buffer.from('key'));
  await unwrap({ ...provider(`unix://${path}`), version: 'v1' }, { version: 'v1', ciphertext: Buffer.alloc(300, 1) });
  const [second, first] = plugin.calls;
  expect(second?.path).toBe('/v2.KeyManagementService/Decrypt');
  expect(second?.fields.get(1)).toEqual([Buffer.from('sealed')]);
  expect(String(second?.fields.get(2))).toMatch(/^[0-9a-f-]{36}$/);
  expect(second?.fields.get(3)).toEqual([Buffer.from('id')]);
  expect(second?.fields.get(4)?.map((entry) => [...readFields(entry).values()].map(String))).toEqual([['a.example.com', '1']]);
  expect(first?.path).toBe('/v1beta1.KeyManagementService/Decrypt');
  expect(first?.fields.get(1)).toEqual([Buffer.from('v1beta1')]);
  expect(first?.fields.get(2)).toEqual([Buffer.alloc(300, 1)]);
});

test.runIf(process.platform === 'linux')('unix:///@name is an abstract socket', async () => {
  const name = `etcdctl-ts-${process.pid}-${Math.random()}`;
  await startPlugin(`\0${name}`, () => decryptResponse(Buffer.from('key')));
  expect(await plugins().unwrap(provider(`unix:///@${name}`), v2)).toEqual(Buffer.from('key'));
});

test('what a plugin says beside the status is not shown: it may have part of a key', async () => {
  const path = join(directory, 'refusing');
  await startPlugin(path, () => ({ status: 7, message: 'the key is hunter2' }));
  await expect(plugins().unwrap(provider(`unix://${path}`), v2)).rejects.toThrow(/^the KMS plugin answers PermissionDenied$/);
});

test('a plugin that does not answer ends with the timeout, one that is not there once for all values', async () => {
  const path = join(directory, 'silent');
  let answers = 0;
  await startPlugin(path, () => (answers++ === 0 ? decryptResponse(Buffer.from('key')) : new Promise<never>(() => undefined)));
  const { unwrap } = plugins();
  await unwrap(provider(`unix://${path}`), v2);
  await expect(unwrap(provider(`unix://${path}`, 50), v2)).rejects.toThrow('the KMS plugin answers DeadlineExceeded');
  const missing = provider(`unix://${join(directory, 'missing')}`, 50);
  await expect(unwrap(missing, v2)).rejects.toThrow(`no KMS plugin answers at ${missing.endpoint}`);
  await expect(unwrap({ ...missing, timeout: 2 ** 30 }, v2)).rejects.toThrow(`no KMS plugin answers at ${missing.endpoint}`);
});

test('an answer that is no DecryptResponse is an error', async () => {
  const path = join(directory, 'garbage');
  await startPlugin(path, () => Buffer.from([0x0a, 0xff, 1]));
  await expect(plugins().unwrap(provider(`unix://${path}`), v2)).rejects.toThrow('the KMS plugin answers Internal');
});
