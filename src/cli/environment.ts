import { SilentExit } from '../command/errors.js';
import { formatLogLine } from '../go/log.js';
import { camelCase, formatFlagValue } from '../go/pflag.js';
import type { Host } from '../host/host.js';
import type { CommandNode } from './command-node.js';
import type { NamedFlag } from './help.js';

const variableOf = (flagName: string) => `ETCDCTL_${flagName.toUpperCase().replaceAll('-', '_')}`;

/** Read by `watch` itself, contract 2.6. */
const watchVariables = ['ETCDCTL_WATCH_KEY', 'ETCDCTL_WATCH_RANGE_END'];

/**
 * Sets the flags that a command inherits from `ETCDCTL_*`, contract 1.3, and prints their values with --debug, contract 1.10.
 * @throws SilentExit where a variable and its flag are both given
 */
export async function applyEnvironment(node: CommandNode, host: Host): Promise<void> {
  const inherited = node.flags.filter((flag) => flag.isInherited).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const onCommandLine = new Set(inherited.filter(({ name }) => node.isGiven(name)).map(({ name }) => variableOf(name)));
  const used = new Set<string>();
  for (const flag of inherited) {
    const variable = variableOf(flag.name);
    const text = host.env[variable];
    if (!text || onCommandLine.has(variable)) continue;
    used.add(variable);
    node.setFromEnv(flag, text);
  }
  const exempt = node.spec.name === 'watch' ? watchVariables : [];
  for (const [variable, text] of Object.entries(host.env)) {
    if (text === undefined) continue;
    if (onCommandLine.has(variable)) {
      await host.stderr.write(formatLogLine('fatal', host.clock.now(), conflict(variable)));
      throw new SilentExit(1);
    }
    if (!variable.startsWith('ETCDCTL_') || used.has(variable) || (text && exempt.includes(variable))) continue;
    await host.stderr.write(formatLogLine('warn', host.clock.now(), unrecognized(variable, text)));
  }
  if (node.getOptionValue('debug')) await host.stderr.write(dumpFlags(node, inherited, exempt));
}

const conflict = (variable: string) => ({
  caller: 'flags/flag.go:86',
  msg: 'conflicting environment variable is shadowed by corresponding command-line flag (either unset environment variable or disable flag))',
  'environment-variable': variable,
});

const unrecognized = (variable: string, text: string) => ({
  caller: 'flags/flag.go:94',
  msg: 'unrecognized environment variable',
  'environment-variable': `${variable}=${text && isLikelySecret(variable, text) ? mask : text}`,
});

const mask = '***';

/** Whether a variable that the program doesn't know may hold a secret: one of its own misspelt, or another program's. */
function isLikelySecret(variable: string, text: string): boolean {
  return secretName.test(variable) || text.includes('PRIVATE KEY') || (keyName.test(variable) && !pathName.test(variable));
}

const secretName = /PAS|PW|PSW|WORD|TOK|TKN|SECR|CRED|LOGIN|USE?R|AUTH|JWT|BEARER|PRIV/;
/** Keys for certificates and interfaces; ETCDCTL_WATCH_KEY is one of the store, and `watch` knows it. */
const keyName = /KEY(?<!^ETCDCTL_WATCH_KEY)|DATA|PEM/;
const pathName = /(FILE|PATH|DIR)$/;

function dumpFlags(node: CommandNode, inherited: readonly NamedFlag[], exempt: readonly string[]): string {
  const lines = inherited.map(({ name, flag }) => {
    const text = formatFlagValue(flag, node.getOptionValue(camelCase(name)));
    return `${variableOf(name)}=${maskSecret(name, text)}\n`;
  });
  return [...lines, ...exempt.map((variable) => `${variable}=\n`)].toSorted().join('');
}

/** Go prints passwords and tokens here. */
function maskSecret(flagName: string, text: string): string {
  if (flagName === 'user') return text.replace(/:.*/s, `:${mask}`);
  return text && (flagName === 'password' || flagName === 'auth-jwt-token') ? mask : text;
}
