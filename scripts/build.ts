/** `npm run build`: the program for Node and the library, which is what the package has; `-- --standalone` the executable as well. */
import { stat } from 'node:fs/promises';
import { relative } from 'node:path';
import { bundle, bundlePath } from './build/bundle.js';
import { buildLibrary, libraryPath } from './build/library.js';
import { markPackable, markUnpackable } from './build/packable.js';
import { compileStandalone, standalonePath } from './build/standalone.js';
import { projectRoot, sayOnStderr } from './project.js';

const start = performance.now();
try {
  await markUnpackable();
  await Promise.all([bundle().then(() => report(bundlePath)), buildLibrary().then(() => report(libraryPath))]);
  await markPackable();
  if (process.argv.includes('--standalone')) {
    await compileStandalone();
    await report(standalonePath);
  }
} catch (error) {
  sayOnStderr(`build: ${(error as Error).message}`);
  process.exitCode = 1;
}

async function report(path: string): Promise<void> {
  const { size } = await stat(path);
  sayOnStderr(`build: ${relative(projectRoot, path)}, ${Math.round(size / 1024)} KiB, after ${Math.round(performance.now() - start)} ms`);
}
