import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';
import { projectRoot } from '../project.js';

/** etcd3's way to reach a server, which the program replaces; its types alone are used. */
const unwanted = ['@grpc/grpc-js', '@grpc/proto-loader', 'cockatiel', 'protobufjs'];

/**
 * The licences of the packages that have code in a bundle.
 * @throws Error where one of them is not to be loaded
 */
export async function collectLicences(metafile: Metafile): Promise<string> {
  const packages = listPackages(metafile);
  const found = unwanted.filter((name) => packages.some(({ name: other }) => other === name));
  if (found.length > 0) throw new Error(`the bundle has ${found.join(', ')}, which is not to be loaded`);
  return (await Promise.all(packages.map(readLicence))).join(`\n${'-'.repeat(80)}\n\n`);
}

interface BundledPackage {
  readonly name: string;
  readonly directory: string;
}

/** The packages that have code in the bundle, by name. */
function listPackages({ inputs }: Metafile): BundledPackage[] {
  const packages = new Map<string, string>();
  for (const path of Object.keys(inputs)) {
    const match = /^(.*node_modules\/((?:@[^/]+\/)?[^/]+))\//.exec(path);
    if (match?.[1] !== undefined && match[2] !== undefined) packages.set(match[2], match[1]);
  }
  return [...packages].map(([name, directory]) => ({ name, directory })).sort((a, b) => (a.name < b.name ? -1 : 1));
}

async function readLicence({ name, directory }: BundledPackage): Promise<string> {
  const path = join(projectRoot, directory);
  const file = (await readdir(path)).find((entry) => /^licen[cs]e/i.test(entry));
  const { license, version } = JSON.parse(await readFile(join(path, 'package.json'), 'utf8')) as { license?: string; version: string };
  const text = file === undefined ? `${license}\n` : await readFile(join(path, file), 'utf8');
  return `${name} ${version}\n\n${text}`;
}
