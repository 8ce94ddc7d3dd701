import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeScript, shippedScripts } from '../../src/cli/shells/script.js';

const found = (shell: string) => spawnSync(shell, ['-c', 'exit 0']).status === 0;

describe.each(shippedScripts.filter(([shell]) => shell !== 'powershell'))('%s', (shell, file) => {
  test.skipIf(!found(shell))('reads the script', () => {
    const path = fileURLToPath(new URL(`../../completions/${file}`, import.meta.url));
    const { status, stderr } = spawnSync(shell, ['-n', path]);
    expect({ status, stderr: String(stderr) }).toEqual({ status: 0, stderr: '' });
  });
});

describe.skipIf(!found('bash')).each(['etcdctl-ts', 'etcdctl'])('bash, for %s', (program) => {
  let folder = '';

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'etcdctl-ts-'));
    // Answers with what it was asked, as the program would with candidates, and notes it.
    const answers = String.raw`printf '%s\n' "$@" >"${folder}/asked"; printf '%s\n' /app/a '/app/b c' a:b:c json ':6'`;
    writeFileSync(join(folder, program), `#!/bin/sh\n${answers}\n`, { mode: 0o755 });
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  /** What bash would do with a line whose cursor is at its end; the pieces are those that bash splits it into. */
  function complete(line: string, pieces: readonly string[]) {
    // Both names have their scripts in one shell, and neither is in the other's way.
    const script = `${makeScript('bash', 'etcdctl-ts')}${makeScript('bash', 'etcdctl')}
      COMP_LINE=$1 COMP_POINT=\${#1}; shift; COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
      $(complete -p ${program} | sed 's/.*-F \\([^ ]*\\).*/\\1/'); printf '%s\\n' "\${COMPREPLY[@]}"; echo --; cat "${folder}/asked"`;
    // Bash takes an input that is a socket, as Node's is, for a login from afar and would read the machine's settings.
    const { stdout } = spawnSync('bash', ['--norc', '-c', script, 'bash', line, ...pieces], {
      env: { PATH: `${folder}:${process.env['PATH']}` },
    });
    const [replies = '', asked = ''] = String(stdout).split('\n--\n');
    return { replies: replies.split('\n'), asked: asked.split('\n').slice(1, -1) };
  }

  test.each([
    ['etcdctl-ts get /app', ['etcdctl-ts', 'get', '/app'], ['get', '/app'], ['/app/a', '/app/b\\ c']],
    ['etcdctl-ts  get ', ['etcdctl-ts', 'get', ''], ['get', ''], ['/app/a', '/app/b\\ c', 'a:b:c', 'json']],
    ['etcdctl-ts get a:b', ['etcdctl-ts', 'get', 'a', ':', 'b'], ['get', 'a:b'], ['b:c']],
    ['etcdctl-ts get a:', ['etcdctl-ts', 'get', 'a', ':'], ['get', 'a:'], ['b:c']],
    ['etcdctl-ts get --write-out=js', ['etcdctl-ts', 'get', '--write-out', '=', 'js'], ['get', '--write-out=js'], ['json']],
    ['etcdctl-ts get --x=1 js', ['etcdctl-ts', 'get', '--x', '=', '1', 'js'], ['get', '--x=1', 'js'], ['json']],
  ])('%s', (line, pieces, asked, replies) => {
    expect(complete(line.replace('etcdctl-ts', program), [program, ...pieces.slice(1)])).toEqual({ asked, replies });
  });
});
