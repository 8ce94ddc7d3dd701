import { spawn } from 'node:child_process';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { guardDirectory } from '../../../scripts/etcd/guard.js';
import { toBytes, toText } from '../../../src/go/text.js';
import { type CommandLine, renderCommand } from './line.js';

/** What a program did. */
export interface Answer {
  /** In the text of src/go/text.ts, so that no byte is lost. */
  readonly out: string;
  readonly err: string;
  /** The status, or the signal that ended it. */
  readonly status: number | NodeJS.Signals;
  /** Whether it went on until it was interrupted. */
  readonly isInterrupted: boolean;
}

/** A program, the server it talks to, and a folder of its own in which it is named `etcdctl`. */
export interface Side {
  readonly folder: string;
  readonly address: string;
}

/** Milliseconds. */
export interface Patience {
  /** How long both have to be silent until they are taken to wait for something that will not come. */
  readonly quiet: number;
  /** How long one may go on when the other has ended. */
  readonly straggler: number;
}

export async function makeSide(program: string, address: string): Promise<Side> {
  const folder = await mkdtemp(join(tmpdir(), 'etcdctl-ts-peer-'));
  guardDirectory(folder);
  await symlink(program, join(folder, 'etcdctl'));
  await writeFile(join(folder, 'bad.pem'), 'no certificate');
  await writeFile(join(folder, 'empty.pem'), '');
  return { folder, address };
}

export const removeSide = ({ folder }: Side) => rm(folder, { recursive: true, force: true });

/** Runs a line on all sides at once, each on its own server. Programs that do not end are interrupted together. */
export async function runSides(line: CommandLine, sides: readonly Side[], { quiet, straggler }: Patience): Promise<Answer[]> {
  const running = sides.map((side) => start(line, side));
  const answers = Promise.all(running.map(({ answer }) => answer));
  let isDone = false;
  void answers.then(() => {
    isDone = true;
  });
  for (let firstEnd: number | undefined; !isDone; await sleep(5)) {
    const now = Date.now();
    const silent = Math.min(...running.map((program) => now - program.lastSign()));
    if (line.isTalk && silent > quiet / 2) for (const program of running) program.endInput();
    if (running.some((program) => program.hasEnded())) firstEnd ??= now;
    const isStuck = firstEnd === undefined ? silent > quiet : now - firstEnd > straggler;
    if (isStuck) for (const program of running) program.interrupt();
  }
  return answers;
}

function start(line: CommandLine, { folder, address }: Side) {
  // Bash takes an input that is a socket, as Node's is, for a login from afar and would read the machine's settings.
  const child = spawn('bash', ['--norc', '-c', renderCommand(line)], {
    cwd: folder,
    env: { PATH: `${folder}:${process.env['PATH']}`, HOME: folder, LC_ALL: 'C.UTF-8', TERM: 'dumb', ENDPOINT: address },
    stdio: ['pipe', 'pipe', 'pipe'],
    // In a group of its own, so that what it starts is interrupted with it.
    detached: true,
  });
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  let lastSign = Date.now();
  let interrupts = 0;
  let hasEnded = false;
  const collect = (chunks: Buffer[]) => (chunk: Buffer) => {
    chunks.push(chunk);
    lastSign = Date.now();
  };
  child.stdout.on('data', collect(out));
  child.stderr.on('data', collect(err));
  child.stdin.on('error', () => undefined);
  child.stdin.write(toBytes(line.stdin ?? ''));
  if (!line.isTalk) child.stdin.end();
  const answer = new Promise<Answer>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      hasEnded = true;
      const text = (chunks: Buffer[]) => toText(Buffer.concat(chunks));
      resolve({ out: text(out), err: text(err), status: code ?? signal ?? -1, isInterrupted: interrupts > 0 });
    });
  });
  const kill = (signal: NodeJS.Signals) => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, signal);
    } catch {
      // It has just ended.
    }
  };
  return {
    answer,
    lastSign: () => lastSign,
    hasEnded: () => hasEnded,
    endInput: () => void child.stdin.end(),
    /** The first time gently; what is left after 400 more calls, some seconds, is killed. */
    interrupt: () => {
      interrupts++;
      if (hasEnded) return;
      if (interrupts === 1) kill('SIGINT');
      if (interrupts === 400) kill('SIGKILL');
    },
  };
}
