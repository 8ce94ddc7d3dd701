import type { DetailedPeerCertificate } from 'node:tls';
import { quote } from '../go/quote.js';
import type { PresentedServer } from '../http2/socket.js';
import { canonicalAddress, isNamed, parseAlternativeNames } from './server-name.js';

/**
 * Why a server's certificate is refused, as Go's crypto/x509 says it and in its order; undefined for one that is valid.
 * @param serverName the host name or IP address that it must be valid for
 * @param now milliseconds since the epoch
 */
export function verify({ chain, distrust }: PresentedServer, serverName: string, now: number): string | undefined {
  const [leaf, ...issuers] = chain;
  if (leaf === undefined) return 'certificate signed by unknown authority';
  const problem = expiry(leaf, now) ?? mismatch(leaf, serverName) ?? weakness(chain);
  if (problem !== undefined || distrust === undefined) return problem;
  if (unknownAuthorities.has(distrust)) return unknownAuthority;
  if (!isTime(distrust)) return reasons[distrust] ?? `certificate is not trusted: ${distrust}`;
  for (const issuer of issuers) {
    const expired = expiry(issuer, now);
    if (expired !== undefined) return expired;
  }
  return invalidTime;
}

const unknownAuthority = 'certificate signed by unknown authority';
const invalidTime = 'certificate has expired or is not yet valid';

const isTime = (distrust: string) => distrust === 'CERT_HAS_EXPIRED' || distrust === 'CERT_NOT_YET_VALID';

const unknownAuthorities = new Set([
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'CERT_SIGNATURE_FAILURE',
  'CERT_UNTRUSTED',
]);

const reasons: Readonly<Record<string, string>> = {
  INVALID_PURPOSE: 'certificate specifies an incompatible key usage',
  INVALID_CA: 'invalid CA certificate',
  PATH_LENGTH_EXCEEDED: 'too many intermediates for path length constraint',
};

function expiry(certificate: DetailedPeerCertificate, now: number): string | undefined {
  const [from, to] = [Date.parse(certificate.valid_from), Date.parse(certificate.valid_to)];
  const current = () => `${invalidTime}: current time ${localTime(now)}`;
  if (now < from) return `${current()} is before ${universalTime(from)}`;
  if (now > to) return `${current()} is after ${universalTime(to)}`;
  return undefined;
}

/** RFC 3339 without fractions of a second. */
function universalTime(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`;
}

/** The same in the local time zone. */
function localTime(time: number): string {
  const offset = -new Date(time).getTimezoneOffset();
  if (offset === 0) return universalTime(time);
  const digits = (minutes: number) => String(Math.trunc(Math.abs(minutes))).padStart(2, '0');
  const zone = `${offset < 0 ? '-' : '+'}${digits(offset / 60)}:${digits(offset % 60)}`;
  return universalTime(time + offset * 60_000).replace('Z', zone);
}

function mismatch(leaf: DetailedPeerCertificate, serverName: string): string | undefined {
  const names = parseAlternativeNames(leaf.subjectaltname);
  if (isNamed(names, serverName)) return undefined;
  const { hosts, addresses } = names;
  if (canonicalAddress(serverName) !== undefined) {
    if (addresses.length === 0) return `cannot validate certificate for ${serverName} because it doesn't contain any IP SANs`;
    return `certificate is valid for ${addresses.join(', ')}, not ${serverName}`;
  }
  if (hosts.length + addresses.length === 0) return 'certificate relies on legacy Common Name field, use SANs instead';
  if (hosts.length === 0) return `certificate is not valid for any names, but wanted to match ${serverName}`;
  return `certificate is valid for ${hosts.join(', ')}, not ${serverName}`;
}

/**
 * Refuses what is signed over a broken digest, as Go does, and Node's OpenSSL but not Bun's BoringSSL. How the last one is signed, which is
 * trusted for itself, doesn't matter.
 */
function weakness(chain: readonly DetailedPeerCertificate[]): string | undefined {
  for (const [index, certificate] of chain.entries()) {
    const issuer = chain[index + 1];
    if (issuer === undefined) return undefined;
    const identifier = signatureAlgorithm(certificate.raw);
    if (identifier === undefined) return 'malformed certificate';
    const algorithm = weakAlgorithms[identifier];
    if (algorithm === undefined) continue;
    const hint = quote(`x509: cannot verify signature: insecure algorithm ${algorithm}`);
    return `${unknownAuthority} (possibly because of ${hint} while trying to verify candidate authority certificate ${quote(nameOf(issuer))})`;
  }
  return undefined;
}

/** Go's names, by the object identifier's bytes in hexadecimal. */
const weakAlgorithms: Readonly<Record<string, string>> = {
  '2a864886f70d010104': 'MD5-RSA',
  '2a864886f70d010105': 'SHA1-RSA',
  '2b0e03021d': 'SHA1-RSA',
  '2a8648ce3d0401': 'ECDSA-SHA1',
};

function nameOf({ subject, serialNumber }: DetailedPeerCertificate): string {
  return first(subject.CN) || first(subject.O) || `serial:${BigInt(`0x${serialNumber}`)}`;
}

/** Of a field that comes more than once Node makes a list. */
function first(field: string | readonly string[] | undefined): string {
  return (typeof field === 'object' ? field[0] : field) ?? '';
}

/**
 * The object identifier of the algorithm that a certificate is signed with, its bytes in hexadecimal; undefined for what isn't a certificate.
 * RFC 5280, 4.1: SEQUENCE { tbsCertificate SEQUENCE, signatureAlgorithm SEQUENCE { OBJECT IDENTIFIER, … }, … }
 */
function signatureAlgorithm(der: Buffer): string | undefined {
  const certificate = contents(der, 0);
  const signed = certificate && contents(der, certificate.start);
  const algorithm = signed && contents(der, signed.end);
  const identifier = algorithm && contents(der, algorithm.start);
  return identifier && der.toString('hex', identifier.start, identifier.end);
}

/** Where the contents of the DER value at `at` are, X.690 8.1; undefined where they don't fit. */
function contents(der: Buffer, at: number): { readonly start: number; readonly end: number } | undefined {
  const short = der[at + 1];
  if (short === undefined) return undefined;
  const size = short < 0x80 ? 0 : short & 0x7f;
  const start = at + 2 + size;
  if (size > 4 || start > der.length) return undefined;
  const length = size === 0 ? short : der.readUIntBE(at + 2, size);
  return start + length <= der.length ? { start, end: start + length } : undefined;
}
