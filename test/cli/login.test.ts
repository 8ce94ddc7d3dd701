import { expect, onTestFinished, test } from 'vitest';
import { openClient } from '../../src/connect/client.js';
import { eventually } from '../support/eventually.js';
import { RawServer } from '../support/raw-server.js';
import { runForReal, withoutLog } from '../support/real-world.js';

const old = 'etcdserver: revision of auth store is old';
const anonymous = 'etcdserver: user name is empty';
const disabled = 'etcdserver: authentication is not enabled';

/** A server that plays its answers in turn, a refusal's text, '' for an empty reply or none at all, and notes how many calls it had. */
async function startServer(answers: readonly (string | undefined)[]) {
  let calls = 0;
  const server = await RawServer.listen({
    onRequest(connection, stream) {
      const refusal = calls < answers.length ? answers[calls] : 'etcdserver: one call too many';
      calls++;
      if (refusal === undefined) return;
      if (refusal === '') return connection.answer(stream, '');
      connection.headers(
        stream,
        { ':status': '200', 'content-type': 'application/grpc', 'grpc-status': '3', 'grpc-message': refusal },
        { end: true },
      );
    },
  });
  onTestFinished(() => server.close());
  return { endpoint: server.endpoint, calls: () => calls };
}

const done = { out: 'OK\n', err: '', code: 0 };
const failed = (text: string) => ({ out: '', err: `Error: ${text}\n`, code: 1 });

test.each<[string, string[], string[], object]>([
  ['a certificate, or nobody: the call again', [], [old, ''], done],
  ['a certificate, or nobody, where a name is asked for', [], [anonymous], failed(anonymous)],
  ['a password: a new token, then the call again', ['--user=a:b'], ['', old, '', ''], done],
  ['a password that the server no longer knows of', ['--user=a:b'], ['', anonymous, '', ''], done],
  ['a password that is no longer asked for', ['--user=a:b'], ['', old, disabled, ''], done],
  ['a token: nothing', ['--auth-jwt-token=t'], [old], failed(old)],
])('refused for a change of users meanwhile: %s', async (_, login, answers, expected) => {
  const server = await startServer(answers);
  const { out, err, code } = await runForReal(['put', 'a', 'b', `--endpoints=${server.endpoint}`, ...login]);
  expect({ out, err: withoutLog(err), code }).toEqual(expected);
  expect(server.calls()).toBe(answers.length);
});

test('each login is logged where it fails, that of a stream too', async () => {
  const server = await startServer([disabled, disabled, '']);
  const { out, err, code } = await runForReal(['get', 'a', '--stream', `--endpoints=${server.endpoint}`, '--user=a:b']);
  expect({ out, code }).toEqual({ out: '', code: 0 });
  expect(err.match(/"method":"\/etcdserverpb.Auth\/Authenticate"/g)).toHaveLength(2);
});

test('a stream whose login is refused is not opened, and both are told', async () => {
  const refusal = 'etcdserver: authentication failed, invalid user ID or password';
  const server = await startServer(['', refusal]);
  const { err, code } = await runForReal(['get', 'a', '--stream', `--endpoints=${server.endpoint}`, '--user=a:b']);
  expect({ err: withoutLog(err), code }).toEqual({ err: `Error: ${refusal}\n`, code: 1 });
  expect(err).toContain(`"msg":"clientv3/retry_interceptor: getToken failed","error":"${refusal}"`);
});

test('a stream that is given up during its login is no failure to log', async () => {
  const server = await startServer(['', undefined, '']);
  const { err, code } = await runForReal(['put', 'a', 'b', `--endpoints=${server.endpoint}`, '--user=a:b'], {
    async connect(config, host) {
      const client = await openClient(config, host);
      const given = new AbortController();
      const stream = client.openStream('/etcdserverpb.Lease/LeaseKeepAlive', { signal: given.signal });
      await eventually(() => server.calls() === 2);
      given.abort();
      await expect(stream).rejects.toThrow('context canceled');
      return client;
    },
  });
  expect({ err, code }).toEqual({ err: '', code: 0 });
});
