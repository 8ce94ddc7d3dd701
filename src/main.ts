import { basename } from 'node:path';
import { readArguments } from './argv.js';
import { run } from './cli/run.js';
import { root } from './commands/index.js';
import { CliError } from './errors.js';
import { makeNodeHost } from './node-host.js';

const called = basename(process.argv[1] ?? '');
const host = makeNodeHost(called === 'etcdctl' ? called : 'etcdctl-ts');

run(readArguments(), host, {
  root,
  connect: () => Promise.reject(new CliError('no client yet')),
  print: () => Promise.reject(new CliError('no printer yet')),
}).then((status) => {
  process.exitCode = status;
  host.close();
});
