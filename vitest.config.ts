import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: 'test/support/setup.ts',
    // Real servers start in some tests, on machines with two cores.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // node:http2 sockets and child processes are told apart per file only in real processes.
    pool: 'forks',
  },
});
