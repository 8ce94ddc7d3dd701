import { isIPv6 } from 'node:net';
import { quote } from './quote.js';

/** A URL that Go's client would not take, with its reason. */
export class UrlError extends Error {
  override readonly name = 'UrlError';
}

/**
 * The --peer-urls of a member, checked as Go's client checks them (contract 2.8); what passes is sent as typed.
 * @throws UrlError
 */
export function peerUrls(list: string): string[] {
  const urls = list.split(',');
  for (const url of urls) check(url.trim());
  return urls;
}

function check(url: string): void {
  const { scheme, rest } = splitScheme(url);
  const [, host, path = ''] = /^\/\/([^/]*)(.*)$/s.exec(rest) ?? [];
  if (host !== undefined) checkAuthority(url, host);
  if (scheme === 'unix' || scheme === 'unixs') return;
  if (scheme !== 'http' && scheme !== 'https') throw new UrlError(`URL scheme must be http, https, unix, or unixs: ${url}`);
  if (!/:[^:]*$/.test(withoutUser(host ?? '').replace(/^\[[^\]]*\]/, ''))) {
    throw new UrlError(`URL address does not have the form "host:port": ${url}`);
  }
  if (path !== '') throw new UrlError(`URL must not contain a path: ${url}`);
}

/** The scheme and what follows it, without query and fragment; errors are those of Go's `url.Parse`. */
function splitScheme(url: string): { readonly scheme: string; readonly rest: string } {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are looked for
  if (/[\x00-\x1f\x7f]/.test(url)) throw unparsable(url, 'net/url: invalid control character in URL');
  if (url.startsWith(':')) throw unparsable(url, 'missing protocol scheme');
  const [, scheme = '', rest = ''] = /^(?:([a-z][a-z0-9+.-]*):)?([^?#]*)/i.exec(url) ?? [];
  const [firstSegment = ''] = rest.split('/');
  if (scheme === '' && firstSegment.includes(':')) throw unparsable(url, 'first path segment in URL cannot contain colon');
  return { scheme: scheme.toLowerCase(), rest };
}

function checkAuthority(url: string, authority: string): void {
  const host = withoutUser(authority);
  const user = authority.slice(0, Math.max(0, authority.length - host.length - 1));
  if (!/^[A-Za-z0-9._:~!$&'()*+,;=%@-]*$/.test(user)) throw unparsable(url, 'net/url: invalid userinfo');
  const close = host.startsWith('[') ? host.lastIndexOf(']') : -1;
  if (host.startsWith('[') && close < 0) throw unparsable(url, "missing ']' in host");
  if (close >= 0) checkAddress(url, host.slice(1, close));
  const port = close >= 0 ? host.slice(close + 1) : host.slice(host.search(/:|$/));
  if (!/^(:\d*)?$/.test(port)) throw unparsable(url, `invalid port ${quote(port)} after host`);
  const badEscape = /%(?!25)(?:..?)?/s.exec(close >= 0 ? '' : host);
  if (badEscape !== null) throw unparsable(url, `invalid URL escape ${quote(badEscape[0])}`);
  // What Go takes for a host: beyond names also some signs that browsers put there, and everything that is not ASCII.
  const wrong = /[ \\^`{|}]/.exec(host);
  if (wrong !== null) throw unparsable(url, `invalid character ${quote(wrong[0])} in host name`);
}

function checkAddress(url: string, address: string): void {
  if (!isIPv6(address.replace(/%25.*$/s, ''))) throw unparsable(url, `invalid host: ParseAddr(${quote(address)}): unable to parse IP`);
}

function withoutUser(authority: string): string {
  return authority.slice(authority.lastIndexOf('@') + 1);
}

function unparsable(url: string, reason: string): UrlError {
  return new UrlError(`parse ${quote(url)}: ${reason}`);
}
