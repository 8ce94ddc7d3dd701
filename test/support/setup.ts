import type { TestProject } from 'vitest/node';
import { onPath } from '../../scripts/etcd/binary.js';
import { type Binary, etcdVersions, findEtcdctl, missingMinors } from '../../scripts/etcd/find.js';
import { peerVersion } from '../../scripts/etcd/versions.js';
import { sayOnStderr } from '../../scripts/project.js';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The real servers that the tests run against, newest first. */
    etcds: Binary[];
    /** Why there are none. */
    etcdMissing: string;
    /** Minor versions of servers that are wanted and not there, newest first. */
    missingMinors: string[];
    /** Go's etcdctl, where there is one. */
    etcdctl: Binary | null;
  }
}

/** Makes sure of real servers once, before any worker starts. Without one, the tests that need it fail; without the others, theirs are skipped. */
export default async function setup(project: TestProject): Promise<void> {
  const effort = { trustsLastSearch: true };
  const { etcds, missing } = await etcdVersions(sayOnStderr, effort).then(
    (found) => ({ etcds: found, missing: '' }),
    (error: Error) => ({ etcds: [], missing: error.message }),
  );
  const etcdctl = await findEtcdctl(sayOnStderr, effort);
  sayOnStderr(missing || `etcd: ${etcds.map(describe).join(', ')}${etcdctl ? `; Go's etcdctl: ${describe(etcdctl)}` : ''}`);
  const absent = [...missingMinors(etcds).map((minor) => `etcd ${minor}`), ...(etcdctl ? [] : [`etcdctl ${peerVersion}`])];
  if (absent.length > 0) sayOnStderr(`without ${absent.join(', ')}: the tests that need them are skipped`);
  if (absent.length > 0 && process.env['CI'] && (await onPath('go')) !== undefined) {
    throw new Error(`no test may be skipped in CI where Go is, but there is no ${absent.join(', ')}`);
  }
  project.provide('etcds', etcds);
  project.provide('etcdMissing', missing);
  project.provide('missingMinors', missingMinors(etcds));
  project.provide('etcdctl', etcdctl ?? null);
}

const describe = ({ version, source }: Binary) => `${version} (${source})`;
