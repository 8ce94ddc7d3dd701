import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Go's etcdctl, where the machine has it: `ETCDCTL_BIN`, else `etcdctl` on PATH. Tests that need it are skipped without. */
export const goClient: string | undefined = process.env['ETCDCTL_BIN'] || findOnPath('etcdctl');

function findOnPath(name: string): string | undefined {
  const paths = (process.env['PATH'] ?? '').split(delimiter).map((directory) => join(directory, name));
  return paths.find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
