import { command } from '../../command/spec.js';

/** Prints what etcdctl it is compatible with, contract 2.22; `--version` tells the package's own version. */
export const version = command({
  run: ({ host }) => host.stdout.write('etcdctl version: 3.7.1\nAPI version: 3.7\n'),
});
