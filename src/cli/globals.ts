import { isOffered } from '../command/extension.js';
import { bool, duration, type Flag, type Flags, int, string, strings } from '../command/flags.js';
import { formats } from '../output/formats.js';

const hidden = { hidden: true } as const;

const globalFlags = {
  'auth-jwt-token': string('JWT token used for authentication (if this option is used, --user and --password should not be set)', hidden),
  cacert: string('verify certificates of TLS-enabled secure servers using this CA bundle', hidden),
  cert: string('identify secure client using this TLS certificate file', hidden),
  'command-timeout': duration('timeout for short running command (excluding dial timeout)', { default: 5000, ...hidden }),
  debug: bool('enable client-side debug logging', hidden),
  'dial-timeout': duration('dial timeout for client connections', { default: 2000, ...hidden }),
  'discovery-srv': string('domain name to query for SRV records describing cluster endpoints', { short: 'd', ...hidden }),
  'discovery-srv-name': string('service name to query when using DNS discovery', hidden),
  endpoints: strings('gRPC endpoints', { default: ['127.0.0.1:2379'], ...hidden }),
  hex: bool('print byte strings as hex encoded strings', hidden),
  'insecure-discovery': bool('accept insecure SRV records describing cluster endpoints', { default: true, ...hidden }),
  'insecure-skip-tls-verify': bool(
    'skip server certificate verification (CAUTION: this option should be enabled only for testing purposes)',
    hidden,
  ),
  'insecure-transport': bool('disable transport security for client connections', { default: true, ...hidden }),
  'keepalive-time': duration('keepalive time for client connections', { default: 2000, ...hidden }),
  'keepalive-timeout': duration('keepalive timeout for client connections', { default: 6000, ...hidden }),
  key: string('identify secure client using this TLS key file', hidden),
  'max-recv-bytes': int('client-side response receive limit in bytes (if 0, it defaults to "math.MaxInt32")', hidden),
  'max-request-bytes': int('client-side request send limit in bytes (if 0, it defaults to 2.0 MiB (2 * 1024 * 1024).)', hidden),
  password: string("password for authentication (if this option is used, --user option shouldn't include password)", hidden),
  raw: bool('print control bytes as they are on a terminal too, where they are shown as \\x1b otherwise', { extension: true, ...hidden }),
  user: string('username[:password] for authentication (prompt if password is not supplied)', hidden),
} satisfies Flags;

/** --write-out takes the formats that the program has under the name that it was called by. */
function writeOut(program: string): Flag<string> {
  const names = formats.filter((format) => isOffered(format, program)).map(({ name }) => name);
  return string(`set the output format (${names.join(', ')})`, { short: 'w', default: 'simple', values: names, ...hidden });
}

/** The flags that every command takes, contract 1.2. Help hides them; `options` lists them. */
export const makeGlobalFlags = (program: string): Flags => ({ ...globalFlags, 'write-out': writeOut(program) });

/** The flag that each command has of its own. */
export const helpFlag = (command: string): Flag<boolean> => bool(`help for ${command}`, { short: 'h' });
