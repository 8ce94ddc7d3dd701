/** The names that a certificate is for. */
export interface AlternativeNames {
  readonly hosts: readonly string[];
  /** As Go prints them. */
  readonly addresses: readonly string[];
}

/** @param text as the runtimes have them: `DNS:a.test, IP Address:127.0.0.1`; commas and quotes within a name are escaped */
export function parseAlternativeNames(text = ''): AlternativeNames {
  const names = text.split(', ');
  const named = (kind: string) => names.filter((name) => name.startsWith(kind)).map((name) => unquote(name.slice(kind.length)));
  return { hosts: named('DNS:'), addresses: named('IP Address:').map((address) => canonicalAddress(address) ?? address) };
}

function unquote(name: string): string {
  return name.startsWith('"') ? String(JSON.parse(name)) : name;
}

/** The one way to write an IP address; undefined for what isn't one. */
export function canonicalAddress(text: string): string | undefined {
  if (/^(\d{1,3}\.){3}\d{1,3}$/.test(text)) return text.split('.').every((part) => Number(part) < 256) ? text : undefined;
  if (!/^[\da-f:.]*:[\da-f:.]*$/i.test(text)) return undefined;
  try {
    return new URL(`http://[${text}]`).hostname.slice(1, -1);
  } catch {
    return undefined;
  }
}

/** Whether a server of these names may be called so; a common name never counts. As Go's Certificate.VerifyHostname. */
export function isNamed({ hosts, addresses }: AlternativeNames, serverName: string): boolean {
  const address = canonicalAddress(serverName);
  if (address !== undefined) return addresses.includes(address);
  return hosts.some((pattern) => matches(pattern.toLowerCase(), serverName.toLowerCase()));
}

const label = '[\\w-]+';
const hostName = new RegExp(`^${label}(\\.${label})*\\.?$`);
const hostPattern = new RegExp(`^(\\*\\.)?${label}(\\.${label})*$`);

/** Only a whole first label may be `*`, which stands for one label. Other texts than host names match themselves. */
function matches(pattern: string, host: string): boolean {
  if (!hostName.test(host) || !hostPattern.test(pattern)) return host !== '' && pattern === host;
  const labels = host.replace(/\.$/, '').split('.');
  const expected = pattern.split('.');
  return (
    labels.length === expected.length && labels.every((part, index) => part === expected[index] || (index === 0 && expected[0] === '*'))
  );
}
