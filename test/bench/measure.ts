import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** A program that runs the same as the others. */
export interface Contender {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Where it goes on for ever: it is ended once it has written so many bytes. */
  readonly enoughBytes?: number;
}

export interface Result {
  readonly name: string;
  /** Wall time of the whole process, median. */
  readonly milliseconds: number;
  /** The quickest run, which tells more than the median while the machine has other work. */
  readonly bestMilliseconds: number;
  /** The highest resident set, median; undefined where there is no /proc. */
  readonly peakBytes: number | undefined;
  /** What it writes to stdout. */
  readonly outputBytes: number;
}

/**
 * Runs the contenders in turn, so that a busy moment of the machine meets all of them. Time and memory are taken in runs of their own:
 * watching the memory takes time.
 * @throws Error where one fails, or writes another number of bytes than before.
 */
export async function compare(contenders: readonly Contender[], runs: number): Promise<Result[]> {
  const all = contenders.map((contender) => ({ contender, times: [] as number[], peaks: [] as number[], sizes: [] as number[] }));
  // The first round warms the file cache and the server, and counts the output.
  for (let round = 0; round <= runs; round++) {
    for (const { contender, times, peaks, sizes } of all) {
      if (round > 0) times.push(contender.enoughBytes === undefined ? time(contender) : (await watch(contender, false)).milliseconds);
      if (round > Math.min(runs, 5)) continue;
      const { peakBytes, outputBytes } = await watch(contender, true);
      if (peakBytes !== undefined) peaks.push(peakBytes);
      sizes.push(outputBytes);
    }
  }
  return all.map(({ contender: { name }, times, peaks, sizes }) => {
    if (new Set(sizes).size !== 1) throw new Error(`${name} writes a different number of bytes each time: ${sizes.join(', ')}`);
    return {
      name,
      milliseconds: median(times),
      bestMilliseconds: Math.min(...times),
      peakBytes: peaks.length > 0 ? median(peaks) : undefined,
      outputBytes: sizes[0] ?? 0,
    };
  });
}

/** Milliseconds after which a run counts as hanging. */
const timeout = 120_000;

/** Milliseconds, with the output going nowhere. */
function time({ name, command, args, env }: Contender): number {
  const start = performance.now();
  const { status, signal, stderr } = spawnSync(command, args, {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, ...env },
    timeout,
  });
  const milliseconds = performance.now() - start;
  if (status !== 0) throw failure(name, signal ?? `status ${status}`, String(stderr));
  return milliseconds;
}

interface Watched {
  readonly milliseconds: number;
  readonly outputBytes: number;
  readonly peakBytes: number | undefined;
}

function watch({ name, command, args, env, enoughBytes = Number.POSITIVE_INFINITY }: Contender, withMemory: boolean): Promise<Watched> {
  const start = performance.now();
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env }, timeout });
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk;
  });
  let outputBytes = 0;
  let peakBytes: number | undefined;
  let milliseconds: number | undefined;
  // The kernel keeps the highest value, so that reading now and then misses only what grows in the last moment.
  const look = () => {
    peakBytes = readPeak(child.pid) ?? peakBytes;
  };
  const timer = withMemory ? setInterval(look, 1) : undefined;
  return new Promise((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      outputBytes += chunk.length;
      if (outputBytes < enoughBytes || milliseconds !== undefined) return;
      milliseconds = performance.now() - start;
      if (withMemory) look();
      child.kill('SIGKILL');
    });
    child.once('error', reject);
    child.once('close', (code, signal) => {
      clearInterval(timer);
      if (code === 0) milliseconds ??= performance.now() - start;
      if (milliseconds === undefined) reject(failure(name, signal ?? `status ${code}`, stderr));
      else resolve({ milliseconds, outputBytes, peakBytes });
    });
  });
}

function failure(name: string, end: string, stderr: string): Error {
  return new Error(`${name} ended with ${end}: ${stderr.trim().split('\n').at(-1)}`);
}

/** Linux' high-water mark of the process's resident set, bytes. */
function readPeak(pid: number | undefined): number | undefined {
  try {
    const kilobytes = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
  } catch {
    return undefined;
  }
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? Number.NaN)
    : ((sorted[middle - 1] ?? Number.NaN) + (sorted[middle] ?? Number.NaN)) / 2;
}
