import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { runProgram, startProgram } from '../support/process.js';
import { builtProgram, programs } from '../support/programs.js';

describe.each(programs)('$name', (program) => {
  test('a pipe that nobody reads ends it as SIGPIPE would, without a word', async () => {
    const { child, finished } = startProgram(builtProgram(program), ['version']);
    child.stdout?.destroy();
    expect(await finished).toEqual({ out: '', err: '', code: 141 });
  });

  test('a link named etcdctl is etcdctl', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'etcdctl-ts-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const link = join(folder, 'etcdctl');
    await symlink(builtProgram(program), link);
    expect((await runProgram(link, ['bogus'])).err).toBe(
      'Error: unknown command "bogus" for "etcdctl"\nRun \'etcdctl --help\' for usage.\n',
    );
  });

  test('arguments that are no UTF-8 arrive', async () => {
    const { err } = await runProgram('/bin/sh', ['-c', '"$0" "$(printf "a\\\\377é")"', builtProgram(program)]);
    expect(err).toContain('Error: unknown command "a\\xffé" for "etcdctl-ts"\n');
  });

  test('an open stdin does not keep it alive', async () => {
    const args = ['--user', 'root', '--endpoints', '127.0.0.1:1', '--dial-timeout', '50ms', 'get', 'k'];
    const { child, finished } = startProgram(builtProgram(program), args);
    child.stdin?.write('password\n');
    expect(await finished).toMatchObject({ out: 'Password: \n', code: 2 });
  });
});
