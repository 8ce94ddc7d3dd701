import files from 'node:fs/promises';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { wiring } from '../../src/cli/wiring.js';
import { makeClient } from '../../src/client/client.js';
import type { Clock } from '../../src/host.js';
import { type Result, type RunOptions, runCommand } from './host.js';

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
      await wiring.print(reply, globals, host);
    },
    ...options,
  });
}

/** Lines of stderr without the client library's log. */
export function withoutLog(err: string): string {
  return err
    .split('\n')
    .filter((line) => !line.startsWith('{"level"'))
    .join('\n');
}
