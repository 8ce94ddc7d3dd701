const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB', 'EB'];

/** The size as `humanize.Bytes` of Go's go-humanize has it: powers of 1000, `6.9 MB`. */
export function formatBytes(size: number | bigint): string {
  const bytes = Number(size);
  if (bytes < 10) return `${bytes} B`;
  // The logarithm is off by one at some powers of 1000, in Go just the same: 1000 gives `1.0 kB`, 999999 `1000 kB`.
  const power = Math.floor(Math.log(bytes) / Math.log(1000));
  const value = Math.floor((bytes / 1000 ** power) * 10 + 0.5) / 10;
  return `${value < 10 ? value.toFixed(1) : roundToEven(value)} ${units[power]}`;
}

/** As Go's `%.0f`: 364.5 is 364. */
function roundToEven(value: number): number {
  const below = Math.floor(value);
  return value - below === 0.5 ? below + (below % 2) : Math.round(value);
}
