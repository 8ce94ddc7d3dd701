import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { ownDirectory } from '../support/directory.js';
import { type Cluster, describeEtcds, startEtcd } from '../support/etcd.js';
import { runForReal, withoutLog } from '../support/real-world.js';
import { findPlaces, restoreFlags, startRestored } from '../support/restored.js';

const directory = ownDirectory();
let folders = 0;
const newPath = (name: string) => join(directory, `${name}-${folders++}`);

const run = (words: readonly string[], env: Readonly<Record<string, string>> = {}) => runForReal(words, { env, program: 'etcdctl-ts' });

async function succeed(words: readonly string[], env?: Readonly<Record<string, string>>): Promise<string> {
  const { out, err, code } = await run(words, env);
  expect([withoutLog(err), code]).toEqual(['', 0]);
  return out;
}

const json = async (words: readonly string[], env?: Readonly<Record<string, string>>) =>
  JSON.parse(await succeed([...words, '-w', 'json'], env));

/** Values of several pages, deletions, keys that came back, a lease, a compaction amid it all. */
async function fill({ env }: Cluster): Promise<void> {
  for (let i = 0; i < 30; i++) await succeed(['put', `k${i % 20}`, 'v'.repeat(i * i * 20)], env);
  await succeed(['del', 'k3'], env);
  await succeed(['put', 'k3', 'back'], env);
  await succeed(['del', 'k7'], env);
  const [, lease = ''] = /lease (\w+) /.exec(await succeed(['lease', 'grant', '10000'], env)) ?? [];
  await succeed(['put', 'leased', 'v', `--lease=${lease}`], env);
  await succeed(['compaction', '25', '--physical'], env);
  await succeed(['del', 'k10', '--prefix'], env);
}

async function hashOf(env: Readonly<Record<string, string>>, ...flags: string[]) {
  const answers = await json(['endpoint', 'hashkv', ...flags], env);
  return answers.map(({ HashKV }: { HashKV: { hash: number; compact_revision: number } }) => [HashKV.hash, HashKV.compact_revision]);
}

/** Nothing where it is no file. */
const digestOf = (path: string) =>
  readFile(path).then(
    (bytes) => createHash('sha256').update(bytes).digest('hex'),
    () => undefined,
  );

const everything = async (env: Readonly<Record<string, string>>) => (await json(['get', '', '--prefix'], env)).kvs;

describeEtcds('a snapshot of etcd $minor', (etcd) => {
  const file = newPath('snapshot');
  let cluster: Cluster;
  let before: { readonly kvs: unknown; readonly hash: unknown; readonly revision: number };

  beforeAll(async () => {
    cluster = await startEtcd({ etcd, auth: { password: 'secret' } });
    await fill(cluster);
    await succeed(['snapshot', 'save', file], cluster.env);
    const { header, kvs } = await json(['get', '', '--prefix'], cluster.env);
    before = { kvs, hash: await hashOf(cluster.env), revision: header.revision };
  });

  test('has the hash that the server tells, at the newest revision and at others', async () => {
    const { hash, hashRevision, compactRevision } = await json(['snapshot', 'hashkv', file]);
    expect([[hash, compactRevision]]).toEqual(before.hash);
    expect(hashRevision).toBe(before.revision);
    // Not the compacted one itself: versions differ there.
    for (const revision of [26, 30, before.revision - 1]) {
      const older = await json(['snapshot', 'hashkv', file, `--rev=${revision}`]);
      expect([[older.hash, older.compactRevision]]).toEqual(await hashOf(cluster.env, `--rev=${revision}`));
    }
    expect(await run(['snapshot', 'hashkv', file, '--rev=24'])).toMatchObject({
      code: 1,
      err: 'Error: mvcc: required revision has been compacted\n',
    });
    expect(await run(['snapshot', 'hashkv', file, '--rev=9999'])).toMatchObject({
      code: 1,
      err: 'Error: mvcc: required revision is a future revision\n',
    });
  });

  test('has the revision, the keys and the size that the server has', async () => {
    const status = await json(['snapshot', 'status', file]);
    expect(status).toMatchObject({ revision: before.revision, totalKey: (before.kvs as unknown[]).length });
    expect(status.totalSize).toBe((await readFile(file)).length - 32);
  });

  test.each([1, 3])('restored for %i, serves the same keys, revisions and users', async (count) => {
    const home = newPath('cluster');
    await mkdir(home);
    const places = await findPlaces(home, count);
    const digest = createHash('sha256')
      .update(await readFile(file))
      .digest('hex');
    for (const place of places) expect(await succeed(['snapshot', 'restore', file, ...restoreFlags(place, places)])).toBe('');
    expect(
      createHash('sha256')
        .update(await readFile(file))
        .digest('hex'),
    ).toBe(digest);

    const members = await startRestored(etcd, places);
    const endpoints = members.map(({ endpoint }) => endpoint).join();
    const env = { ETCDCTL_ENDPOINTS: endpoints, ETCDCTL_USER: 'root:secret' };
    expect(await everything(env)).toEqual(before.kvs);
    expect(await hashOf(env)).toEqual(members.map(() => (before.hash as unknown[])[0]));
    expect((await json(['put', 'new', 'v'], env)).header.revision).toBe(before.revision + 1);
    expect((await json(['member', 'list'], env)).members.map(({ name }: { name: string }) => name).sort()).toEqual(
      places.map(({ name }) => name),
    );
    expect((await json(['lease', 'list'], env)).leases).toHaveLength(1);
    await Promise.all(members.map((member) => member.restart()));
    expect(await everything(env)).toHaveLength((before.kvs as unknown[]).length + 1);
    await Promise.all(members.map((member) => member.kill()));
  });

  test('restored with a raised revision, has it as the compacted one', async () => {
    const places = await findPlaces(directory, 1);
    const [place] = places;
    if (place === undefined) throw new Error('no place');
    const dataDir = newPath('bumped');
    const at = [{ ...place, dataDir }];
    await succeed([
      'snapshot',
      'restore',
      file,
      ...restoreFlags({ ...place, dataDir }, places),
      '--bump-revision=1000000',
      '--mark-compacted',
    ]);
    const [member] = await startRestored(etcd, at);
    const env = { ETCDCTL_ENDPOINTS: place.clientUrl, ETCDCTL_USER: 'root:secret' };
    expect(await everything(env)).toEqual(before.kvs);
    expect((await json(['put', 'new', 'v'], env)).header.revision).toBe(before.revision + 1_000_001);
    expect(await run(['get', 'k0', `--rev=${before.revision}`], env)).toMatchObject({
      code: 1,
      err: expect.stringContaining('mvcc: required revision has been compacted'),
    });
    await member?.kill();
  });
});

describe('a file that is no snapshot', () => {
  const files = newPath('files');
  const file = (name: string) => join(files, name);

  beforeAll(async () => {
    await mkdir(files);
    const cluster = await startEtcd();
    await fill(cluster);
    await succeed(['snapshot', 'save', file('whole')], cluster.env);
    const member = join(cluster.directory, cluster.members[0]?.name ?? '', 'member');
    await cluster.members[0]?.kill('SIGTERM');
    await copyFile(join(member, 'snap', 'db'), file('database'));
    const [wal = ''] = await readdir(join(member, 'wal'));
    await copyFile(join(member, 'wal', wal), file('wal'));
    await cluster.stop();

    const whole = await readFile(file('whole'));
    await writeFile(file('cut'), whole.subarray(0, whole.length - 4096));
    await writeFile(file('cut-deep'), whole.subarray(0, 5000));
    // Within a value, where nothing but the digest can tell.
    const flipped = Buffer.from(whole);
    const at = whole.indexOf('vvvvvvvvvvvvvvvv');
    flipped.writeUInt8(flipped.readUInt8(at) ^ 1, at);
    await writeFile(file('flipped'), flipped);
    // All metas name a root that is not there any more.
    await writeFile(file('torn'), Buffer.concat([whole.subarray(0, 8192), Buffer.alloc(whole.length - 8192 - 32)]));
    await writeFile(file('text'), 'no database at all\n'.repeat(1000));
    await writeFile(file('empty'), '');
    await mkdir(file('directory'));
  });

  const noHash = /^Error: snapshot missing hash but --skip-hash-check=false\n$/;
  const wrongHash = /^Error: expected sha256 \[[\d ]+\], got \[[\d ]+\]\n$/;
  const invalid = /^Error: invalid database\n$/;

  test.each([
    ['cut', wrongHash, /^Error: the file is cut short: \d+ bytes of \d+\n$/],
    ['cut-deep', noHash, /^Error: file size too small 5000\n$/],
    ['torn', noHash, /^Error: (snapshot file integrity check failed. 1 errors found.\n)?page \d+: says it is page 0\n$/],
    ['text', noHash, invalid],
    ['empty', noHash, invalid],
    ['wal', noHash, invalid],
    ['directory', /^Error: read .*: is a directory\n$/, /^Error: (invalid database|read .*: is a directory)\n$/],
    ['missing', /^Error: open .*: no such file or directory\n$/, /^Error: (stat|open) .*: no such file or directory\n$/],
  ])('%s is refused', async (name, refusal, damage) => {
    const path = file(name);
    const before = await digestOf(path);
    const dataDir = newPath('data');
    const restore = ['snapshot', 'restore', path, `--data-dir=${dataDir}`];
    expect(await run(restore)).toMatchObject({ code: 1, out: '', err: expect.stringMatching(refusal) });
    for (const words of [
      [...restore, '--skip-hash-check'],
      ['snapshot', 'status', path],
      ['snapshot', 'hashkv', path],
    ]) {
      expect(await run(words)).toMatchObject({ code: 1, out: '', err: expect.stringMatching(damage) });
    }
    expect(existsSync(dataDir)).toBe(false);
    expect(await digestOf(path)).toBe(before);
  });

  test.each([
    ['flipped', wrongHash],
    ['database', noHash],
  ])('%s is refused, but for --skip-hash-check', async (name, refusal) => {
    const path = file(name);
    const before = await digestOf(path);
    const dataDir = newPath('skipped');
    const restore = ['snapshot', 'restore', path, `--data-dir=${dataDir}`];
    expect(await run(restore)).toMatchObject({ code: 1, out: '', err: expect.stringMatching(refusal) });
    expect(existsSync(dataDir)).toBe(false);
    await succeed([...restore, '--skip-hash-check']);
    expect(await digestOf(path)).toBe(before);
  });

  test('wrong places and arguments are refused, and nothing there is touched', async () => {
    const whole = file('whole');
    const taken = newPath('taken');
    await mkdir(taken);
    await writeFile(join(taken, 'mine'), 'x');
    const expectRefusal = async (words: readonly string[], message: string, code = 1) =>
      expect(await run(['snapshot', ...words])).toMatchObject({ code, out: '', err: expect.stringContaining(`Error: ${message}\n`) });
    await expectRefusal(['restore', whole, `--data-dir=${taken}`], `data-dir "${taken}" not empty or could not be read`);
    await expectRefusal(['restore', whole, `--data-dir=${newPath('data')}`, `--wal-dir=${taken}`], `wal-dir "${taken}" exists`);
    await expectRefusal(
      ['restore', whole, `--data-dir=${join(taken, 'mine', 'x')}`],
      `mkdir ${join(taken, 'mine', 'x', 'member.restoring', 'snap')}: not a directory`,
    );
    await expectRefusal(['restore'], 'snapshot restore requires exactly one argument', 128);
    await expectRefusal(['status', 'a', 'b'], 'snapshot status requires exactly one argument', 128);
    await expectRefusal(['hashkv'], 'accepts 1 arg(s), received 0');
    await expectRefusal(['restore', whole, '--bump-revision=1'], '--mark-compacted required if --revision-bump > 0', 128);
    await expectRefusal(['restore', whole, '--mark-compacted'], '--mark-compacted required if --revision-bump > 0', 128);
    const huge = ['restore', whole, `--data-dir=${newPath('data')}`, '--mark-compacted', `--bump-revision=${2n ** 63n}`];
    expect((await run(['snapshot', ...huge])).err).toContain('--bump-revision 9223372036854775808 is too large');
    expect(await readdir(taken)).toEqual(['mine']);
    expect((await readdir(directory)).filter((name) => name.startsWith('data'))).toEqual([]);
  });

  test('an empty directory is filled, a log outside it too, and an interrupt leaves both as they were', async () => {
    const whole = file('whole');
    const dataDir = newPath('there');
    const walDir = newPath('log');
    await mkdir(dataDir);
    const words = ['snapshot', 'restore', whole, `--data-dir=${dataDir}`, `--wal-dir=${walDir}`];
    const interrupted = await runForReal(words, {
      program: 'etcdctl-ts',
      onHost: (host) =>
        queueMicrotask(function signal() {
          if (!host.signal('SIGINT')) setImmediate(signal);
        }),
    });
    expect([interrupted.err, interrupted.code]).toEqual(['', 130]);
    expect([await readdir(dataDir), existsSync(walDir), existsSync(`${walDir}.restoring`)]).toEqual([[], false, false]);
    await succeed(words);
    expect([await readdir(dataDir), await readdir(join(dataDir, 'member')), await readdir(walDir)]).toEqual([
      ['member'],
      ['snap'],
      ['0000000000000000-0000000000000000.wal'],
    ]);
  });
});
