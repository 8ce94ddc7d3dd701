import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { createPki } from '../../scripts/pki.js';
import { type Cluster, startEtcd } from '../support/etcd.js';
import { runProgram } from '../support/process.js';
import { builtProgram, programs } from '../support/programs.js';

let cluster: Cluster;
/** Of a CA that the server does not know. */
let stranger: { cert: string; key: string; ca: string };
let notGrpc = '';

beforeAll(async () => {
  cluster = await startEtcd({ tls: 'mutual' });
  const pki = await createPki('somebody else');
  const pair = await pki.client();
  const file = async (name: string, text: string) => {
    const path = join(cluster.directory, name);
    await writeFile(path, text);
    return path;
  };
  stranger = {
    cert: await file('stranger.crt', pair.cert),
    key: await file('stranger.key', pair.key),
    ca: await file('stranger-ca.crt', pki.ca),
  };
  const server = createServer((_, response) => response.end('hello'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  notGrpc = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return () => new Promise((resolve) => server.close(resolve));
});

interface Case {
  readonly name: string;
  readonly args: () => readonly string[];
  readonly code: number;
  /** The line that begins with `Error:`. */
  readonly error: string | RegExp;
  /** What the log line before it says of the cause, where Go's client only says that time was up. */
  readonly cause?: RegExp;
}

const files = () => {
  const { ca, healthcheckClient, server } = cluster.files ?? expect.fail('no files');
  return { ca, ...healthcheckClient, serverKey: server.key };
};
const at = (endpoint: string, ...more: string[]) => [`--endpoints=${endpoint}`, '--command-timeout=3s', ...more, 'get', 'a'];
const here = () => cluster.endpoints[0] ?? '';
const timeout = 'Error: context deadline exceeded';

const cases: readonly Case[] = [
  {
    name: 'a certificate that can not be read',
    args: () => at(here(), '--cert=/nosuch', `--key=${files().key}`),
    code: 128,
    error: 'Error: open /nosuch: no such file or directory',
  },
  {
    name: 'a key that can not be read',
    args: () => at(here(), `--cert=${files().cert}`, '--key=/nosuch'),
    code: 128,
    error: 'Error: open /nosuch: no such file or directory',
  },
  {
    name: 'a CA that can not be read',
    args: () => at(here(), '--cacert=/nosuch'),
    code: 128,
    error: 'Error: open /nosuch: no such file or directory',
  },
  {
    name: 'a CA that is a folder',
    args: () => at(here(), '--cacert=/'),
    code: 128,
    error: 'Error: read /: is a directory',
  },
  {
    name: 'a certificate without its key',
    args: () => at(here(), `--cert=${files().cert}`),
    code: 128,
    error: /^Error: KeyFile and CertFile must both be present\[key: , cert: .*\]$/,
  },
  {
    name: 'a key that does not fit its certificate',
    args: () => at(here(), `--cert=${files().cert}`, `--key=${files().serverKey}`),
    code: 128,
    error: 'Error: tls: private key does not match public key',
  },
  {
    name: 'a certificate for a key',
    args: () => at(here(), `--cert=${files().cert}`, `--key=${files().cert}`),
    code: 128,
    error: 'Error: tls: found a certificate rather than a key in the PEM for the private key',
  },
  {
    name: 'a key for a certificate',
    args: () => at(here(), `--cert=${files().key}`, `--key=${files().key}`),
    code: 128,
    error: /^Error: tls: failed to find certificate PEM data in certificate input, but did find a private key/,
  },
  {
    name: 'a CA that did not sign the server',
    args: () => at(here(), `--cacert=${stranger.ca}`),
    code: 1,
    error: timeout,
    cause: /certificate signed by unknown authority/,
  },
  {
    name: 'no client certificate where one is required',
    args: () => at(here(), `--cacert=${files().ca}`),
    code: 1,
    error: timeout,
    cause: /certificate required/,
  },
  {
    name: "a stranger's client certificate",
    args: () => at(here(), `--cacert=${files().ca}`, `--cert=${stranger.cert}`, `--key=${stranger.key}`),
    code: 1,
    error: timeout,
    cause: /certificate|broken pipe|connection reset/,
  },
  {
    name: 'http to a TLS port',
    args: () => at(here().replace('https', 'http')),
    code: 1,
    error: timeout,
    cause: /error reading server preface/,
  },
  {
    name: 'https to a plain port',
    args: () => at(notGrpc.replace('http', 'https')),
    code: 1,
    error: timeout,
    cause: /authentication handshake failed/,
  },
  { name: 'a port that does not speak gRPC', args: () => at(notGrpc), code: 1, error: timeout, cause: /connection error/ },
  {
    name: 'a port where nobody listens',
    args: () => at('http://127.0.0.1:1'),
    code: 1,
    error: timeout,
    cause: /dial tcp 127\.0\.0\.1:1: connect: connection refused/,
  },
  {
    name: 'a name that does not resolve',
    args: () => at('http://etcd.invalid:2379', '--command-timeout=4s'),
    code: 1,
    error: timeout,
    cause: /dial tcp: lookup etcd\.invalid/,
  },
  { name: 'no endpoint', args: () => at(''), code: 2, error: 'Error: etcdclient: no available endpoints' },
  {
    name: 'a bad duration',
    args: () => ['--command-timeout=5', 'get', 'a'],
    code: 1,
    error: 'Error: invalid argument "5" for "--command-timeout" flag: time: missing unit in duration "5"',
  },
  { name: 'an unknown flag', args: () => ['get', '--nosuch', 'a'], code: 1, error: 'Error: unknown flag: --nosuch' },
  {
    name: 'a missing argument',
    args: () => ['get'],
    code: 128,
    error: 'Error: get command needs one argument as key and an optional argument as range_end',
  },
  {
    name: 'a write without a deadline to a port where nobody listens',
    args: () => ['--endpoints=http://127.0.0.1:1', '--command-timeout=3s', 'user', 'list'],
    code: 1,
    error: timeout,
    cause: /connection refused/,
  },
];

describe.each(programs)('the $name program tells in one line', (program) => {
  it.concurrent.each(cases)('$name', async ({ args, code, error, cause }) => {
    const result = await runProgram(builtProgram(program), args());
    const lines = result.err.split('\n').filter((line) => line.startsWith('Error:'));
    expect(lines).toEqual([typeof error === 'string' ? error : expect.stringMatching(error)]);
    expect(result).toMatchObject({ code, out: '' });
    if (cause !== undefined) expect(JSON.parse(result.err.split('\n')[0] ?? '').error).toMatch(cause);
  });

  it('a value that is too large for the server, and stores nothing', async () => {
    const env = cluster.env;
    const big = await runProgram(builtProgram(program), ['put', 'big'], { env, stdin: Buffer.alloc(1_900_000, 'x') });
    expect(big).toMatchObject({ code: 1, out: '', err: expect.stringMatching(/^Error: etcdserver: request is too large$/m) });
    expect(await runProgram(builtProgram(program), ['get', 'big'], { env })).toMatchObject({ code: 0, out: '' });
  });

  it('a value that is too large to send', async () => {
    const result = await runProgram(builtProgram(program), ['put', 'big'], { env: cluster.env, stdin: Buffer.alloc(3_000_000, 'x') });
    // Its own bytes, and those of the key, and of the two lengths: as many as Go's client counts.
    expect(result).toMatchObject({
      code: 1,
      err: expect.stringContaining('trying to send message larger than max (3000010 vs. 2097152)\n'),
    });
  });

  it('a value that has no end', async () => {
    const result = await runProgram('/bin/sh', ['-c', 'yes | "$0" put big', builtProgram(program)], { env: cluster.env });
    expect(result).toMatchObject({ code: 1, err: expect.stringMatching(/trying to send message larger than max \(\d+ vs\. 2097152\)$/m) });
  });

  it('and keeps passwords and tokens to itself', async () => {
    const secret = 'correct-horse';
    for (const args of [
      ['--debug', '--user', `root:${secret}`, 'get', 'a'],
      ['--debug', '--user', 'root', '--password', secret, 'get', 'a'],
      ['--debug', '--auth-jwt-token', secret, 'get', 'a'],
    ]) {
      const result = await runProgram(builtProgram(program), [
        '--endpoints=http://127.0.0.1:1',
        '--command-timeout=300ms',
        '--dial-timeout=300ms',
        ...args,
      ]);
      expect(result.code).not.toBe(0);
      expect(result.err).toContain('ETCDCTL_USER=');
      expect(result.out + result.err).not.toContain(secret);
    }
  });
});
