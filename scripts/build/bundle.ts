import { execFile } from 'node:child_process';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import { type BuildOptions, build, type Plugin } from 'esbuild';
import { projectRoot, sayOnStderr } from '../project.js';
import { withAnsweringServer } from './answering-server.js';
import { collectLicences } from './packages.js';

const execute = promisify(execFile);
const dist = join(projectRoot, 'dist');

export const bundlePath = join(dist, 'main.cjs');

/** What is large and rarely needed, by its bundle beside main.cjs: `import()` of the module loads it. */
const further: Readonly<Record<string, string>> = { 'src/kubernetes/index.ts': 'kubernetes' };

/** Makes `dist/main.cjs`, the whole program in one file, with the licences of what is in it and the code cache for this Node. */
export async function bundle(): Promise<void> {
  await mkdir(dist, { recursive: true });
  await removeCaches();
  await makeBundle('src/main.ts', 'main');
  for (const [entry, name] of Object.entries(further)) await makeBundle(entry, name);
  await makeCache();
}

async function makeBundle(entry: string, name: string): Promise<void> {
  const { metafile } = await build({ ...bundleOptions(), entryPoints: [entry], outfile: join(dist, `${name}.cjs`), metafile: true });
  await writeFile(join(dist, `${name}.LICENSES.txt`), await collectLicences(metafile));
}

/** How the bundle is made. What the start needs stands at its top; what is behind an `import()` becomes a function that runs when it's asked for. */
export function bundleOptions(): BuildOptions {
  return {
    absWorkingDir: projectRoot,
    entryPoints: ['src/main.ts'],
    bundle: true,
    platform: 'node',
    // One CommonJS file: the only form that Bun compiles to bytecode, and the one that needs no look-ups at start.
    format: 'cjs',
    target: 'node20',
    // Names stay, so that a stack trace says something; shorter ones measure no faster with the code cache.
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: 'none',
    // The launcher reads the file as Latin-1.
    charset: 'ascii',
    // `import()` would ask the launcher's script for a loader that it has not.
    supported: { 'dynamic-import': false },
    logLevel: 'warning',
    plugins: [withoutSubcommandFiles, besideMain],
  };
}

/**
 * commander loads `node:child_process` at its top, a tenth of the time of a start, for sub-commands that are programs of their own. There are
 * none here.
 */
const withoutSubcommandFiles: Plugin = {
  name: 'without-subcommand-files',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:child_process$/ }, ({ importer }) =>
      importer.includes(join('node_modules', 'commander')) ? { path: 'child_process', namespace: 'empty' } : undefined,
    );
    onLoad({ filter: /.*/, namespace: 'empty' }, () => ({ contents: 'module.exports = {};' }));
  },
};

const besideMain: Plugin = {
  name: 'beside-main',
  setup({ onResolve }) {
    onResolve({ filter: /\/index\.js$/ }, ({ path, resolveDir, kind }) => {
      const name = further[relative(projectRoot, join(resolveDir, path)).replace(/\.js$/, '.ts')];
      if (name === undefined || kind === 'entry-point') return undefined;
      if (kind !== 'dynamic-import') return { errors: [{ text: `${path} is a bundle of its own: import() it` }] };
      return { path: `./${name}.cjs`, external: true };
    });
  },
};

async function removeCaches(): Promise<void> {
  // V8 tells a stale cache by the source's length only.
  const files = (await readdir(dist)).filter((file) => file.endsWith('.cache'));
  await Promise.all(files.map((file) => rm(join(dist, file))));
}

/** Keeps what V8 compiles while a `get` runs, which bin/etcdctl-ts looks for by this name. Without it the program starts slower. */
async function makeCache(): Promise<void> {
  const cache = join(dist, `main-${process.version}-${process.arch}.cache`);
  const warm = join(projectRoot, 'scripts', 'build', 'warm.cjs');
  try {
    await withAnsweringServer((args) =>
      execute(process.execPath, [warm, bundlePath, cache, ...args], { timeout: 20_000, env: cleanEnv() }),
    );
  } catch (error) {
    sayOnStderr(`build: no code cache, since a get fails: ${(error as Error).message.trim().split('\n').at(-1)}`);
  }
}

/** Without the client's own settings, and without flags for Node that would make the cache fit nobody else. */
export function cleanEnv(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('ETCDCTL_') && name !== 'NODE_OPTIONS'));
}
