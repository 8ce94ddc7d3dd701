const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB', 'EB'];

/** The size as `humanize.Bytes` of Go's go-humanize has it: powers of 1000, `6.9 MB`. */
export function formatBytes(size: number | bigint): string {
  // Sizes in messages are int64; Go takes one below zero for a number without a sign.
  const bytes = Number(typeof size === 'bigint' ? BigInt.asUintN(64, size) : size);
  if (bytes < 10) return `${bytes} B`;
  // The logarithm is off by one at some powers of 1000, in Go just the same: 1000 gives `1.0 kB`, 999999 `1000 kB`.
  const power = Math.floor(Math.log(bytes) / Math.log(1000));
  const value = Math.floor((bytes / 1000 ** power) * 10 + 0.5) / 10;
  return `${value < 10 ? value.toFixed(1) : roundHalfToEven(value)} ${units[power]}`;
}

const roundHalfToEven = (value: number) => (value % 2 === 0.5 ? Math.floor(value) : Math.round(value));
