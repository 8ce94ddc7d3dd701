import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where Linux distributions keep their CAs in one file, https://go.dev/src/crypto/x509/root_linux.go. */
const bundles = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/pki/tls/cacert.pem',
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
  '/etc/ssl/cert.pem',
];

/**
 * The system's trusted CAs, PEM, found as Go finds them: `SSL_CERT_FILE` or the first bundle there is, and the files of `SSL_CERT_DIR`.
 * A system without any gets the ones that come with the runtime.
 */
export async function systemRoots(env: Readonly<Record<string, string | undefined>> = process.env): Promise<string[]> {
  const { SSL_CERT_FILE: file, SSL_CERT_DIR: directories } = env;
  const found = firstOf(file ? [file] : bundles);
  for (const directory of directories?.split(':') ?? []) found.push(...filesOf(directory));
  if (found.length > 0 || file || directories) return found;
  const { rootCertificates } = await import('node:tls');
  return [...rootCertificates];
}

function firstOf(files: readonly string[]): string[] {
  for (const file of files) {
    const text = read(file);
    if (text !== undefined) return [text];
  }
  return [];
}

function filesOf(directory: string): string[] {
  try {
    return readdirSync(directory).flatMap((name) => read(join(directory, name)) ?? []);
  } catch {
    return [];
  }
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
