import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

export interface Program {
  readonly name: 'node' | 'standalone';
  readonly path: string;
}

/** The built programs: what works in one runtime need not in the other, so that end-to-end tests run both. */
export const programs: readonly Program[] = [
  { name: 'node', path: join(root, 'bin', 'etcdctl-ts') },
  { name: 'standalone', path: join(root, 'dist', 'etcdctl-ts') },
];

/** @throws Error where the program is not built: a test of it must not pass by leaving it out. */
export function builtProgram({ name, path }: Program): string {
  const needed = name === 'node' ? join(root, 'dist', 'main.cjs') : path;
  if (!existsSync(needed))
    throw new Error(`the ${name} program is not built; run npm run ${name === 'node' ? 'build' : 'build:standalone'}`);
  return path;
}
