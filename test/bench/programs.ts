import { join } from 'node:path';
import { bundle } from '../../scripts/build/bundle.js';
import { compileStandalone, standalonePath } from '../../scripts/build/standalone.js';
import { findEtcdctl } from '../../scripts/etcd/find.js';
import { projectRoot } from '../../scripts/project.js';
import type { Contender } from './measure.js';

/** Name of Go's client in the tables. */
export const go = 'Go';

/** Both builds of the program, made anew, and Go's etcdctl where there is one. */
export async function makePrograms(): Promise<{ name: string; command: string }[]> {
  await bundle();
  await compileStandalone();
  const etcdctl = await findEtcdctl();
  return [
    { name: 'Node', command: join(projectRoot, 'bin', 'etcdctl-ts') },
    { name: 'standalone', command: standalonePath },
    ...(etcdctl === undefined ? [] : [{ name: go, command: etcdctl.path }]),
  ];
}

/** The same command of each of the programs. */
export function contend(
  programs: readonly { name: string; command: string }[],
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  more: Partial<Contender> = {},
): Contender[] {
  return programs.map(({ name, command }) => ({ name, command, args, env, ...more }));
}
