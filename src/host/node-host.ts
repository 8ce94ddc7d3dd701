import fs from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { systemClock } from '../clock.js';
import { quote } from '../go/quote.js';
import { describeSystemError, isSystemError } from '../go/syserror.js';
import { FileOutput } from './file-output.js';
import { type Host, type Input, SpawnError, type SpawnResult } from './host.js';
import { askSecret } from './prompt.js';

/** The host that a process gives. `close` lets go of stdin, so that nothing keeps the process alive. */
export function makeNodeHost(program: string): Host & { close(): void } {
  let stdinUsed = false;
  const stdin = () => {
    stdinUsed = true;
    return process.stdin;
  };
  const stdout = new FileOutput(1, () => process.stdout);
  return {
    program,
    env: process.env,
    stdin: makeInput(stdin),
    stdout,
    stderr: new FileOutput(2, () => process.stderr),
    clock: systemClock,
    files: fs,
    dns: () => import('node:dns/promises'),
    onSignal(signals, callback) {
      for (const signal of signals) process.on(signal, callback);
      return () => {
        for (const signal of signals) process.off(signal, callback);
      };
    },
    spawn: spawnProgram,
    askSecret: (prompt) => askSecret(prompt, stdin(), stdout),
    close() {
      if (stdinUsed) process.stdin.destroy();
    },
  };
}

function makeInput(stream: () => Readable & { readonly isTTY?: boolean }): Input {
  return {
    get isTTY() {
      return stream().isTTY ?? false;
    },
    async *[Symbol.asyncIterator]() {
      for await (const chunk of stream().iterator({ destroyOnReturn: false })) yield chunk as Buffer;
    },
    unread: (rest) => stream().unshift(rest),
  };
}

async function spawnProgram(command: string, args: readonly string[], env: Host['env']): Promise<SpawnResult> {
  // Not at the top: most commands run no program, and its modules take a tenth of the start.
  const { spawn } = await import('node:child_process');
  if (command === '') throw new SpawnError('exec: no command');
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'], env });
    child.on('error', (error) => reject(new SpawnError(describeSpawnError(command, error), { cause: error })));
    child.on('close', (code, signal) => resolve({ code: code ?? undefined, signal: signal ?? undefined }));
  });
}

/** In the words of Go's package os/exec. */
function describeSpawnError(command: string, error: Error): string {
  if (!isSystemError(error)) return error.message;
  if (!command.includes('/')) return `exec: ${quote(command)}: executable file not found in $PATH`;
  return describeSystemError(Object.assign(error, { syscall: 'fork/exec', path: command }));
}
