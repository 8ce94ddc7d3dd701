import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const bun = join(dirname(createRequire(import.meta.url).resolve('bun/package.json')), 'bin', 'bun.exe');
const root = fileURLToPath(new URL('../..', import.meta.url));

// There the sockets are Bun's own. Its test runner takes vitest's files.
test.each(['connection', 'conversations', 'flow-control', 'mutations', 'sockets', 'tls'])('%s, run by Bun', async (name) => {
  const child = spawn(bun, ['test', '--timeout', '60000', `./test/http2/${name}.test.ts`], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (text) => {
    output += text;
  });
  child.stderr.on('data', (text) => {
    output += text;
  });
  const code = await new Promise((resolve) => child.once('close', resolve));
  expect(code, output).toBe(0);
});
