import { basename } from 'node:path';
import { run } from './cli/run.js';
import { readArguments } from './host/argv.js';
import { makeNodeHost } from './host/node-host.js';
import { program } from './program.js';

// The link's name: of the script in Node, of the program itself where it is compiled.
const isDropIn = [process.argv0, process.argv[1] ?? ''].some((path) => basename(path) === 'etcdctl');
const host = makeNodeHost(isDropIn ? 'etcdctl' : 'etcdctl-ts');

// Should nothing be left to wait for before the command is through, that is no success.
process.exitCode = 1;
run(readArguments(), host, program).then((status) => {
  process.exitCode = status;
  host.close();
});
