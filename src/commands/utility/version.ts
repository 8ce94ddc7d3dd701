import { command } from '../../command/spec.js';
import { compatibleApi, compatibleVersion } from '../../output/compatible.js';

/** Prints what etcdctl it is compatible with, contract 2.22; `--version` prints the package's own version. */
export const version = command({
  run: ({ host }) => host.stdout.write(`etcdctl version: ${compatibleVersion}\nAPI version: ${compatibleApi}\n`),
});
