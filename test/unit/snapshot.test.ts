import { createHash } from 'node:crypto';
import files, { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { saveSnapshot } from '../../src/commands/snapshot/snapshot-file.js';
import { makeLogger } from '../../src/connect/log.js';
import type { Client } from '../../src/etcd/client.js';
import type { MessageStream } from '../../src/grpc/call.js';
import { Code, StatusError } from '../../src/grpc/status.js';
import { SnapshotResponse } from '../../src/proto/etcdserverpb/rpc.js';
import { TestHost, type World } from '../support/host.js';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'snapshot-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const database = Buffer.alloc(1024, 'etcd');
const digest = createHash('sha256').update(database).digest();
const peer = { address: 'a:1', local: 'b:2', secure: false };

/** A member that streams these blobs, and fails after them if told so. */
function member(blobs: readonly Buffer[], failure?: Error, world: World = {}): { client: Client; host: TestHost } {
  const host = new TestHost({ files, ...world });
  const stream: MessageStream = {
    write: async () => {},
    end() {},
    cancel() {},
    peer,
    pieces: () => expect.unreachable(),
    async *[Symbol.asyncIterator]() {
      for (const blob of blobs) yield SnapshotResponse.encode(SnapshotResponse.fromPartial({ blob, version: '3.6.0' })).finish();
      if (failure !== undefined) throw failure;
    },
  };
  const client = { options: { endpoints: ['a:1'], logger: makeLogger(host, 'client') }, openStream: async () => stream };
  return { client: client as unknown as Client, host };
}

const save = ({ client, host }: ReturnType<typeof member>, name = 'db') => saveSnapshot(client, host, join(directory, name));
const refusal = (message: string) => expect.objectContaining({ message, exitCode: 5 });

test.each([1, 31, 32, 33, 500, 2000])('a whole database in blobs of %d bytes', async (size) => {
  const all = Buffer.concat([database, digest]);
  const blobs = Array.from({ length: Math.ceil(all.length / size) }, (_, i) => all.subarray(i * size, (i + 1) * size));
  const { client, host } = member(blobs);
  expect(await save({ client, host })).toBe('3.6.0');
  expect(await readFile(join(directory, 'db'))).toEqual(all);
  expect((await stat(join(directory, 'db'))).mode & 0o777).toBe(0o600);
  expect(await readdir(directory)).toEqual(['db']);
  const lines = host.stderr.text.trim().split('\n');
  expect(lines.map((line) => [JSON.parse(line).logger, JSON.parse(line).msg])).toEqual([
    [undefined, 'created temporary db file'],
    ['client', 'opened snapshot stream; downloading'],
    [undefined, 'fetching snapshot'],
    ['client', 'completed snapshot read; closing'],
    [undefined, 'fetched snapshot'],
    [undefined, 'saved'],
  ]);
});

test('a part that somebody else writes to is left alone, and the file is whole', async () => {
  await files.writeFile(join(directory, 'db.part'), 'theirs');
  const { client, host } = member([database, digest]);
  await save({ client, host });
  expect(await readFile(join(directory, 'db'))).toEqual(Buffer.concat([database, digest]));
  expect(await readFile(join(directory, 'db.part'), 'utf8')).toBe('theirs');
  expect((await readdir(directory)).sort()).toEqual(['db', 'db.part']);
  expect(JSON.parse(host.stderr.text.split('\n')[0] ?? '').path).toMatch(/db\.part\.[0-9a-f]{12}$/);
});

test('a link to a file is replaced, the file stays', async () => {
  await files.writeFile(join(directory, 'file'), 'theirs');
  await files.symlink('file', join(directory, 'db'));
  await save(member([database, digest]));
  expect((await files.lstat(join(directory, 'db'))).isFile()).toBe(true);
  expect(await readFile(join(directory, 'file'), 'utf8')).toBe('theirs');
});

describe('nothing is left behind by', () => {
  afterEach(async () => expect((await readdir(directory)).filter((name) => name !== 'taken')).toEqual([]));

  test('a digest that is not there', async () => {
    await expect(save(member([database]))).rejects.toThrow(refusal('sha256 checksum not found [bytes: 1024]'));
  });

  test('a database that was changed on its way', async () => {
    const changed = Buffer.from(database);
    changed[7] = 0;
    const { client, host } = member([changed, digest]);
    await expect(save({ client, host })).rejects.toThrow(
      refusal(`sha256 of the snapshot is ${createHash('sha256').update(changed).digest('hex')}, the server sent ${digest.toString('hex')}`),
    );
    expect(host.stderr.text).not.toContain('"fetched snapshot"');
  });

  test('an empty stream', async () => {
    await expect(save(member([]))).rejects.toThrow(refusal('sha256 checksum not found [bytes: 0]'));
  });

  test('a stream that breaks', async () => {
    const { client, host } = member([database], new StatusError(Code.Unavailable, 'error reading from server: EOF', peer));
    await expect(save({ client, host })).rejects.toThrow(
      refusal('could not write snapshot: rpc error: code = Unavailable desc = error reading from server: EOF'),
    );
    expect(host.stderr.text).toContain('"msg":"failed to receive from snapshot stream; closing"');
  });

  test('a refusal, told in the form of gRPC', async () => {
    const { client, host } = member([], new StatusError(Code.PermissionDenied, 'etcdserver: permission denied', peer));
    await expect(save({ client, host })).rejects.toThrow(
      refusal('rpc error: code = PermissionDenied desc = etcdserver: permission denied'),
    );
  });

  test('an interrupt, which is no failure to log', async () => {
    const { client, host } = member([], new StatusError(Code.Canceled, 'context canceled'));
    await expect(saveSnapshot(client, host, join(directory, 'db'), { signal: AbortSignal.abort() })).rejects.toThrow('context canceled');
    expect(host.stderr.text).not.toContain('context canceled');
  });

  test('a full disk', async () => {
    const open: typeof files.open = async (...args) => {
      const handle = await files.open(...args);
      handle.writeFile = () => Promise.reject(Object.assign(new Error('ENOSPC'), { code: 'ENOSPC', syscall: 'write' }));
      return handle;
    };
    const { client, host } = member([database, digest], undefined, { files: { ...files, open } });
    await expect(save({ client, host })).rejects.toThrow(
      refusal(`could not write snapshot: write ${join(directory, 'db.part')}: no space left on device`),
    );
  });

  test('a directory that is in the way', async () => {
    await files.mkdir(join(directory, 'taken'));
    const file = join(directory, 'taken');
    await expect(save(member([database, digest]), 'taken')).rejects.toThrow(
      refusal(`could not rename ${file}.part to ${file} (rename ${file}.part ${file}: file exists)`),
    );
  });

  test.each([
    ['a FIFO', { isFIFO: () => true }],
    ['a socket', { isSocket: () => true }],
    ['a character device', { isCharacterDevice: () => true }],
    ['a block device', { isBlockDevice: () => true }],
  ])('a place that is %s', async (kind, is) => {
    const no = () => false;
    const stats = { isFile: no, isDirectory: no, isFIFO: no, isSocket: no, isCharacterDevice: no, isBlockDevice: no, ...is };
    const { client, host } = member([database, digest], undefined, {
      files: { ...files, stat: (async () => stats) as unknown as typeof files.stat, open: () => expect.unreachable() },
    });
    const file = join(directory, 'place');
    await expect(saveSnapshot(client, host, file)).rejects.toThrow(refusal(`could not save to ${file}: it is ${kind}, not a regular file`));
  });

  test.each(['/proc/self/fd/1', '../../../../../../../../../dev/fd/1'])('a link to %s, whatever that is', async (target) => {
    const { client, host } = member([database, digest], undefined, { files: { ...files, readlink: (async () => target) as never } });
    const file = join(directory, 'stdout');
    await expect(saveSnapshot(client, host, file)).rejects.toThrow(
      refusal(`could not save to ${file}: it is a link to ${target}, not a regular file`),
    );
  });

  test('no name at all', async () => {
    const rename = () => Promise.reject(Object.assign(new Error('ENOENT'), { code: 'ENOENT', syscall: 'rename', path: '.part' }));
    const { client, host } = member([database, digest], undefined, {
      files: { ...files, rename, open: () => files.open(join(directory, 'x'), 'w') },
    });
    await expect(saveSnapshot(client, host, '')).rejects.toThrow(
      refusal('could not rename .part to  (rename .part : no such file or directory)'),
    );
    await files.rm(join(directory, 'x'));
  });

  test('a directory that is not there', async () => {
    const part = join(directory, 'no', 'db.part');
    await expect(save(member([database, digest]), 'no/db')).rejects.toThrow(
      refusal(`could not open ${part} (open ${part}: no such file or directory)`),
    );
  });
});
