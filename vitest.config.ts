import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const needsServers = ['test/conformance/**/*.test.ts', 'test/e2e/**/*.test.ts'];

/** What takes longest begins first, so that nothing is waited for in the end with the other cores idle. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => longest.findIndex((name) => moduleId.includes(name)) + 1 || longest.length + 1;
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}
const longest = ['/conformance/', '/e2e/peer.', '/e2e/'];

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    // Real servers start in some tests, on machines with two cores.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // Sockets and child processes belong to one file each only in real processes.
    pool: 'forks',
    // One more than there are cores: many tests wait for servers and timers.
    maxWorkers: Math.min(availableParallelism() + 1, 8),
    // Of the tests that run side by side within a file.
    maxConcurrency: Math.min(availableParallelism() + 1, 8),
    projects: [
      { extends: true, test: { name: 'fast', include: ['test/**/*.test.ts'], exclude: needsServers } },
      { extends: true, test: { name: 'etcd', include: needsServers, globalSetup: 'test/support/setup.ts' } },
    ],
  },
});
