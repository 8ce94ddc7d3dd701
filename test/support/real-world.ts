import files from 'node:fs/promises';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { run } from '../../src/cli/run.js';
import { makeClient } from '../../src/etcd/client.js';
import type { Clock } from '../../src/host/host.js';
import { program } from '../../src/program.js';
import { type Result, type RunOptions, runCommand, TestHost, type World } from './host.js';

export const realClock: Clock = {
  now: Date.now,
  monotonic: () => performance.now(),
  sleep: (milliseconds, signal) => sleep(milliseconds, undefined, { signal }),
};

/** Runs one command line in this process against real servers and files; what it prints is collected. */
export async function runForReal(argv: readonly string[], options: RunOptions = {}): Promise<Result> {
  return runCommand(argv, {
    clock: realClock,
    files,
    connect: (config, host) => makeClient({ config, host }),
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
  const host = new TestHost({ clock: realClock, files, ...world });
  return { host, finished: run(argv, host, program) };
}

/** Lines of stderr without the client library's log. */
export function withoutLog(err: string): string {
  return err
    .split('\n')
    .filter((line) => !line.startsWith('{"level"'))
    .join('\n');
}
