import { describe, expect, onTestFinished, test } from 'vitest';
import { startProgram, until } from '../support/process.js';
import { builtProgram, programs } from '../support/programs.js';
import { RawServer } from '../support/raw-server.js';

const canceled = { out: '', err: 'Error: context canceled\n', code: 1 };

const commands = [
  ['lock', ['lock', 'name'], canceled],
  ['elect, by a part of its name', ['el', 'name', 'me'], canceled],
  ['elect, for who listens', ['elect', '-l', 'name'], { out: '', err: '', code: 0 }],
] as const;

/** A server that takes connections and says nothing more. */
async function startServer(): Promise<RawServer> {
  const server = await RawServer.listen({ onConnect: () => undefined });
  onTestFinished(() => server.close());
  return server;
}

describe.each(programs)('a signal while there is no session yet, $name', (program) => {
  test.each(commands)('%s: as soon as it connects', async (_, words, expected) => {
    const server = await startServer();
    const { child, finished } = startProgram(builtProgram(program), [...words, '--endpoints', server.endpoint]);
    await until(() => server.connections.length > 0, 'it connects');
    child.kill('SIGINT');
    expect(await finished).toEqual(expected);
  });

  test('while it logs in, which has no bound', async () => {
    const server = await startServer();
    const login = ['--user', 'a:b', '--dial-timeout', '0', '--endpoints', server.endpoint];
    const { child, finished } = startProgram(builtProgram(program), ['lock', 'name', ...login]);
    await until(() => server.connections.length > 0, 'it connects');
    child.kill('SIGTERM');
    expect(await finished).toEqual(canceled);
  });

  test('while it asks for a password', async () => {
    const { child, out, finished } = startProgram(builtProgram(program), ['lock', 'name', '--user', 'a']);
    await until(() => out() === 'Password: ', 'the prompt');
    child.kill('SIGINT');
    expect(await finished).toEqual({ ...canceled, out: 'Password: ' });
  });

  // Before the program itself runs a signal ends the process, as it ends any. What may not be: an end without the one or the other.
  test.each([0, 30, 60, 100])('%i ms after the start it ends by the signal or in order', async (delay) => {
    const server = await startServer();
    const { child, finished } = startProgram(builtProgram(program), ['lock', 'name', '--endpoints', server.endpoint]);
    await new Promise((resolve) => setTimeout(resolve, delay));
    child.kill('SIGINT');
    expect([{ out: '', err: '', code: -1 }, canceled]).toContainEqual(await finished);
  });
});

test('a command that does not catch signals is ended by them', async () => {
  const server = await startServer();
  const program = builtProgram({ name: 'node', path: programs[0]?.path ?? '' });
  const { child, finished } = startProgram(program, ['get', 'name', '--command-timeout', '1m', '--endpoints', server.endpoint]);
  await until(() => server.connections.length > 0, 'it connects');
  child.kill('SIGINT');
  expect(await finished).toEqual({ out: '', err: '', code: -1 });
});
