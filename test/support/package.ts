import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from '../../scripts/project.js';
import type { Finished } from './process.js';

export interface NpmOptions {
  readonly cwd: string;
  /** A folder for its cache and the like. */
  readonly own: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** npm as someone runs it who has never run it before, and has no network. Unlike `runProgram` it can run before the tests. */
export function runNpm(args: readonly string[], { cwd, own, env }: NpmOptions): Promise<Finished> {
  const settings = { offline: 'true', cache: own, userconfig: join(own, 'npmrc'), update_notifier: 'false' };
  const named = Object.fromEntries(Object.entries(settings).map(([name, value]) => [`npm_config_${name}`, value]));
  const { PATH, HOME } = process.env;
  return new Promise((resolve) => {
    const child = execFile('npm', args, { cwd, env: { PATH, HOME, ...named, ...env }, timeout: 100_000 }, (error, out, err) => {
      resolve({ out, err: error && child.exitCode === null ? `${err}${error.message}` : err, code: child.exitCode ?? -1 });
    });
  });
}

export interface InstalledPackage {
  /** A folder that has `node_modules` with the package. */
  readonly consumer: string;
  readonly install: Finished;
}

/**
 * Packs what is built, and installs it into a folder of its own below `directory`.
 * @throws Error where it is not built: a test of it must not pass by leaving it out
 */
export async function installPackage(directory: string): Promise<InstalledPackage> {
  if (!existsSync(join(projectRoot, 'dist', 'packable'))) throw new Error('the package is not built; run npm run build');
  const folder = (name: string) => mkdtemp(join(directory, `${name}-`));
  const [packs, consumer, own] = await Promise.all([folder('packs'), folder('consumer'), folder('npm')]);
  // Without scripts, since they would build anew what other tests run at this time.
  const pack = await runNpm(['pack', '--ignore-scripts', '--pack-destination', packs], { cwd: projectRoot, own });
  if (pack.code !== 0) throw new Error(pack.err);
  const [tarball = ''] = await readdir(packs);
  return { consumer, install: await runNpm(['install', join(packs, tarball)], { cwd: consumer, own }) };
}
