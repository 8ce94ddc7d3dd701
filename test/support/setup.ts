import type { TestProject } from 'vitest/node';
import { type Binary, etcdVersions } from '../../scripts/etcd/find.js';
import { sayOnStderr } from '../../scripts/project.js';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The real servers that the tests run against, newest first. */
    etcds: Binary[];
    /** Why there are none. */
    etcdMissing: string;
  }
}

/** Makes sure of real servers once, before any worker starts. Without one, the tests that need it fail, and the others run. */
export default async function setup(project: TestProject): Promise<void> {
  const { etcds, missing } = await etcdVersions().then(
    (found) => ({ etcds: found, missing: '' }),
    (error: Error) => ({ etcds: [], missing: error.message }),
  );
  sayOnStderr(missing || `etcd: ${etcds.map(({ version, source }) => `${version} (${source})`).join(', ')}`);
  project.provide('etcds', etcds);
  project.provide('etcdMissing', missing);
}
