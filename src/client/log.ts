import type { Host } from '../host.js';

/** Levels of Go's client logger, the value of ETCD_CLIENT_DEBUG. */
const levels = ['debug', 'info', 'warn', 'error', 'dpanic', 'panic', 'fatal'];

/** The JSON lines that Go's client library writes to stderr next to a command's own output (contract 5.3). */
export interface Logger {
  log(level: 'info' | 'warn' | 'error', message: string, fields: Readonly<Record<string, string | number>>): Promise<void>;
}

export function makeLogger(host: Host, name: string): Logger {
  const wanted = host.env['ETCD_CLIENT_DEBUG'] ?? '';
  const least = Math.max(0, wanted === '' || wanted === 'true' ? levels.indexOf('info') : levels.indexOf(wanted.toLowerCase()));
  return {
    async log(level, message, fields) {
      if (levels.indexOf(level) < least) return;
      const named = name === '' ? {} : { logger: name };
      await host.stderr.write(
        `${JSON.stringify({ level, ts: timestamp(new Date(host.clock.now())), ...named, msg: message, ...fields })}\n`,
      );
    },
  };
}

/** ISO 8601 in local time with six fractional digits and `Z` or `±hhmm`, as zap writes it. */
export function timestamp(date: Date): string {
  const offset = -date.getTimezoneOffset();
  const local = new Date(date.getTime() + offset * 60_000).toISOString().slice(0, -1);
  if (offset === 0) return `${local}000Z`;
  const minutes = Math.abs(offset);
  const two = (n: number) => String(n).padStart(2, '0');
  return `${local}000${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}${two(minutes % 60)}`;
}
