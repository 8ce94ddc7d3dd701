// Writes completions/, which packagers install: node scripts/run.mjs scripts/completions.ts
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeScript, shippedScripts } from '../src/cli/shells/script.js';
import { projectRoot } from './project.js';

const folder = join(projectRoot, 'completions');
await mkdir(folder, { recursive: true });
for (const [shell, file] of shippedScripts) await writeFile(join(folder, file), makeScript(shell, 'etcdctl-ts'));
