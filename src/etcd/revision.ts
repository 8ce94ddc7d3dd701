/** Revisions are int64: a message holds none beyond. */
const largest = 2n ** 63n - 1n;

/** The revision that follows; the largest is followed by itself, and there nothing more can happen. @param revision decimal */
export function following(revision: string): bigint {
  const next = BigInt(revision) + 1n;
  return next > largest ? largest : next;
}

/** The revision before, the smallest for itself. @param revision decimal */
export function preceding(revision: string): bigint {
  const previous = BigInt(revision) - 1n;
  return previous < -largest - 1n ? previous + 1n : previous;
}
