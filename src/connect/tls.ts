import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { describeSystemError, isSystemError } from '../go/syserror.js';
import type { TlsOptions } from '../grpc/channel.js';
import type { Host } from '../host/host.js';
import { SettingsError } from './errors.js';

/** What the TLS flags say, before any file is read. */
export interface TlsFiles {
  readonly cacert: string;
  readonly cert: string;
  readonly key: string;
  readonly skipVerify: boolean;
}

/**
 * Reads and checks the files.
 * @throws SettingsError with Go's texts (contract 1.6)
 */
export async function loadTls(files: TlsFiles, host: Host): Promise<TlsOptions> {
  const { cert, key, cacert, skipVerify } = files;
  if ((cert === '') !== (key === '')) throw bad(`KeyFile and CertFile must both be present[key: ${key}, cert: ${cert}]`);
  // Read again at every handshake, so that rotated certificates need no restart; read now, so that a bad one is reported at once.
  const client = cert === '' ? undefined : () => loadKeyPair(cert, key, host);
  await client?.();
  // Without --cacert the channel trusts the system's roots.
  const ca = cacert === '' ? undefined : await loadAuthorities(cacert, host);
  return { rejectUnauthorized: !skipVerify, ...(ca === undefined ? {} : { ca }), ...(client ? { client } : {}) };
}

async function loadKeyPair(certFile: string, keyFile: string, host: Host): Promise<{ cert: Buffer; key: Buffer }> {
  const cert = await read(certFile, host);
  const key = await read(keyFile, host);
  checkKeyPair(cert.toString('latin1'), key.toString('latin1'));
  return { cert, key };
}

function checkKeyPair(cert: string, key: string): void {
  const certTypes = pemTypes(cert);
  if (!certTypes.includes('CERTIFICATE')) {
    if (certTypes.length === 0) throw bad('tls: failed to find any PEM data in certificate input');
    const only = certTypes[0];
    if (certTypes.length === 1 && only?.endsWith('PRIVATE KEY')) {
      throw bad(
        'tls: failed to find certificate PEM data in certificate input, but did find a private key; PEM inputs may have been switched',
      );
    }
    throw bad(
      `tls: failed to find "CERTIFICATE" PEM block in certificate input after skipping PEM blocks of the following types: [${certTypes.join(' ')}]`,
    );
  }
  const keyTypes = pemTypes(key);
  if (!keyTypes.some((type) => type === 'PRIVATE KEY' || type.endsWith(' PRIVATE KEY'))) {
    if (keyTypes.length === 0) throw bad('tls: failed to find any PEM data in key input');
    if (keyTypes.length === 1 && keyTypes[0] === 'CERTIFICATE') {
      throw bad('tls: found a certificate rather than a key in the PEM for the private key');
    }
    throw bad(
      `tls: failed to find PEM block with type ending in "PRIVATE KEY" in key input after skipping PEM blocks of the following types: [${keyTypes.join(' ')}]`,
    );
  }
  const leaf = parseCertificate(cert);
  const secret = parsePrivateKey(key);
  if (leaf.checkPrivateKey(secret)) return;
  const sameType = leaf.publicKey.asymmetricKeyType === secret.asymmetricKeyType;
  throw bad(sameType ? 'tls: private key does not match public key' : 'tls: private key type does not match public key type');
}

function parseCertificate(pem: string): X509Certificate {
  try {
    return new X509Certificate(pem);
  } catch {
    throw bad('x509: malformed certificate');
  }
}

function parsePrivateKey(pem: string): KeyObject {
  try {
    return createPrivateKey(pem);
  } catch {
    throw bad('tls: failed to parse private key');
  }
}

/** A file without any PEM block gives an empty pool, with which verification fails later, as with Go's client. */
async function loadAuthorities(file: string, host: Host): Promise<string> {
  const text = (await read(file, host)).toString('latin1');
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g) ?? [];
  for (const block of blocks) parseCertificate(block);
  return blocks.join('\n');
}

async function read(file: string, host: Host): Promise<Buffer> {
  try {
    return await host.files.readFile(file);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    // That it is a folder shows when it is read, of which Node forgets the path.
    throw bad(describeSystemError(Object.assign(error, { path: file })), error);
  }
}

/** The types of the PEM blocks in a text, in order. */
function pemTypes(text: string): string[] {
  return [...text.matchAll(/-----BEGIN ([^-\n]+)-----[\s\S]*?-----END \1-----/g)].map((match) => match[1] ?? '');
}

function bad(message: string, cause?: unknown): SettingsError {
  return new SettingsError(message, { cause });
}
