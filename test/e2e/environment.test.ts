import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { ownDirectory } from '../support/directory.js';
import { type Cluster, startEtcd } from '../support/etcd.js';
import { runProgram } from '../support/process.js';
import { builtProgram, programs } from '../support/programs.js';

const directory = ownDirectory();
let cluster: Cluster;
let env: Readonly<Record<string, string>>;

beforeAll(async () => {
  cluster = await startEtcd({ tls: 'server' });
  env = cluster.env;
  const [program] = programs;
  if (program === undefined) throw new Error('no program');
  expect((await runProgram(builtProgram(program), ['put', 'k', 'v'], { env })).code).toBe(0);
});

const answer = { out: 'k\nv\n', err: '', code: 0 };

describe.each(programs)('the $name program', (program) => {
  const run = (more: Readonly<Record<string, string>> = {}, cwd?: string) =>
    runProgram(builtProgram(program), ['get', 'k'], { env: { ...env, ...more }, ...(cwd === undefined ? {} : { cwd }), timeout: 20_000 });

  test('works in a folder that is deleted', async () => {
    const folder = await mkdtemp(join(directory, 'deleted-'));
    const script = `cd ${folder} && rmdir ${folder} && exec ${builtProgram(program)} get k`;
    expect(await runProgram('/bin/sh', ['-c', script], { env, timeout: 20_000 })).toEqual(answer);
  });

  test('takes no settings from files in its folder', async () => {
    const folder = await mkdtemp(join(directory, 'folder-'));
    await writeFile(join(folder, '.env'), 'ETCDCTL_WRITE_OUT=json\n');
    await writeFile(join(folder, 'bunfig.toml'), 'preload = ["./nothing.ts"]\n');
    for (const name of ['package.json', 'tsconfig.json', '.npmrc']) await writeFile(join(folder, name), '{ broken');
    expect(await run({}, folder)).toEqual(answer);
  });

  test('is not confused by folders that have the names of such files', async () => {
    const folder = await mkdtemp(join(directory, 'folder-'));
    for (const name of ['package.json', 'bunfig.toml', 'node_modules', '.env']) await mkdir(join(folder, name));
    expect(await run({}, folder)).toEqual(answer);
  });

  test('trusts the authorities of --cacert and the system alone, whatever Node would add', async () => {
    const { ETCDCTL_CACERT: ca = '', ...without } = env;
    expect(
      await runProgram(builtProgram(program), ['get', 'k', '--command-timeout=2s'], { env: { ...without, NODE_EXTRA_CA_CERTS: ca } }),
    ).toEqual({
      out: '',
      err: expect.stringContaining('certificate signed by unknown authority'),
      code: 1,
    });
  });

  test('checks certificates although NODE_TLS_REJECT_UNAUTHORIZED says not to', async () => {
    const { ETCDCTL_CACERT: _, ...without } = env;
    const result = await runProgram(builtProgram(program), ['get', 'k', '--command-timeout=2s'], {
      env: { ...without, NODE_TLS_REJECT_UNAUTHORIZED: '0' },
    });
    expect([result.out, result.code]).toEqual(['', 1]);
    expect(result.err).toContain('certificate signed by unknown authority');
  });
});

describe('the executable', () => {
  const [, program] = programs;
  const run = async (variables: Readonly<Record<string, string>>) => {
    if (program === undefined) throw new Error('no program');
    return runProgram(builtProgram(program), ['get', 'k'], { env: { ...env, ...variables }, timeout: 20_000 });
  };
  const written = join(directory, 'written');

  test.each([
    { BUN_OPTIONS: '--version' },
    { BUN_OPTIONS: '--preload /nothing.js' },
    { BUN_OPTIONS: '--cwd /nothing' },
    { BUN_OPTIONS: '--print 1+1' },
    { BUN_BE_BUN: '1' },
    { BUN_INSPECT: 'ws://127.0.0.1:1/x?wait=1' },
    { BUN_INSPECT_PRELOAD: '/nothing.js' },
    { BUN_BYTECODE_ORDER_OUT: written },
    { NODE_OPTIONS: '--require /nothing.js' },
    { NODE_OPTIONS: '--nothing' },
  ])('does not obey %o', async (variables) => {
    expect(await run(variables)).toEqual(answer);
    // Whoever wrote there would have made it.
    await expect(rm(written)).rejects.toThrow('ENOENT');
  });
});
