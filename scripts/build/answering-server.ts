import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createSecureServer, type ServerHttp2Session } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RangeResponse } from '../../src/proto/etcdserverpb/rpc.js';
import { createPki } from '../pki.js';

/**
 * Runs `work` with the arguments of a `get` that is answered with one key, over TLS: what a build runs once to learn which code a start
 * needs. No etcd is needed to build.
 */
export async function withAnsweringServer<T>(work: (args: readonly string[]) => Promise<T>): Promise<T> {
  const pki = await createPki();
  const server = createSecureServer(await pki.server());
  const sessions = new Set<ServerHttp2Session>();
  server.on('session', (session) => sessions.add(session));
  server.on('stream', (stream) => {
    stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
    stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
    stream.resume().on('end', () => stream.end(frame(answer())));
    stream.on('error', () => undefined);
  });
  const directory = await mkdtemp(join(tmpdir(), 'etcdctl-ts-build-'));
  try {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const ca = join(directory, 'ca.crt');
    await writeFile(ca, pki.ca);
    return await work([`--endpoints=https://127.0.0.1:${port}`, `--cacert=${ca}`, 'get', 'foo']);
  } finally {
    for (const session of sessions) session.destroy();
    server.close();
    await rm(directory, { recursive: true });
  }
}

function answer(): Uint8Array {
  const kv = { key: Buffer.from('foo'), value: Buffer.from('bar'), create_revision: '2', mod_revision: '2', version: '1' };
  return RangeResponse.encode(RangeResponse.fromPartial({ header: { revision: '2' }, kvs: [kv], count: '1' })).finish();
}

/** gRPC's prefix: not compressed, and the length. */
function frame(message: Uint8Array): Buffer {
  const prefix = Buffer.alloc(5);
  prefix.writeUInt32BE(message.length, 1);
  return Buffer.concat([prefix, message]);
}
