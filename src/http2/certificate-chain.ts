/** A certificate as `tls.TLSSocket.getPeerCertificate(true)` describes it. */
export interface ChainCertificate {
  /** DER. */
  readonly raw?: Uint8Array;
  /** The same object in one that signed itself. */
  readonly issuerCertificate?: ChainCertificate;
}

/** Object identifiers, DER, of signatures with MD5 and SHA-1, RFC 8017 appendix A.2.4 and RFC 3279 section 2.2. */
const weakAlgorithms = new Set([
  '2a864886f70d010102', // md2WithRSAEncryption
  '2a864886f70d010104', // md5WithRSAEncryption
  '2a864886f70d010105', // sha1WithRSAEncryption
  '2a8648ce380403', // id-dsa-with-sha1
  '2a8648ce3d0401', // ecdsa-with-SHA1
]);

/** No chain that makes sense is longer. */
const maxChain = 20;

/** Whether a signature of a chain can be forged; that of its root counts for nothing. */
export function hasWeakSignature(leaf: ChainCertificate): boolean {
  let certificate: ChainCertificate | undefined = leaf;
  for (let count = 0; certificate !== undefined && count < maxChain; count++) {
    const { raw, issuerCertificate: issuer }: ChainCertificate = certificate;
    const isRoot = issuer === certificate || (issuer?.raw !== undefined && raw !== undefined && equal(issuer.raw, raw));
    if (isRoot) return false;
    if (raw !== undefined && weakAlgorithms.has(signatureAlgorithm(raw))) return true;
    certificate = issuer;
  }
  return false;
}

/** The identifier in hexadecimal; `Certificate ::= SEQUENCE { tbsCertificate, signatureAlgorithm SEQUENCE { OID, … }, … }`, RFC 5280 section 4.1. */
function signatureAlgorithm(der: Uint8Array): string {
  const certificate = element(der, 0);
  const body = element(der, certificate.start);
  const algorithm = element(der, body.end);
  const identifier = element(der, algorithm.start);
  return [...der.subarray(identifier.start, identifier.end)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Where the content of the DER element at `at` lies. The engine has parsed the certificate, so that lengths are right. */
function element(der: Uint8Array, at: number): { readonly start: number; readonly end: number } {
  const first = der[at + 1] ?? 0;
  if (first < 0x80) return { start: at + 2, end: at + 2 + first };
  const start = at + 2 + (first & 0x7f);
  let length = 0;
  for (let byte = at + 2; byte < start; byte++) length = length * 256 + (der[byte] ?? 0);
  return { start, end: start + length };
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
