import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import type { Context, Globals } from '../../src/command/context.js';
import type { Client } from '../../src/etcd/client.js';
import { type RunOptions, runCommand } from '../support/host.js';
import { specTree } from '../support/specs.js';

/** Runs a command that only connects, and shows what it saw before and after. */
async function connect(argv: readonly string[], env: Record<string, string>, options: RunOptions = {}) {
  const seen: Globals[] = [];
  let given: Context['given'] | undefined;
  const root = specTree(async (_, context) => {
    seen.push({ ...context.globals });
    await context.connect();
    seen.push({ ...context.globals });
    given = context.given;
  });
  let closed = 0;
  const client = { close: () => closed++ } as unknown as Client;
  const result = await runCommand(argv, { root, env, client, ...options });
  const lines = result.err.split('\n').filter((line) => line !== '');
  const log = lines.map((line) => (line.startsWith('{') ? JSON.parse(line) : line));
  return { ...result, before: seen[0], after: seen[1], given, log, closed };
}

describe('ETCDCTL_*', () => {
  test('takes effect when the command connects', async () => {
    const { before, after, given, code, closed } = await connect(['get', 'k'], { ETCDCTL_ENDPOINTS: 'a,b', ETCDCTL_HEX: '1' });
    expect(before).toMatchObject({ endpoints: ['127.0.0.1:2379'], hex: false });
    expect(after).toMatchObject({ endpoints: ['a', 'b'], hex: true });
    expect(given?.('hex')).toBe(true);
    expect(given?.('debug')).toBe(false);
    expect({ code, closed }).toEqual({ code: 0, closed: 1 });
  });

  test('a variable beside its flag is fatal, an empty one too', async () => {
    for (const value of ['a', '']) {
      const { log, code, after } = await connect(['get', 'k', '--endpoints', 'b'], { ETCDCTL_ENDPOINTS: value });
      expect(log).toEqual([expect.objectContaining({ level: 'fatal', 'environment-variable': 'ETCDCTL_ENDPOINTS' })]);
      expect(code).toBe(1);
      expect(after).toBeUndefined();
    }
  });

  test.each([
    ['ETCDCTL_FOO', 'bar'],
    ['ETCDCTL_API', '3'],
    ['ETCDCTL_CERT', ''],
    ['ETCDCTL_PREFIX', 'true'],
    ['ETCDCTL_CLUSTER', 'true'],
    ['ETCDCTL_WATCH_KEY', 'k'],
    ['ETCDCTL_KEY_FILE', '/etc/etcd/client.key'],
    ['ETCDCTL_CA_FILE', '/etc/etcd/ca.crt'],
    ['ETCDCTL_DATA_DIR', '/var/lib/etcd'],
    ['ETCDCTL_KEYPATH', '/k'],
  ])('%s=%s is not recognized', async (name, value) => {
    const { log, code } = await connect(['get', 'k'], { [name]: value });
    expect(log).toEqual([
      expect.objectContaining({ level: 'warn', msg: 'unrecognized environment variable', 'environment-variable': `${name}=${value}` }),
    ]);
    expect(code).toBe(0);
  });

  test.each([
    'PASSWROD',
    'PASWORD',
    'PASSPHRASE',
    'PW',
    'USR',
    'APIKEY',
    'API_KEY',
    'KEYS',
    'SSL_KEYDATA',
    'CLIENT_KEY_DATA',
    'KEY_PEM',
    'CERT_DATA',
    'PRIVATE',
    'BEARER',
    'JWT',
    'AUTH_JWT_TOKN',
    'LOGIN',
  ])('what may be a secret is not told: ETCDCTL_%s', async (name) => {
    const { err } = await connect(['get', 'k'], { [`ETCDCTL_${name}`]: 'hunter2' });
    expect(err).toContain(`"environment-variable":"ETCDCTL_${name}=***"`);
    expect(err).not.toContain('hunter2');
  });

  test('the docs show secrets as the program does', async () => {
    const { err } = await connect(['get', 'k'], { ETCDCTL_PASSWROD: 'hunter2' });
    const [, mask] = /PASSWROD=([^"]*)/.exec(err) ?? [];
    const docs = await readFile('docs/differences.md', 'utf8');
    expect([...docs.matchAll(/`(\*+)`/g)].map(([, stars]) => stars)).toEqual([mask, mask]);
  });

  test('a private key is not told, whatever the name', async () => {
    const { err } = await connect(['get', 'k'], { ETCDCTL_FOO: '-----BEGIN EC PRIVATE KEY-----\nMHc' });
    expect(err).toContain('"environment-variable":"ETCDCTL_FOO=***"');
  });

  test('a persistent flag of the parent is inherited, the own flag is not', async () => {
    expect((await connect(['endpoint', 'status'], { ETCDCTL_CLUSTER: 'true' })).log).toEqual([]);
    expect((await connect(['defrag'], { ETCDCTL_CLUSTER: 'true' })).log).toHaveLength(1);
  });

  test('watch knows two more', async () => {
    const env = { ETCDCTL_WATCH_KEY: 'k', ETCDCTL_WATCH_RANGE_END: 'l' };
    expect((await connect(['watch'], env)).log).toEqual([]);
    expect((await connect(['watch'], { ...env, ETCDCTL_WATCH_KEY: '' })).log).toHaveLength(1);
  });

  test('a value that does not fit leaves what Go leaves, without a word', async () => {
    const env = {
      ETCDCTL_DIAL_TIMEOUT: 'bogus',
      ETCDCTL_INSECURE_TRANSPORT: 'maybe',
      ETCDCTL_MAX_RECV_BYTES: '99999999999999999999',
      ETCDCTL_ENDPOINTS: 'a"b',
    };
    const { after, given, log } = await connect(['get', 'k'], env);
    expect(log).toEqual([]);
    expect(after).toMatchObject({
      dialTimeout: 0,
      insecureTransport: false,
      maxRecvBytes: 2n ** 63n - 1n,
      endpoints: ['127.0.0.1:2379'],
    });
    expect(given?.('dial-timeout')).toBe(false);
  });

  test('is not looked at by commands that connect to nothing', async () => {
    expect(await runCommand(['version', '-w', 'bogus'], { env: { ETCDCTL_FOO: 'bar', ETCDCTL_WRITE_OUT: 'x' } })).toMatchObject({
      err: '',
      code: 0,
    });
  });
});

describe('--debug', () => {
  test('tells inherited flags, secrets masked', async () => {
    const { log } = await connect(['watch', 'k', '--debug', '--user', 'root:hunter2', '--password=pw', '--auth-jwt-token', 'jwt'], {});
    expect(log).toEqual([
      'ETCDCTL_AUTH_JWT_TOKEN=***',
      'ETCDCTL_CACERT=',
      'ETCDCTL_CERT=',
      'ETCDCTL_COMMAND_TIMEOUT=5s',
      'ETCDCTL_DEBUG=true',
      'ETCDCTL_DIAL_TIMEOUT=2s',
      'ETCDCTL_DISCOVERY_SRV=',
      'ETCDCTL_DISCOVERY_SRV_NAME=',
      'ETCDCTL_ENDPOINTS=[127.0.0.1:2379]',
      'ETCDCTL_HEX=false',
      'ETCDCTL_INSECURE_DISCOVERY=true',
      'ETCDCTL_INSECURE_SKIP_TLS_VERIFY=false',
      'ETCDCTL_INSECURE_TRANSPORT=true',
      'ETCDCTL_KEEPALIVE_TIME=2s',
      'ETCDCTL_KEEPALIVE_TIMEOUT=6s',
      'ETCDCTL_KEY=',
      'ETCDCTL_MAX_RECV_BYTES=0',
      'ETCDCTL_MAX_REQUEST_BYTES=0',
      'ETCDCTL_PASSWORD=***',
      'ETCDCTL_USER=root:***',
      'ETCDCTL_WATCH_KEY=',
      'ETCDCTL_WATCH_RANGE_END=',
      'ETCDCTL_WRITE_OUT=simple',
    ]);
  });

  test('has --cluster for endpoints', async () => {
    const { log } = await connect(['endpoint', 'health'], { ETCDCTL_DEBUG: 'true', ETCDCTL_CLUSTER: 'true' });
    expect(log).toContain('ETCDCTL_CLUSTER=true');
  });
});

test('a format that is none is told after the prompt for the password', async () => {
  const { out, err, code } = await connect(['get', 'k', '-w', 'JSON', '--user', 'root'], {}, { secrets: ['pw'] });
  expect({ out, err, code }).toEqual({ out: 'Password: \n', err: 'Error: unsupported output format\n', code: 4 });
});
