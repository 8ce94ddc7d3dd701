import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, constants, existsSync, openSync, writeSync } from 'node:fs';
import { lstat, readdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { ownDirectory } from '../support/directory.js';
import { runProgram, until } from '../support/process.js';
import { builtProgram, programs } from '../support/programs.js';
import { withoutLog } from '../support/real-world.js';

const directory = ownDirectory();
const fifo = join(directory, 'fifo');
execFileSync('mkfifo', [fifo]);
await symlink('fifo', join(directory, 'link'));

describe.each(programs)('the $name program', (program) => {
  test.each([
    ['status', fifo],
    ['hashkv', fifo],
    ['status', join(directory, 'link')],
    ['restore', fifo],
    ['restore', join(directory, 'link')],
  ])('refuses to read for snapshot %s what waits for a writer: %s', async (command, path) => {
    const dataDir = join(directory, 'data');
    const words = ['snapshot', command, path, ...(command === 'restore' ? [`--data-dir=${dataDir}`, '--skip-hash-check'] : [])];
    expect(await runProgram(builtProgram(program), words, { timeout: 20_000 })).toEqual({
      out: '',
      err: `Error: read ${path}: is a FIFO, not a regular file\n`,
      code: 1,
    });
    expect(existsSync(dataDir)).toBe(false);
  });

  test.each(['fifo', 'link'])('saves no snapshot in the place of a FIFO: %s', async (name) => {
    const path = join(directory, name);
    const result = await runProgram(builtProgram(program), ['snapshot', 'save', path, '--endpoints=127.0.0.1:1'], { timeout: 20_000 });
    expect({ ...result, err: withoutLog(result.err) }).toEqual({
      out: '',
      err: `Error: could not save to ${path}: it is a FIFO, not a regular file\n`,
      code: 5,
    });
    expect((await lstat(fifo)).isFIFO()).toBe(true);
    expect((await readdir(directory)).sort()).toEqual(['fifo', 'link']);
  });

  test('ends by a second signal whatever it hangs on, as on a log that nobody reads', async () => {
    const hold = openSync(fifo, constants.O_RDWR | constants.O_NONBLOCK);
    const full = openSync(fifo, constants.O_WRONLY);
    onTestFinished(() => [hold, full].forEach(closeSync));
    const block = Buffer.alloc(4096);
    expect(() => {
      for (;;) writeSync(hold, block);
    }).toThrow('EAGAIN');
    const words = ['snapshot', 'save', join(directory, 'saved'), '--endpoints=127.0.0.1:1'];
    const child = spawn(builtProgram(program), words, { stdio: ['ignore', 'ignore', full] });
    onTestFinished(() => void child.kill('SIGKILL'));
    const ended = once(child, 'exit');
    // The part is there when signals are listened to.
    await until(() => existsSync(join(directory, 'saved.part')), 'the begin of the download');
    await until(() => child.signalCode !== null || !child.kill('SIGTERM'), 'the end');
    expect(await ended).toEqual([null, 'SIGTERM']);
    execFileSync('rm', [join(directory, 'saved.part')]);
  });
});
