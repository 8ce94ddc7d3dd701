import type { Result } from './measure.js';

/** A table of the results; each ratio is to the contender of that name, where it took part. */
export function formatResults(title: string, results: readonly Result[], ratiosTo: readonly string[]): string {
  const bases = ratiosTo.flatMap((name) => results.find((result) => result.name === name) ?? []);
  const isBulk = results.some(({ outputBytes }) => outputBytes > 1 << 20);
  const header = [title, 'median ms', ...bases.map(({ name }) => `/ ${name}`), 'best ms', ...(isBulk ? ['MB/s'] : []), 'peak MB'];
  const rows = results.map(({ name, milliseconds, bestMilliseconds, peakBytes, outputBytes }) => [
    name,
    milliseconds.toFixed(1),
    ...bases.map((base) => (milliseconds / base.milliseconds).toFixed(2)),
    bestMilliseconds.toFixed(1),
    ...(isBulk ? [(outputBytes / 1e3 / milliseconds).toFixed(0)] : []),
    peakBytes === undefined ? '?' : (peakBytes / 1e6).toFixed(1),
  ]);
  const all = [header, ...rows];
  const widths = header.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const lines = all.map((row) => row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join('  '));
  return `${lines.join('\n')}\n`;
}
