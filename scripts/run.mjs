// Runs one of the TypeScript scripts beside it, which Node 20 can't do by itself: node scripts/run.mjs <file> [argument ...]
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { hasTools } from './tools.mjs';

if (!hasTools()) process.exit(1);
const { build } = await import('esbuild');

const [file = '', ...args] = process.argv.slice(2);
const root = fileURLToPath(new URL('..', import.meta.url));
// Below the project, so that the script finds node_modules and the project's root as its source does.
const outfile = join(root, '.cache', 'scripts', `${basename(file, '.ts')}-${process.pid}.mjs`);

try {
  await build({
    entryPoints: [join(root, file)],
    outfile,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    sourcemap: 'inline',
    // It removes itself once it is loaded, however the script ends.
    banner: { js: "import { rmSync as removeSelf } from 'node:fs'; removeSelf(new URL(import.meta.url));" },
    logLevel: 'error',
  });
} catch {
  // esbuild has said what is wrong.
  process.exit(1);
}
process.argv = [process.argv[0], outfile, ...args];
process.setSourceMapsEnabled(true);
await import(pathToFileURL(outfile).href);
