import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from '../project.js';

/**
 * There when all that the package has is built. `.npmignore` is a link to it, and npm fails to read a link into nothing: what isn't built
 * can't be packed, not even with `--ignore-scripts`, which leaves out every script that could check.
 */
const path = join(projectRoot, 'dist', 'packable');

export async function markUnpackable(): Promise<void> {
  await rm(path, { force: true });
}

/** Its text would be a list of files to ignore, did package.json not have one of files to pack. */
export async function markPackable(): Promise<void> {
  await writeFile(path, '# All that package.json names in dist is built.\n');
}
