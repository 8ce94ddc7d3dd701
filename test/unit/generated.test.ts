import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it, onTestFinished } from 'vitest';
import { projectRoot } from '../../scripts/project.js';

async function readTree(directory: string): Promise<Record<string, string>> {
  const files = (await readdir(directory, { recursive: true })).filter((file) => file.endsWith('.ts')).toSorted();
  return Object.fromEntries(await Promise.all(files.map(async (file) => [file, await readFile(join(directory, file), 'utf8')] as const)));
}

it('the codecs are those that proto/ gives; npm run generate makes them anew', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'etcdctl-ts-codecs-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  await promisify(execFile)(join('node_modules', '.bin', 'buf'), ['generate', '-o', directory], { cwd: projectRoot });
  expect(await readTree(join(directory, 'src', 'proto'))).toEqual(await readTree(join(projectRoot, 'src', 'proto')));
});
