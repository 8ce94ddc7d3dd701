import { describe, expect, test } from 'vitest';
import { type ClientFlags, configure, readLogin } from '../../src/connect/settings.js';
import { TestHost } from '../support/host.js';

const read = (flags: Partial<Parameters<typeof readLogin>[0]>, ...secrets: string[]) =>
  readLogin({ authJwtToken: '', user: '', password: '', ...flags }, new TestHost({ secrets }));

const clientFlags: ClientFlags = {
  authJwtToken: '',
  cacert: '',
  cert: '',
  commandTimeout: 5000,
  dialTimeout: 2000,
  discoverySrv: '',
  discoverySrvName: '',
  endpoints: ['127.0.0.1:2379'],
  insecureDiscovery: true,
  insecureSkipTlsVerify: false,
  insecureTransport: true,
  keepaliveTime: 2000,
  keepaliveTimeout: 6000,
  key: '',
  maxRecvBytes: 0n,
  maxRequestBytes: 0n,
  password: '',
  user: '',
};

describe('who logs in', () => {
  test.each([
    [{}, undefined],
    [{ password: 'p' }, undefined],
    [{ user: 'u:p:q' }, { user: 'u', password: 'p:q' }],
    [
      { user: 'u:p', password: 'q' },
      { user: 'u:p', password: 'q' },
    ],
    [{ user: 'u:' }, undefined],
    [{ user: ':p' }, undefined],
    [{ user: 'u:p', authJwtToken: 't' }, { token: 't' }],
  ])('%j: %j', async (flags, login) => {
    expect(await read(flags)).toEqual(login);
  });

  test('a name alone is asked for its password, of which an empty one logs nobody in', async () => {
    expect(await read({ user: 'u' }, 'p')).toEqual({ user: 'u', password: 'p' });
    expect(await read({ user: 'u' }, '')).toBeUndefined();
  });
});

describe('limits', () => {
  const conflict = async (maxRecvBytes: bigint, maxRequestBytes: bigint) =>
    (await configure({ ...clientFlags, maxRecvBytes, maxRequestBytes }, () => false, new TestHost())).limitConflict;

  test.each([
    [0n, 0n],
    [1n, 0n],
    [1n, -1n],
    [0n, 2n ** 63n - 1n],
    [10n, 10n],
  ])('of %d and %d bytes can both be', async (receive, send) => {
    expect(await conflict(receive, send)).toBeUndefined();
  });

  test('the one for answers must not be the smaller one', async () => {
    const send = 2n ** 63n - 1n;
    expect(await conflict(5n, send)).toBe(`gRPC message recv limit (5 bytes) must be greater than send limit (${send} bytes)`);
  });
});

test.each([
  [0, 1000],
  [1, 1000],
  [5000, 5000],
])(
  'a --command-timeout of %d ms waits %d ms for the first connection of a call without a deadline',
  async (commandTimeout, reachTimeout) => {
    expect(await configure({ ...clientFlags, commandTimeout }, () => false, new TestHost())).toMatchObject({ reachTimeout });
  },
);
