/** One line as Go's zap logger prints it, newline included: `{"level":"warn","ts":"2026-01-02T03:04:05.678901Z",...}`. */
export function formatLogLine(level: 'info' | 'warn' | 'error' | 'fatal', time: number, fields: Readonly<Record<string, unknown>>): string {
  return `${JSON.stringify({ level, ts: formatTime(time), ...fields })}\n`;
}

/** Local time with microseconds and zone, `Z` for UTC. */
function formatTime(time: number): string {
  const offset = -new Date(time).getTimezoneOffset();
  const local = new Date(time + offset * 60_000).toISOString().slice(0, -1);
  const two = (value: number) => String(Math.trunc(value)).padStart(2, '0');
  const zone = offset === 0 ? 'Z' : `${offset < 0 ? '-' : '+'}${two(Math.abs(offset) / 60)}${two(Math.abs(offset) % 60)}`;
  return `${local}000${zone}`;
}
