import { basename } from 'node:path';
import { readArguments } from './argv.js';
import { run } from './cli/run.js';
import { wiring } from './cli/wiring.js';
import { makeNodeHost } from './node-host.js';

const called = basename(process.argv[1] ?? '');
const host = makeNodeHost(called === 'etcdctl' ? called : 'etcdctl-ts');

run(readArguments(), host, wiring).then((status) => {
  process.exitCode = status;
  host.close();
});
