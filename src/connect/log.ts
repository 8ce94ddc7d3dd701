import type { Logger } from '../etcd/logger.js';
import { formatLogLine } from '../go/log.js';
import type { Host } from '../host/host.js';

/** Levels of Go's client logger, the value of ETCD_CLIENT_DEBUG. */
const levels = ['debug', 'info', 'warn', 'error', 'dpanic', 'panic', 'fatal'];

/** Writes the JSON lines that Go's client library writes to stderr next to a command's own output (contract 5.3). */
export function makeLogger(host: Host, name: string): Logger {
  const wanted = host.env['ETCD_CLIENT_DEBUG'] ?? '';
  const least = Math.max(0, wanted === '' || wanted === 'true' ? levels.indexOf('info') : levels.indexOf(wanted.toLowerCase()));
  return {
    async log(level, message, fields) {
      if (levels.indexOf(level) < least) return;
      const named = name === '' ? {} : { logger: name };
      await host.stderr.write(formatLogLine(level, host.clock.now(), { ...named, msg: message, ...fields }));
    },
  };
}
