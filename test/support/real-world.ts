import files from 'node:fs/promises';
import { run } from '../../src/cli/run.js';
import { systemClock } from '../../src/clock.js';
import { openClient } from '../../src/connect/client.js';
import { program } from '../../src/program.js';
import { type Result, type RunOptions, runCommand, TestHost, type World } from './host.js';

/** Runs one command line in this process against real servers and files; what it prints is collected. */
export async function runForReal(argv: readonly string[], options: RunOptions = {}): Promise<Result> {
  return runCommand(argv, {
    clock: systemClock,
    files,
    connect: (config, host) => openClient(config, host),
    async print(reply, globals, host) {
      await program.print(reply, globals, host);
    },
    ...options,
  });
}

export interface Started {
  /** What was printed so far; signals go through it. */
  readonly host: TestHost;
  /** The exit status. */
  readonly finished: Promise<number>;
}

/** Starts one command line in this process against real servers, for a test that has a word with it while it runs. */
export function startForReal(argv: readonly string[], world: World = {}): Started {
  const host = new TestHost({ clock: systemClock, files, ...world });
  return { host, finished: run(argv, host, program) };
}

/** Lines of stderr without the client library's log. */
export function withoutLog(err: string): string {
  return err
    .split('\n')
    .filter((line) => !line.startsWith('{"level"'))
    .join('\n');
}
