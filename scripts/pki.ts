import 'reflect-metadata';
import type { webcrypto } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { dirname, join } from 'node:path';
import * as x509 from '@peculiar/x509';

/** A certificate and its key, both PEM. */
export interface KeyPair {
  readonly cert: string;
  readonly key: string;
}

export interface CertificateOptions {
  /** Common name: the user that etcd takes from a client certificate. */
  readonly name?: string;
  readonly organization?: string;
  /** DNS names and IP addresses that it is valid for. */
  readonly names?: readonly string[];
  readonly notBefore?: Date;
  readonly notAfter?: Date;
  /** The digest of the signature; SHA-1 is for tests of who refuses it. */
  readonly hash?: 'SHA-256' | 'SHA-1';
}

export interface Pki {
  /** The CA's certificate, PEM. */
  readonly ca: string;
  /** Valid for `localhost`, `127.0.0.1` and `::1` unless told otherwise, and as a client too, as etcd's gateway and peers need. */
  server(options?: CertificateOptions): Promise<KeyPair>;
  client(options?: CertificateOptions): Promise<KeyPair>;
  /** An authority below this one; its `ca` has to be sent along with the certificates that it issues. */
  intermediate(name: string, options?: CertificateOptions): Promise<Pki>;
}

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const hour = 3_600_000;
const loopback = ['localhost', '127.0.0.1', '::1'];
const { clientAuth, serverAuth } = x509.ExtendedKeyUsage;

/** A throw-away CA that lives a day; needs no openssl. */
export async function createPki(name = 'etcd-ca'): Promise<Pki> {
  const keys = await generateKeys();
  const ca = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: serialNumber(),
    name: `CN=${name}`,
    ...validity({}),
    signingAlgorithm: algorithm,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 2, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.digitalSignature, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return makePki(ca, keys);
}

function makePki(ca: x509.X509Certificate, keys: webcrypto.CryptoKeyPair): Pki {
  const sign = async (subject: string, publicKey: webcrypto.CryptoKey, options: CertificateOptions, extensions: x509.Extension[]) =>
    x509.X509CertificateGenerator.create({
      serialNumber: serialNumber(),
      subject,
      issuer: ca.subject,
      ...validity(options),
      signingAlgorithm: { ...algorithm, hash: options.hash ?? algorithm.hash },
      signingKey: keys.privateKey,
      publicKey,
      extensions: [...extensions, await x509.AuthorityKeyIdentifierExtension.create(keys.publicKey)],
    });

  const issue = async (options: CertificateOptions, usages: x509.ExtendedKeyUsage[]): Promise<KeyPair> => {
    const own = await generateKeys();
    const extensions: x509.Extension[] = [
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension(usages),
    ];
    const names = options.names ?? [];
    if (names.length > 0) {
      extensions.push(new x509.SubjectAlternativeNameExtension(names.map((value) => ({ type: isIP(value) ? 'ip' : 'dns', value }))));
    }
    const organization = options.organization === undefined ? '' : `O=${options.organization}, `;
    const certificate = await sign(`${organization}CN=${options.name ?? 'etcd'}`, own.publicKey, options, extensions);
    return { cert: certificate.toString('pem'), key: await exportKey(own.privateKey) };
  };

  return {
    ca: ca.toString('pem'),
    server: (options = {}) => issue({ names: loopback, ...options }, [serverAuth, clientAuth]),
    client: (options = {}) => issue({ name: 'client', ...options }, [clientAuth]),
    async intermediate(name, options = {}) {
      const own = await generateKeys();
      const certificate = await sign(`CN=${name}`, own.publicKey, options, [
        new x509.BasicConstraintsExtension(true, 1, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true),
        await x509.SubjectKeyIdentifierExtension.create(own.publicKey),
      ]);
      return makePki(certificate, own);
    },
  };
}

function validity({ notBefore, notAfter }: CertificateOptions) {
  return { notBefore: notBefore ?? new Date(Date.now() - hour), notAfter: notAfter ?? new Date(Date.now() + 24 * hour) };
}

/** A certificate and its key, as paths. */
export interface KeyPairFiles {
  readonly cert: string;
  readonly key: string;
}

/** Paths named as kubeadm names them below `/etc/kubernetes/pki`. */
export interface PkiFiles {
  readonly ca: string;
  readonly server: KeyPairFiles;
  readonly peer: KeyPairFiles;
  readonly healthcheckClient: KeyPairFiles;
  readonly apiserverClient: KeyPairFiles;
}

/** Writes what kubeadm makes for a stacked etcd; keys can be read by their owner only. */
export async function writeKubeadmPki(pki: Pki, directory: string): Promise<PkiFiles> {
  const write = async (base: string, pair: KeyPair): Promise<KeyPairFiles> => {
    const paths = { cert: join(directory, `${base}.crt`), key: join(directory, `${base}.key`) };
    await mkdir(dirname(paths.cert), { recursive: true });
    await writeFile(paths.cert, pair.cert);
    await writeFile(paths.key, pair.key, { mode: 0o600 });
    return paths;
  };
  const server = await write('etcd/server', await pki.server({ name: 'control-plane' }));
  const ca = join(directory, 'etcd', 'ca.crt');
  await writeFile(ca, pki.ca);
  const organization = 'kubeadm:cluster-admins';
  return {
    ca,
    server,
    peer: await write('etcd/peer', await pki.server({ name: 'control-plane' })),
    healthcheckClient: await write('etcd/healthcheck-client', await pki.client({ name: 'kube-etcd-healthcheck-client', organization })),
    apiserverClient: await write('apiserver-etcd-client', await pki.client({ name: 'kube-apiserver-etcd-client', organization })),
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
