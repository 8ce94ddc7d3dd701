import { createRequire } from 'node:module';

/** Whether what builds and tests the project is installed, which `npm ci --omit=dev` leaves out. Where it isn't, says in one line what to do. */
export function hasTools() {
  try {
    createRequire(import.meta.url).resolve('esbuild');
    return true;
  } catch {
    process.stderr.write('etcdctl-ts: the packages that build and test it are not installed; run: npm ci (without --omit=dev)\n');
    return false;
  }
}
