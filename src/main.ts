import { basename } from 'node:path';
import { run } from './cli/run.js';
import { wiring } from './cli/wiring.js';
import { makeNodeHost } from './node-host.js';

const called = basename(process.argv[1] ?? '');
const host = makeNodeHost(called === 'etcdctl' ? called : 'etcdctl-ts');

run(process.argv.slice(2), host, wiring).then((status) => {
  process.exitCode = status;
  host.close();
});
