/** `npm run etcd`: makes sure of the real servers and of Go's etcdctl, which the tests run against, and lists them. */
import { etcdVersions, findEtcdctl } from './find.js';

try {
  for (const { version, source, path } of await etcdVersions()) process.stdout.write(`etcd ${version}\t${source}\t${path}\n`);
  const peer = await findEtcdctl();
  if (peer !== undefined) process.stdout.write(`etcdctl ${peer.version}\t${peer.source}\t${peer.path}\n`);
} catch (error) {
  process.stderr.write(`etcd: ${(error as Error).message}\n`);
  process.exitCode = 1;
}
