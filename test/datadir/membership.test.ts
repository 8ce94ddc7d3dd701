import { describe, expect, it } from 'vitest';
import { DatadirError } from '../../src/datadir/errors.js';
import { clusterId, encodeMember, memberId, planMembership } from '../../src/datadir/membership.js';

const plan = (options: Partial<Parameters<typeof planMembership>[0]>) =>
  planMembership({
    name: 'default',
    initialCluster: 'default=http://localhost:2380',
    initialClusterToken: 'etcd-cluster',
    initialAdvertisePeerUrls: 'http://localhost:2380',
    ...options,
  });

describe('planMembership', () => {
  it('gives a cluster the ids that etcd gives it', async () => {
    const { members, local, clusterId } = await plan({});
    expect(members).toEqual([{ id: 0x8e9e05c52164694dn, name: 'default', peerUrls: ['http://localhost:2380'] }]);
    expect(local).toBe(members[0]);
    expect(clusterId).toBe(0xcdf818194e3a8c32n);
  });

  it('depends neither on the order of URLs nor on that of members', async () => {
    const urls = ['http://127.0.0.1:1', 'http://127.0.0.1:2'];
    expect(memberId(urls, 't')).toBe(memberId([...urls].reverse(), 't'));
    expect(clusterId([1n, 2n ** 63n])).toBe(clusterId([2n ** 63n, 1n]));
    const cluster = ['a=http://127.0.0.1:2', 'b=https://127.0.0.1:3', 'a=http://127.0.0.1:1'];
    const one = await plan({ name: 'a', initialCluster: cluster.join(), initialAdvertisePeerUrls: urls.join() });
    const other = await plan({
      name: 'a',
      initialCluster: [...cluster].reverse().join(),
      initialAdvertisePeerUrls: ` ${urls[1]}, ${urls[0]}`,
    });
    expect(other).toEqual(one);
    expect(one.local.peerUrls).toEqual(urls);
    expect(one.members.map(({ id }) => id)).toEqual(one.members.map(({ id }) => id).sort((a, b) => (a < b ? -1 : 1)));
  });

  it('takes another form of an IPv6 address, a scheme in capitals, and sockets', async () => {
    await plan({ initialCluster: 'default=http://[::1]:1', initialAdvertisePeerUrls: 'http://[0:0::1]:1' });
    await plan({ initialCluster: 'default=HTTP://127.0.0.1:1', initialAdvertisePeerUrls: 'http://127.0.0.1:1' });
    await plan({ initialCluster: 'default=unix://x:1', initialAdvertisePeerUrls: 'unix://x:1' });
  });

  // What etcdutl 3.7.1 says.
  it.each([
    [{ name: 'foo' }, `couldn't find local name "foo" in the initial cluster configuration`],
    [{ initialCluster: '' }, `couldn't find local name "default" in the initial cluster configuration`],
    [{ initialCluster: 'default' }, 'URL scheme must be http, https, unix, or unixs: '],
    [{ initialCluster: 'default=ftp://a:1' }, 'URL scheme must be http, https, unix, or unixs: ftp://a:1'],
    [{ initialCluster: 'default=http://localhost' }, 'URL address does not have the form "host:port": http://localhost'],
    [{ initialCluster: 'default=http://localhost:1/' }, 'URL must not contain a path: http://localhost:1/'],
    [{ initialCluster: 'default=127.0.0.1:1' }, 'parse "127.0.0.1:1": first path segment in URL cannot contain colon'],
    [{ initialAdvertisePeerUrls: ':1' }, 'parse ":1": missing protocol scheme'],
    [
      { initialCluster: 'default=http://127.0.0.1:1' },
      '--initial-cluster has default=http://127.0.0.1:1 but missing from --initial-advertise-peer-urls=http://localhost:2380 (resolved urls: "http://localhost:2380" != "http://127.0.0.1:1")',
    ],
    [
      { initialAdvertisePeerUrls: 'http://127.0.0.1:2380' },
      '--initial-cluster has default=http://localhost:2380 but missing from --initial-advertise-peer-urls=http://127.0.0.1:2380 (resolved urls: "http://127.0.0.1:2380" != "http://localhost:2380")',
    ],
    [
      { initialCluster: 'default=http://127.0.0.1:1', initialAdvertisePeerUrls: 'http://127.0.0.1:1,http://127.0.0.1:2' },
      '--initial-advertise-peer-urls has http://127.0.0.1:2 but missing from --initial-cluster=default=http://127.0.0.1:1,default=http://127.0.0.1:2',
    ],
    [
      { initialCluster: 'default=http://localhost:2380,b=http://localhost:2380' },
      'initial cluster b=http://localhost:2380,default=http://localhost:2380 has duplicate url',
    ],
  ])('refuses %o', async (options, message) => {
    await expect(plan(options)).rejects.toThrow(new DatadirError(message));
  });
});

describe('encodeMember', () => {
  it('writes the id as a number of 64 bits, and no empty name', () => {
    const member = { id: 2n ** 64n - 1n, name: '', peerUrls: ['http://h:1?a&b'] };
    expect(encodeMember(member).toString()).toBe('{"id":18446744073709551615,"peerURLs":["http://h:1?a\\u0026b"]}');
    expect(encodeMember({ ...member, name: 'n' }).toString()).toContain(',"name":"n"}');
  });
});
