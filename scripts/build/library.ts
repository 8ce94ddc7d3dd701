import { execFile } from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { projectRoot } from '../project.js';
import { closeTypes } from './library-types.js';
import { collectLicences } from './packages.js';

const execute = promisify(execFile);
const dist = join(projectRoot, 'dist');

export const libraryPath = join(dist, 'etcd', 'index.js');

/** Makes what `import 'etcdctl-ts'` loads: `dist/etcd/index.js`, one module with the packages that it needs, and its types in `dist/types`. */
export async function buildLibrary(): Promise<void> {
  await Promise.all([bundleModule(), emitTypes()]);
}

async function bundleModule(): Promise<void> {
  const { metafile } = await build({
    absWorkingDir: projectRoot,
    entryPoints: ['src/etcd/index.ts'],
    outfile: libraryPath,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    // Whoever steps into it while debugging reads it.
    minify: false,
    legalComments: 'none',
    metafile: true,
    logLevel: 'warning',
  });
  await writeFile(join(dist, 'etcd', 'index.LICENSES.txt'), await collectLicences(metafile));
}

async function emitTypes(): Promise<void> {
  const types = join(dist, 'types');
  await rm(types, { recursive: true, force: true });
  const tsc = join(projectRoot, 'node_modules', 'typescript', 'bin', 'tsc');
  await execute(process.execPath, [tsc, '--project', 'tsconfig.library.json'], { cwd: projectRoot }).catch((error: { stdout?: string }) => {
    throw new Error(`the library's types can't be made\n${error.stdout}`);
  });
  await closeTypes(types, 'etcd/index.d.ts');
}
