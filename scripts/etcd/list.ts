/** `npm run etcd`: makes sure of the real servers that the tests run against, and lists them. */
import { etcdVersions } from './find.js';

try {
  for (const { version, source, path } of await etcdVersions()) process.stdout.write(`etcd ${version}\t${source}\t${path}\n`);
} catch (error) {
  process.stderr.write(`etcd: ${(error as Error).message}\n`);
  process.exitCode = 1;
}
