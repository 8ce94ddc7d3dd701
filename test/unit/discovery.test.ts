import type { SrvRecord } from 'node:dns';
import { expect, test } from 'vitest';
import { discoverEndpoints } from '../../src/connect/discovery.js';
import type { Dns } from '../../src/host/host.js';
import { TestHost } from '../support/host.js';

const record = (name: string, port: number, priority = 0): SrvRecord => ({ name, port, priority, weight: 0 });

function nameServer(records: Readonly<Record<string, readonly SrvRecord[]>>): Dns {
  return {
    getServers: () => ['192.0.2.1'],
    async resolveSrv(name) {
      const found = records[name];
      if (found === undefined) throw Object.assign(new Error(`querySrv ENOTFOUND ${name}`), { code: 'ENOTFOUND' });
      return [...found];
    },
  };
}

const both = nameServer({
  '_etcd-client-ssl._tcp.d.example': [record('late.d.example', 2379, 20), record('soon.d.example', 2379, 10)],
  '_etcd-client._tcp.d.example': [record('plain.d.example.', 2380)],
  '_etcd-client-blue._tcp.d.example': [record('blue.d.example', 1)],
});

const flags = { discoverySrv: 'd.example', discoverySrvName: '', insecureDiscovery: true };

test('no domain asks nobody', async () => {
  expect(await discoverEndpoints({ ...flags, discoverySrv: '' }, new TestHost())).toEqual([]);
});

test('https before http, by priority, with the dot of absolute names', async () => {
  expect(await discoverEndpoints(flags, new TestHost({ dns: both }))).toEqual([
    'https://soon.d.example.:2379',
    'https://late.d.example.:2379',
    'http://plain.d.example.:2380',
  ]);
});

test('one service that is not there does not matter', async () => {
  const named = { ...flags, discoverySrvName: 'blue' };
  expect(await discoverEndpoints(named, new TestHost({ dns: both }))).toEqual(['http://blue.d.example.:1']);
});

test('secure discovery tells what it drops', async () => {
  const host = new TestHost({ dns: both });
  expect(await discoverEndpoints({ ...flags, insecureDiscovery: false }, host)).toHaveLength(2);
  expect(host.stderr.text).toBe('ignoring discovered insecure endpoint "http://plain.d.example.:2380"\n');
});

test('two lookups that fail', async () => {
  await expect(discoverEndpoints({ ...flags, discoverySrv: 'x' }, new TestHost({ dns: nameServer({}) }))).rejects.toThrow(
    expect.objectContaining({
      name: 'DiscoveryError',
      message:
        'dns lookup errors: lookup _etcd-client-ssl._tcp.x on 192.0.2.1:53: no such host and lookup _etcd-client._tcp.x on 192.0.2.1:53: no such host',
    }),
  );
});

test('equal priority: the heavier record is first more often', async () => {
  const dns = nameServer({
    '_etcd-client._tcp.d.example': [
      { ...record('light', 1), weight: 1 },
      { ...record('heavy', 1), weight: 1000 },
    ],
  });
  const firsts = await Promise.all(Array.from({ length: 200 }, async () => (await discoverEndpoints(flags, new TestHost({ dns })))[0]));
  expect(firsts.filter((first) => first === 'http://heavy.:1').length).toBeGreaterThan(150);
});

test('a name that is none is asked for nowhere', async () => {
  await expect(discoverEndpoints({ ...flags, discoverySrv: '-x' }, new TestHost({ dns: both }))).rejects.toThrow(
    'dns lookup errors: lookup _etcd-client-ssl._tcp.-x: no such host and lookup _etcd-client._tcp.-x: no such host',
  );
});
