import { peerUrls } from '../go/peer-urls.js';

/** A peer's URL as etcd keeps it: without blanks around, the scheme in lower case. @throws CliError of status 1 */
export function parsePeerUrl(text: string): string {
  const url = text.trim();
  peerUrls(url);
  return url.replace(/^[^:]*/, (scheme) => scheme.toLowerCase());
}
