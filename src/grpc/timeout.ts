const units: readonly (readonly [suffix: string, milliseconds: number])[] = [
  ['n', 1e-6],
  ['u', 1e-3],
  ['m', 1],
  ['S', 1000],
  ['M', 60_000],
  ['H', 3_600_000],
];

/** The wire format has eight digits at most. */
const largest = 99_999_999;

/**
 * The value of a `grpc-timeout` header: the finest unit that fits, rounded up as Go does.
 * https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md#requests
 */
export function encodeTimeout(milliseconds: number): string {
  if (!(milliseconds > 0)) return '0n';
  for (const [suffix, size] of units) {
    const count = Math.ceil(size < 1 ? milliseconds * Math.round(1 / size) : milliseconds / size);
    if (count <= largest) return `${count}${suffix}`;
  }
  return `${largest}H`;
}
