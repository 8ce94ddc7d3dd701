import { execFile } from 'node:child_process';
import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { projectRoot, sayOnStderr } from '../project.js';
import { withAnsweringServer } from './answering-server.js';
import { bundlePath, cleanEnv } from './bundle.js';

const execute = promisify(execFile);

export const standalonePath = join(projectRoot, 'dist', 'etcdctl-ts');

/** Makes `dist/etcdctl-ts` of the bundle: one executable that needs no Node. */
export async function compileStandalone(): Promise<void> {
  const bun = await findBun();
  await compile(bun);
  // Bytecode laid out in the order in which a start reads it.
  const order = `${standalonePath}.order`;
  try {
    await withAnsweringServer((args) =>
      execute(standalonePath, args, { timeout: 20_000, env: { ...cleanEnv(), BUN_BYTECODE_ORDER_OUT: order } }),
    );
    if ((await stat(order)).size > 0) await compile(bun, `--bytecode-order=${order}`);
  } catch (error) {
    sayOnStderr(`build: bytecode in no special order, since a get fails: ${(error as Error).message.trim().split('\n').at(-1)}`);
  } finally {
    await rm(order, { force: true });
  }
  await hideVariables(standalonePath);
}

/**
 * Settings of Bun's own that an executable takes from whoever calls it: code to load first, a debugger to wait for, to be Bun instead of the
 * program, or to write where it started. Nothing that `bun build` offers turns them off. Those that begin with `BUN_JSC_` stay: their names are
 * compared in code.
 */
const variables = ['BUN_OPTIONS', 'BUN_BE_BUN', 'BUN_INSPECT', 'BUN_BYTECODE_ORDER_OUT'];

/** Gives Bun's variables other names in the executable, ones that no shell can set. @throws Error where Bun doesn't know one of them any more */
async function hideVariables(path: string): Promise<void> {
  const executable = await readFile(path);
  for (const name of variables) {
    const hidden = name.replace('_', '-');
    let found = executable.indexOf(name);
    if (found < 0) throw new Error(`this bun has no ${name}; see what it has instead, and hide that`);
    for (; found >= 0; found = executable.indexOf(name, found)) executable.write(hidden, found, 'latin1');
  }
  // Not into the file that may be running.
  const whole = `${path}.hidden`;
  await writeFile(whole, executable, { mode: 0o755 });
  await rename(whole, path);
}

async function compile(bun: string, ...more: string[]): Promise<void> {
  const flags = [
    '--compile',
    '--bytecode',
    '--minify',
    // A client takes no settings from the folder it is called in.
    '--no-compile-autoload-dotenv',
    '--no-compile-autoload-bunfig',
    '--no-compile-autoload-tsconfig',
    '--no-compile-autoload-package-json',
    // Any such argument makes a start in a deleted folder work; this one is what a client wants anyway.
    '--compile-exec-argv=--no-install',
  ];
  await execute(bun, ['build', ...flags, ...more, bundlePath, `--outfile=${standalonePath}`], { cwd: projectRoot });
}

/** Bun comes from npm as a stub that its install script replaces, which does not run with `npm ci --ignore-scripts`. */
async function findBun(): Promise<string> {
  const directory = join(projectRoot, 'node_modules', 'bun');
  const bun = join(directory, 'bin', 'bun.exe');
  const works = () =>
    execute(bun, ['--version']).then(
      () => true,
      () => false,
    );
  if (await works()) return bun;
  sayOnStderr("build: running the bun package's install script");
  await execute(process.execPath, ['install.js'], { cwd: directory }).catch(() => undefined);
  if (await works()) return bun;
  throw new Error('bun does not run; its package fetches it when installed with scripts: npm ci');
}
