import { lookup } from 'node:dns/promises';
import { isIPv6 } from 'node:net';
import { quote } from '../go/quote.js';
import { DatadirError } from './errors.js';

/**
 * Checks that the URLs a member advertises are those the cluster's configuration has for it, or resolve to the same addresses. Both
 * lists are in order.
 * @throws DatadirError with etcd's words
 */
export async function checkAdvertised(name: string, advertised: readonly string[], expected: readonly string[]): Promise<void> {
  const difference = await findDifference(advertised, expected);
  if (difference === undefined) return;
  const missing = expected.filter((url) => !advertised.includes(url)).map((url) => `${name}=${url}`);
  if (missing.length > 0) {
    const list = advertised.join(',');
    throw new DatadirError(
      `--initial-cluster has ${missing.join(',')} but missing from --initial-advertise-peer-urls=${list} (${difference})`,
    );
  }
  const extra = advertised.filter((url) => !expected.includes(url)).join(',');
  // As in Go, the list named here is the advertised one.
  const list = advertised.map((url) => `${name}=${url}`).join(',');
  throw new DatadirError(`--initial-advertise-peer-urls has ${extra} but missing from --initial-cluster=${list}`);
}

async function findDifference(a: readonly string[], b: readonly string[]): Promise<string | undefined> {
  if (a.length !== b.length) return `len(${quoteList(a)}) != len(${quoteList(b)})`;
  if (a.every((url, i) => normalize(url) === normalize(b[i] ?? ''))) return undefined;
  try {
    const left = (await Promise.all(a.map(resolve))).sort();
    const right = (await Promise.all(b.map(resolve))).sort();
    const at = left.findIndex((url, i) => normalize(url) !== normalize(right[i] ?? ''));
    return at < 0 ? undefined : `resolved urls: ${quote(left[at] ?? '')} != ${quote(right[at] ?? '')}`;
  } catch (error) {
    if (error instanceof ResolveError) return error.message;
    throw error;
  }
}

const quoteList = (urls: readonly string[]) => `[${urls.map(quote).join(' ')}]`;

/** IPv6 addresses have many forms. */
function normalize(url: string): string {
  return url.replace(/\[([^\]]*)\]/, (text, address: string) => (isIPv6(address) ? new URL(`http://[${address}]`).hostname : text));
}

class ResolveError extends Error {
  override readonly name = 'ResolveError';
}

/** The URL with its host's address. `localhost` stays, as etcd has it. */
async function resolve(url: string): Promise<string> {
  const [, head = '', host = '', port = ''] = /^(https?:\/\/(?:[^@]*@)?)(\[[^\]]*\]|[^:[\]]*)(:\d*.*)$/.exec(url) ?? [];
  if (head === '' || host === 'localhost') return url;
  try {
    const { address } = await lookup(host.replace(/^\[(.*)\]$/, '$1'), { order: 'ipv4first' });
    return `${head}${isIPv6(address) ? `[${address}]` : address}${port}`;
  } catch {
    throw new ResolveError(`failed to resolve ${quote(url)} (lookup ${host}: no such host)`);
  }
}
