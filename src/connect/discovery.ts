import { quote } from '../go/quote.js';
import type { Dns, Host } from '../host/host.js';
import { DiscoveryError } from './errors.js';

export interface DiscoveryFlags {
  readonly discoverySrv: string;
  readonly discoverySrvName: string;
  readonly insecureDiscovery: boolean;
}

/**
 * The endpoints that a domain's SRV records name (contract 1.8), those of https first. Empty where no domain was given or no record is of use.
 * @throws DiscoveryError where both lookups fail
 */
export async function discoverEndpoints(flags: DiscoveryFlags, host: Host): Promise<string[]> {
  const { discoverySrv: domain, discoverySrvName: suffix, insecureDiscovery } = flags;
  if (domain === '') return [];
  const name = (service: string) => `_${service}${suffix === '' ? '' : `-${suffix}`}._tcp.${domain}`;
  const dns = await host.dns();
  const [secure, plain] = await Promise.all([lookUp(name('etcd-client-ssl'), 'https', dns), lookUp(name('etcd-client'), 'http', dns)]);
  if (secure.failure !== undefined && plain.failure !== undefined) {
    throw new DiscoveryError(`dns lookup errors: ${secure.failure} and ${plain.failure}`);
  }
  if (insecureDiscovery) return [...secure.endpoints, ...plain.endpoints];
  for (const endpoint of plain.endpoints) await host.stderr.write(`ignoring discovered insecure endpoint ${quote(endpoint)}\n`);
  return secure.endpoints;
}

interface Lookup {
  readonly endpoints: string[];
  readonly failure?: string;
}

async function lookUp(name: string, scheme: 'http' | 'https', dns: Dns): Promise<Lookup> {
  if (!isDomainName(name)) return { endpoints: [], failure: `lookup ${name}: no such host` };
  try {
    const records = await dns.resolveSrv(name);
    return { endpoints: inOrder(records).map((record) => `${scheme}://${hostPort(record)}`) };
  } catch (error) {
    return { endpoints: [], failure: `lookup ${name} on ${server(dns)}: ${reason(error as NodeJS.ErrnoException)}` };
  }
}

/** Go asks no server for other names. */
function isDomainName(name: string): boolean {
  const labels = name.replace(/\.$/, '').split('.');
  return labels.join('.').length <= 253 && labels.every((label) => /^(?!-)[\w-]{1,63}(?<!-)$/.test(label));
}

interface SrvRecord {
  readonly name: string;
  readonly port: number;
  readonly priority: number;
  readonly weight: number;
}

/** By priority, and among equals at random by weight, as RFC 2782 asks and resolvers do not. */
function inOrder(records: readonly SrvRecord[]): SrvRecord[] {
  return records
    .map((record) => ({ record, luck: record.weight > 0 ? Math.random() ** (1 / record.weight) : 0 }))
    .sort((a, b) => a.record.priority - b.record.priority || b.luck - a.luck)
    .map(({ record }) => record);
}

/** With the dot that ends an absolute name, as Go keeps it. */
function hostPort({ name, port }: SrvRecord): string {
  return `${name.endsWith('.') ? name : `${name}.`}:${port}`;
}

/** The name server asked first; of several Go names the last, which nothing can depend on. */
function server(dns: Dns): string {
  const [first = '127.0.0.1'] = dns.getServers();
  if (/^\[.*\]:\d+$/.test(first) || /^[^:]*:\d+$/.test(first)) return first;
  return first.includes(':') ? `[${first}]:53` : `${first}:53`;
}

function reason({ code, message }: NodeJS.ErrnoException): string {
  switch (code) {
    case 'ENOTFOUND':
    case 'ENODATA':
      return 'no such host';
    case 'ETIMEOUT':
      return 'i/o timeout';
    case 'ECONNREFUSED':
      return 'connection refused';
    case 'ESERVFAIL':
      return 'server misbehaving';
    default:
      return message;
  }
}
