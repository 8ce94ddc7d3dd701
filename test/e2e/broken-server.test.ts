import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createSecureServer, type SecureServerOptions } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createPki } from '../../scripts/pki.js';
import { AuthUserListResponse, PutResponse, RangeResponse } from '../../src/proto/etcdserverpb/rpc.js';
import { startBlackhole } from '../support/blackhole.js';
import { goClient } from '../support/go-client.js';
import { runProgram } from '../support/process.js';
import { builtProgram, programs } from '../support/programs.js';
import { grpcFrame, type RawConnection, RawServer, type RawServerOptions } from '../support/raw-server.js';

/** Ours and, where the machine has it, the one that they must not differ from. */
const clients = [
  ...programs.map((program) => ({ name: program.name, isGo: false, path: () => builtProgram(program) })),
  ...(goClient === undefined ? [] : [{ name: 'Go', isGo: true, path: () => goClient as string }]),
];

const putAnswer = PutResponse.encode(PutResponse.fromPartial({ header: { revision: '5' } })).finish();
const rangeAnswer = RangeResponse.encode(RangeResponse.fromPartial({ header: { revision: '5' } })).finish();
const usersAnswer = AuthUserListResponse.encode(AuthUserListResponse.fromPartial({ users: ['root'] })).finish();

function answer(connection: RawConnection, stream: number, message: Uint8Array): void {
  connection.respond(stream);
  connection.data(stream, grpcFrame(message));
  connection.trailers(stream);
}

async function listen(options: RawServerOptions): Promise<RawServer> {
  const server = await RawServer.listen(options);
  onTestFinished(() => server.close());
  return server;
}

/** On a busy machine a hundred tries take much longer than their pauses. */
const timeout = 150_000;

/** Runs a client to its end; one that hangs is killed, which is a code of -1. */
async function run(path: string, endpoint: string, ...args: string[]) {
  const { out, err, code } = await runProgram(path, ['--endpoints', endpoint, ...args], { timeout });
  const lines = err.split('\n');
  const log = lines.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line) as { attempt: number; error: string });
  // gRPC's own log is of Go's library.
  return { result: { out, err: lines.filter((line) => !/^\{|ERROR: \[transport\]/.test(line)).join('\n'), code }, log };
}

const ok = { out: 'OK\n', err: '', code: 0 };
const failed = (reason: string) => ({ out: '', err: `Error: ${reason}\n`, code: 1 });

describe.each(clients)('$name', { timeout: timeout + 30_000 }, ({ path, isGo }) => {
  describe('ends though the server keeps the connection open after GOAWAY', () => {
    test.each([0, 2, 11])('of code %i behind the answer', async (code) => {
      const server = await listen({
        staysOpen: true,
        onRequest: (connection, stream) => {
          answer(connection, stream, putAnswer);
          connection.goAway(stream, code);
        },
      });
      expect((await run(path(), server.endpoint, 'put', 'a', 'b')).result).toEqual(ok);
    });

    test.each([0, 2, 11])('of code %i before the answer', async (code) => {
      const server = await listen({
        staysOpen: true,
        onRequest: (connection, stream) => {
          connection.goAway(stream, code, 'x');
          answer(connection, stream, putAnswer);
        },
      });
      expect((await run(path(), server.endpoint, 'put', 'a', 'b')).result).toEqual(ok);
    });

    test.each([0, 11])('of code %i before any call', async (code) => {
      const server: RawServer = await listen({
        staysOpen: true,
        onConnect: (connection) => {
          connection.settings();
          if (server.connections.length === 0) connection.goAway(0, code);
        },
        onRequest: (connection, stream) => answer(connection, stream, putAnswer),
      });
      expect((await run(path(), server.endpoint, 'put', 'a', 'b')).result).toEqual(ok);
    });

    test('and no answer comes', async () => {
      const server = await listen({ staysOpen: true, onRequest: (connection, stream) => connection.goAway(stream) });
      const { result } = await run(path(), server.endpoint, 'put', 'a', 'b', '--command-timeout', '500ms');
      expect(result).toEqual(failed('context deadline exceeded'));
    });
  });

  test('ends by its deadline though the host is silent', async () => {
    const blackhole = await startBlackhole();
    onTestFinished(() => blackhole.close());
    const { result } = await run(path(), `127.0.0.1:${blackhole.port}`, 'put', 'a', 'b', '--command-timeout', '300ms');
    expect(result).toEqual(failed('context deadline exceeded'));
  });

  const lost = 'rpc error: code = Unavailable desc = error reading from server: EOF';
  const canceled = 'rpc error: code = Canceled desc = stream terminated by RST_STREAM with error code: CANCEL';
  const hangsUp: RawServerOptions = { onRequest: (connection) => connection.destroy() };

  // A pause that grows between the tries would take days.
  test('what may run twice is tried a hundred times, without a deadline too', async () => {
    const hangsUpAtOnce: RawServerOptions = {
      onConnect: (connection) => {
        connection.settings();
        connection.socket.end();
      },
    };
    const cancels: RawServerOptions = { onRequest: (connection, stream) => connection.reset(stream, 8) };
    const isLate: RawServerOptions = {
      onRequest: (connection, stream) => {
        connection.respond(stream);
        connection.trailers(stream, { 'grpc-status': '4', 'grpc-message': 'too late' });
      },
    };
    const fails = async (options: RawServerOptions, args: readonly string[], reason: string) => {
      const server = await listen(options);
      const { result, log } = await run(path(), server.endpoint, ...args);
      const { err, code } = failed(reason);
      // What it prints is another matter: make-mirror counts every half minute.
      expect({ args, result }).toMatchObject({ args, result: { err, code } });
      expect(log.map(({ attempt }) => attempt)).toEqual(Array.from({ length: 100 }, (_, attempt) => attempt));
    };
    await Promise.all([
      fails(hangsUp, ['user', 'list'], lost),
      fails(hangsUp, ['elect', 'a', 'b'], lost),
      fails(hangsUpAtOnce, ['lock', 'a', 'true'], lost),
      fails(hangsUpAtOnce, ['make-mirror', '127.0.0.1:9'], lost),
      fails(cancels, ['user', 'get', 'a'], canceled),
      fails(isLate, ['role', 'list'], 'rpc error: code = DeadlineExceeded desc = too late'),
    ]);
  });

  describe('a server that accepts and hangs up', () => {
    test('is asked until it is well', async () => {
      let requests = 0;
      const server = await listen({
        onRequest: (connection, stream) => {
          if (requests++ < 40) connection.destroy();
          else answer(connection, stream, usersAnswer);
        },
      });
      const { result, log } = await run(path(), server.endpoint, 'user', 'list');
      expect(result).toEqual({ out: 'root\n', err: '', code: 0 });
      expect(log).toHaveLength(40);
    });

    test('fails what must not run twice, at once', async () => {
      const server = await listen(hangsUp);
      const { result, log } = await run(path(), server.endpoint, 'put', 'a', 'b');
      expect(result).toEqual(failed(lost));
      expect(log).toHaveLength(1);
    });
  });

  describe('a server that cancels the call', () => {
    test('is asked again for what may run twice', async () => {
      let requests = 0;
      const server = await listen({
        onRequest: (connection, stream) => {
          if (requests++ < 3) connection.reset(stream, 8);
          else answer(connection, stream, rangeAnswer);
        },
      });
      const { result, log } = await run(path(), server.endpoint, 'get', 'a');
      expect(result).toEqual({ out: '', err: '', code: 0 });
      expect(log.map(({ error }) => error)).toEqual([canceled, canceled, canceled]);
    });

    test('is not asked again for a write, which it may have done; Go asks again', async () => {
      let requests = 0;
      const server = await listen({
        onRequest: (connection, stream) => {
          if (requests++ === 0) connection.reset(stream, 8);
          else answer(connection, stream, putAnswer);
        },
      });
      expect((await run(path(), server.endpoint, 'put', 'a', 'b')).result).toEqual(isGo ? ok : failed(canceled));
      expect(requests).toBe(isGo ? 2 : 1);
    });
  });

  test('a range within a tight --max-request-bytes', async () => {
    const bodies: string[] = [];
    const server = await listen({
      onRequest: (connection, stream, body) => {
        bodies.push(body.toString('hex'));
        answer(connection, stream, rangeAnswer);
      },
    });
    const { result } = await run(path(), server.endpoint, 'get', '--prefix', 'a', '--max-request-bytes', '6');
    expect(result).toEqual({ out: '', err: '', code: 0 });
    expect(bodies).toEqual(['00000000060a0161120162']);
  });

  describe('a certificate', () => {
    const hour = 3_600_000;

    /** What the log says of the connection to a server with this certificate. */
    async function problem(pair: SecureServerOptions, ca: string): Promise<string> {
      const server = createSecureServer({ ...pair, ciphers: 'DEFAULT@SECLEVEL=0' });
      server.on('sessionError', () => {}).on('tlsClientError', () => {});
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const folder = await mkdtemp(join(tmpdir(), 'etcdctl-ts-'));
      onTestFinished(async () => {
        server.close();
        await rm(folder, { recursive: true });
      });
      const file = join(folder, 'ca.pem');
      await writeFile(file, ca);
      const endpoint = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
      // On a busy machine a second may not be enough to shake hands in.
      for (const seconds of [1, 5, 25]) {
        const { result, log } = await run(path(), endpoint, 'put', 'a', 'b', '--cacert', file, '--command-timeout', `${seconds}s`);
        expect(result).toEqual(failed('context deadline exceeded'));
        const error = log[0]?.error ?? '';
        if (error.includes('handshake')) return error;
      }
      return 'no handshake';
    }

    const refused = (reason: string) =>
      `rpc error: code = DeadlineExceeded desc = latest balancer error: connection error: desc = "transport: authentication handshake failed: tls: failed to verify certificate: x509: ${reason}"`;

    test('that has expired', async () => {
      const pki = await createPki();
      const notAfter = new Date(Math.floor((Date.now() - hour) / 1000) * 1000);
      const error = await problem(await pki.server({ notBefore: new Date(notAfter.getTime() - hour), notAfter }), pki.ca);
      const now = /current time (\S+)/.exec(error)?.[1];
      const until = notAfter.toISOString().replace('.000Z', 'Z');
      expect(error).toBe(refused(`certificate has expired or is not yet valid: current time ${now} is after ${until}`));
    });

    test('signed over SHA-1', async () => {
      const pki = await createPki();
      const hint = 'x509: cannot verify signature: insecure algorithm ECDSA-SHA1';
      expect(await problem(await pki.server({ hash: 'SHA-1' }), pki.ca)).toBe(
        refused(
          `certificate signed by unknown authority (possibly because of \\"${hint}\\" while trying to verify candidate authority certificate \\"etcd-ca\\")`,
        ),
      );
    });
  });
});
