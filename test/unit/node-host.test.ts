import { expect, test } from 'vitest';
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
