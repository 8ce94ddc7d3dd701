const baseDelay = 1000;
const multiplier = 1.6;
const jitter = 0.2;
const maxDelay = 120_000;

/**
 * Milliseconds to wait after the given number of failures in a row, 0 for the first: gRPC's default.
 * https://github.com/grpc/grpc/blob/master/doc/connection-backoff.md
 */
export function backoff(failures: number, random: () => number = Math.random): number {
  if (failures === 0) return baseDelay;
  return Math.min(baseDelay * multiplier ** failures, maxDelay) * (1 + jitter * (random() * 2 - 1));
}
