import { closeSync, openSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { FileOutput } from '../../src/host/file-output.js';
import { makeNodeHost } from '../../src/host/node-host.js';

test.each([
  ['', 'exec: no command'],
  ['no-such-program', 'exec: "no-such-program": executable file not found in $PATH'],
  ['/no/such/program', 'fork/exec /no/such/program: no such file or directory'],
  ['/', 'fork/exec /: permission denied'],
])('a program that does not start: %j', async (command, message) => {
  const spawned = makeNodeHost('etcdctl').spawn(command, [], {});
  await expect(spawned).rejects.toMatchObject({ name: 'SpawnError', message });
});

test.each([
  ['a file', fileURLToPath(import.meta.url), false],
  ['the device that swallows output', '/dev/null', false],
  ['another device of characters', '/dev/zero', true],
])("%s: Node's stream is asked only where a terminal may be", (_, path, isAsked) => {
  const fd = openSync(path, 'r');
  onTestFinished(() => closeSync(fd));
  let asked = 0;
  const output = new FileOutput(fd, () => {
    asked++;
    return { isTTY: true };
  });
  expect([output.isTTY, output.isTTY, asked]).toEqual([isAsked, isAsked, isAsked ? 1 : 0]);
});

test('no terminal where the stream is closed', () => {
  expect(new FileOutput(2 ** 20, () => expect.unreachable()).isTTY).toBe(false);
});
