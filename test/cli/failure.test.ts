import { describe, expect, test } from 'vitest';
import { CliError, SilentExit, UsageError } from '../../src/command/errors.js';
import type { CommandRoot, CommandSpec } from '../../src/command/spec.js';
import { Code, StatusError } from '../../src/grpc/status.js';
import { Interrupted } from '../../src/host/host.js';
import { runCommand } from '../support/host.js';

const failing = (run: NonNullable<CommandSpec['run']>): CommandRoot => ({
  summary: '',
  commands: [{ name: 'fail', summary: '', load: async () => ({ run }) }],
});

const throwing = (error: unknown) => failing(() => Promise.reject(error));

const systemError = (code: string, syscall: string, path?: string) => Object.assign(new Error('as Node tells it'), { code, syscall, path });

describe('failures', () => {
  test.each<[unknown, string, number]>([
    [new CliError('plain'), 'Error: plain\n', 1],
    [new CliError('bad arguments', 128), 'Error: bad arguments\n', 128],
    [new SilentExit(7), '', 7],
    [new Interrupted(), '', 255],
    [new UsageError('wrong'), 'Error: wrong\nUsage:\n  etcdctl fail [flags]\n\nFlags:\n  -h, --help   help for fail\n\n', 1],
    [new StatusError(Code.PermissionDenied, 'etcdserver: permission denied'), 'Error: etcdserver: permission denied\n', 1],
    [new StatusError(Code.DeadlineExceeded, 'latest balancer error: refused', undefined, true), 'Error: context deadline exceeded\n', 1],
    [new StatusError(Code.DeadlineExceeded, 'too late'), 'Error: rpc error: code = DeadlineExceeded desc = too late\n', 1],
    [new StatusError(Code.Canceled, 'context canceled', undefined, true), 'Error: context canceled\n', 1],
    [
      new StatusError(Code.Canceled, 'etcdserver: watch canceled'),
      'Error: rpc error: code = Canceled desc = etcdserver: watch canceled\n',
      1,
    ],
    [new StatusError(Code.Unimplemented, 'unknown service'), 'Error: rpc error: code = Unimplemented desc = unknown service\n', 1],
    [systemError('ENOENT', 'open', '/x'), 'Error: open /x: no such file or directory\n', 1],
    [new TypeError('x is not a function'), 'Error: unexpected failure: x is not a function\n', 1],
    ['thrown text', 'Error: unexpected failure: thrown text\n', 1],
  ])('%s', async (error, err, code) => {
    expect(await runCommand(['fail'], { root: throwing(error) })).toMatchObject({ out: '', err, code });
  });

  test('nobody reads the output', async () => {
    const onWrite = () => {
      throw systemError('EPIPE', 'write');
    };
    const root = failing(({ host }) => host.stdout.write('x'));
    expect(await runCommand(['fail'], { root, onWrite })).toMatchObject({ out: '', err: '', code: 141 });
  });

  test('nobody reads the errors', async () => {
    const onWrite = () => {
      throw systemError('EPIPE', 'write');
    };
    expect(await runCommand(['fail'], { root: throwing(new CliError('lost', 128)), onWrite })).toMatchObject({ err: '', code: 128 });
  });
});

test('deadlines are those of --command-timeout', async () => {
  let deadline = 0;
  const root = failing(async (context) => {
    deadline = context.deadline();
  });
  const { host } = await runCommand(['fail', '--command-timeout', '1m'], { root });
  expect(deadline).toBe(host.clock.now() + 60_000);
});
