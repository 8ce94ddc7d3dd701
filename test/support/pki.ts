import 'reflect-metadata';
import type { webcrypto } from 'node:crypto';
import { isIP } from 'node:net';
import * as x509 from '@peculiar/x509';

/** A certificate and its key, both PEM. */
export interface KeyPair {
  readonly cert: string;
  readonly key: string;
}

export interface CertificateOptions {
  /** Common name; also the user name that etcd takes from a client certificate. */
  readonly name?: string;
  /** DNS names and IP addresses it is valid for. */
  readonly names?: readonly string[];
  readonly notBefore?: Date;
  readonly notAfter?: Date;
}

export interface Pki {
  /** The CA's certificate, PEM. */
  readonly ca: string;
  server(options?: CertificateOptions): Promise<KeyPair>;
  client(options?: CertificateOptions): Promise<KeyPair>;
}

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const hour = 3_600_000;

/** A throw-away CA. Servers are valid for `localhost`, `127.0.0.1` and `::1` unless told otherwise. */
export async function createPki(name = 'test CA'): Promise<Pki> {
  const keys = await generateKeys();
  const { KeyUsageFlags } = x509;
  const ca = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: serialNumber(),
    name: `CN=${name}`,
    notBefore: new Date(Date.now() - hour),
    notAfter: new Date(Date.now() + 24 * hour),
    signingAlgorithm: algorithm,
    keys,
    extensions: [new x509.BasicConstraintsExtension(true, 1, true), new x509.KeyUsagesExtension(KeyUsageFlags.keyCertSign, true)],
  });

  const issue = async (options: CertificateOptions, usage: x509.ExtendedKeyUsage): Promise<KeyPair> => {
    const own = await generateKeys();
    const extensions: x509.Extension[] = [
      new x509.KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([usage]),
    ];
    const names = options.names ?? [];
    if (names.length > 0) {
      extensions.push(new x509.SubjectAlternativeNameExtension(names.map((value) => ({ type: isIP(value) ? 'ip' : 'dns', value }))));
    }
    const certificate = await x509.X509CertificateGenerator.create({
      serialNumber: serialNumber(),
      subject: `CN=${options.name ?? 'test'}`,
      issuer: ca.subject,
      notBefore: options.notBefore ?? new Date(Date.now() - hour),
      notAfter: options.notAfter ?? new Date(Date.now() + hour),
      signingAlgorithm: algorithm,
      signingKey: keys.privateKey,
      publicKey: own.publicKey,
      extensions,
    });
    return { cert: certificate.toString('pem'), key: await exportKey(own.privateKey) };
  };

  return {
    ca: ca.toString('pem'),
    server: (options = {}) => issue({ names: ['localhost', '127.0.0.1', '::1'], ...options }, x509.ExtendedKeyUsage.serverAuth),
    client: (options = {}) => issue({ name: 'client', ...options }, x509.ExtendedKeyUsage.clientAuth),
  };
}

function generateKeys() {
  return crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
}

async function exportKey(key: webcrypto.CryptoKey): Promise<string> {
  return x509.PemConverter.encode(await crypto.subtle.exportKey('pkcs8', key), x509.PemConverter.PrivateKeyTag);
}

function serialNumber(): string {
  return `01${Buffer.from(crypto.getRandomValues(new Uint8Array(8))).toString('hex')}`;
}
