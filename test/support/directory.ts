import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

/** A folder for the test file's own files, removed after its last test. */
export function ownDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'etcdctl-ts-'));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}
