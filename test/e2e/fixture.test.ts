import { X509Certificate } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { request } from '../../scripts/etcd/request.js';
import { describeEtcds, startEtcd } from '../support/etcd.js';

describeEtcds('a real etcd $minor', (etcd) => {
  test('keeps its data and its port over a restart', async () => {
    const cluster = await startEtcd({ etcd });
    const [member] = cluster.members;
    const [endpoint] = cluster.endpoints;
    await request(`${endpoint}/v3/kv/put`, {}, { key: btoa('k'), value: btoa('v') });
    const before = member?.pid;
    await member?.restart();
    expect(member?.pid).not.toBe(before);
    const { body } = await request(`${endpoint}/v3/kv/range`, {}, { key: btoa('k') });
    expect(JSON.parse(body)).toMatchObject({ kvs: [{ key: btoa('k'), value: btoa('v') }] });
    await cluster.stop();
    expect(existsSync(cluster.directory)).toBe(false);
    await expect(request(`${endpoint}/version`)).rejects.toThrow('ECONNREFUSED');
  });

  test('asks for a client certificate with mutual TLS', async () => {
    const { endpoints, env, pki } = await startEtcd({ etcd, tls: 'mutual' });
    const ca = await readFile(env['ETCDCTL_CACERT'] ?? '');
    await expect(request(`${endpoints[0]}/version`, { ca })).rejects.toThrow();
    expect(await request(`${endpoints[0]}/version`, { ca, ...(await pki?.client()) })).toMatchObject({ status: 200 });
  });

  test('asks nobody for one with server TLS', async () => {
    const { endpoints, pki, env } = await startEtcd({ etcd, tls: 'server' });
    expect(Object.keys(env)).toEqual(['ETCDCTL_ENDPOINTS', 'ETCDCTL_CACERT']);
    expect(await request(`${endpoints[0]}/version`, { ca: pki?.ca })).toMatchObject({ status: 200 });
  });

  test('lets nobody in without a password with auth', async () => {
    const { endpoints, flags } = await startEtcd({ etcd, auth: { password: 'secret' } });
    expect(flags).toContain('--user=root:secret');
    const { status } = await request(`${endpoints[0]}/v3/kv/range`, {}, { key: btoa('k') });
    expect(status).not.toBe(200);
  });

  test('goes on with two of three members, and the third comes back', async () => {
    const { members, endpoints } = await startEtcd({ etcd, members: 3, tls: 'server' });
    expect(new Set(endpoints).size).toBe(3);
    await members[0]?.kill();
    expect(members[0]?.pid).toBeUndefined();
    await members[1]?.restart();
    await members[0]?.restart();
  });

  test('shows its log when it does not start', async () => {
    await expect(startEtcd({ etcd, args: ['--data-dir=/dev/null/data'] })).rejects.toThrow('/dev/null/data');
  });
});

test('certificates of the fixture have the names that clients check', async () => {
  const { pki } = await startEtcd({ tls: 'server' });
  const server = new X509Certificate((await pki?.server({ names: ['example.test', '10.0.0.1'] }))?.cert ?? '');
  expect(server.subjectAltName).toBe('DNS:example.test, IP Address:10.0.0.1');
  expect(server.verify(new X509Certificate(pki?.ca ?? '').publicKey)).toBe(true);
});
