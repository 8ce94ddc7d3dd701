import type { DetailedPeerCertificate } from 'node:tls';

/** More certificates than any honest chain has. */
const maxChain = 20;

/** A certificate, its issuer, and so on. */
export function chainOf(leaf: DetailedPeerCertificate | undefined): DetailedPeerCertificate[] {
  const chain: DetailedPeerCertificate[] = [];
  let next = leaf;
  for (let seen = 0; next?.raw !== undefined && seen < maxChain; seen++) {
    const last = chain.at(-1);
    // Bun links the certificates as the server sent them, issuers or not.
    if (last === undefined || isSameName(last.issuer, next.subject)) chain.push(next);
    // The last one of a whole chain is its own issuer.
    next = next.issuerCertificate === next ? undefined : next.issuerCertificate;
  }
  return chain;
}

/** Both are made by the same code, of parts that have an order. */
function isSameName(a: object, b: object): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
