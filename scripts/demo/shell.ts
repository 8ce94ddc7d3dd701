import { type ChildProcess, spawn } from 'node:child_process';

/** Runs the program as a person would, showing each command line first. */
export class Shell {
  #child: ChildProcess | undefined;

  /** `signal` ends the command that runs, and starts no other. */
  constructor(
    readonly program: string,
    readonly signal: AbortSignal,
  ) {
    signal.addEventListener('abort', () => this.#child?.kill('SIGTERM'));
  }

  /**
   * With `lines`, it is ended by Ctrl-C once it has printed so many.
   * @throws Error where it ends with another status than 0
   */
  run(args: readonly string[], env: Readonly<Record<string, string>>, lines = Number.POSITIVE_INFINITY): Promise<void> {
    this.signal.throwIfAborted();
    const child = spawn(this.program, args, { stdio: ['ignore', 'pipe', 'inherit'], env: { ...withoutSettings(), ...env } });
    this.#child = child;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => child.kill('SIGKILL'), 60_000);
      let left = lines;
      child.stdout.on('data', (chunk: Buffer) => {
        process.stdout.write(chunk);
        left -= chunk.toString().split('\n').length - 1;
        if (left <= 0) child.kill('SIGINT');
      });
      child.once('error', reject);
      child.once('close', (code, signal) => {
        clearTimeout(timer);
        if (this.signal.aborted) reject(this.signal.reason);
        else if (code === 0 || left <= 0) resolve();
        else reject(new Error(`etcdctl-ts ${args.join(' ')} ended with ${signal ?? `status ${code}`}`));
      });
    });
  }
}

/** The environment without settings of the client that are for another cluster. */
function withoutSettings(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('ETCDCTL_')));
}

/** As one types it. */
export function quote(words: readonly string[]): string {
  return words.map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`)).join(' ');
}
