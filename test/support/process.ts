import { type ChildProcess, spawn } from 'node:child_process';
import { onTestFinished } from 'vitest';

export interface Finished {
  readonly out: string;
  readonly err: string;
  /** -1 where a signal ended it. */
  readonly code: number;
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string | Uint8Array;
  readonly cwd?: string;
  /** Milliseconds after which the process is killed. */
  readonly timeout?: number;
}

/** The environment of a cron job: what the program needs must not come from ours. */
const bare = { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '' };

/** Runs a program to its end, which comes by `timeout` at the latest; many can run side by side in one test file. */
export async function runProgram(path: string, args: readonly string[], options: RunOptions = {}): Promise<Finished> {
  const running = spawnProgram(path, args, options);
  running.child.stdin?.end(options.stdin ?? '');
  return running.finished;
}

export interface Running {
  readonly child: ChildProcess;
  /** What it has printed so far. */
  out(): string;
  err(): string;
  readonly finished: Promise<Finished>;
}

/** Starts a program that the test talks to; it is killed when the test ends. */
export function startProgram(path: string, args: readonly string[], options: RunOptions = {}): Running {
  const running = spawnProgram(path, args, options);
  onTestFinished(() => void running.child.kill('SIGKILL'));
  return running;
}

function spawnProgram(path: string, args: readonly string[], { env = {}, cwd, timeout = 60_000 }: RunOptions): Running {
  const child = spawn(path, args, { env: { ...bare, ...env }, cwd, timeout, killSignal: 'SIGKILL', stdio: ['pipe', 'pipe', 'pipe'] });
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
  // A program that ends before it has read its input is no failure of the test.
  child.stdin.on('error', () => undefined);
  const text = (chunks: Buffer[]) => Buffer.concat(chunks).toString();
  const finished = new Promise<Finished>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ out: text(out), err: text(err), code: code ?? -1 }));
  });
  return { child, out: () => text(out), err: () => text(err), finished };
}

/** Waits until something holds, looking again and again. @throws Error after `timeout` milliseconds */
export async function until(holds: () => boolean | Promise<boolean>, what: string, timeout = 20_000): Promise<void> {
  for (const end = Date.now() + timeout; !(await holds()); ) {
    if (Date.now() > end) throw new Error(`waited in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
