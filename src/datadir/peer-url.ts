import { peerUrls, UrlError } from '../go/peer-urls.js';
import { DatadirError } from './errors.js';

/** A peer's URL as etcd keeps it: without blanks around, the scheme in lower case. @throws DatadirError */
export function parsePeerUrl(text: string): string {
  const url = text.trim();
  try {
    peerUrls(url);
  } catch (error) {
    if (!(error instanceof UrlError)) throw error;
    throw new DatadirError(error.message, { cause: error });
  }
  return url.replace(/^[^:]*/, (scheme) => scheme.toLowerCase());
}
