import type { Clock } from '../clock.js';

/**
 * What the program may touch of the world. Everything goes through here, so that a command runs in a test without a process and
 * time, signals and prompts can be played.
 */
export interface Host {
  /** The name the program was called by: `etcdctl` through a link of that name, else `etcdctl-ts`. */
  readonly program: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: Input;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly clock: Clock;
  readonly files: Files;
  /** Loads the resolver. */
  dns(): Promise<Dns>;
  /** Calls back for each of the signals until the returned function is called. While one listens, the signal does not end the program. */
  onSignal(signals: readonly Signal[], callback: (signal: Signal) => void): () => void;
  /** Runs a program with empty stdin and our stdout and stderr. @throws SpawnError where it can't be started. */
  spawn(command: string, args: readonly string[], env: Readonly<Record<string, string | undefined>>): Promise<SpawnResult>;
  /**
   * Writes `prompt` to stdout and reads one line with echo off; without a terminal the line is read all the same.
   * @throws Interrupted
   */
  askSecret(prompt: string): Promise<string>;
}

export type Signal = 'SIGINT' | 'SIGTERM';

export interface Input {
  readonly isTTY: boolean;
  /** Chunks as they arrive. Starting a second iteration goes on where the last one stopped. */
  [Symbol.asyncIterator](): AsyncIterator<Buffer>;
  /** Gives back what was taken too much, for the next reader. */
  unread(rest: Buffer): void;
}

export interface Output {
  readonly isTTY: boolean;
  /** Columns of the terminal, undefined in a pipe. */
  readonly columns: number | undefined;
  /** Resolves when there is room for more, so that awaiting each write bounds memory by the pipe's reader. */
  write(data: string | Uint8Array): Promise<void>;
}

/** The part of `node:fs/promises` that commands use; paths as given, errors as Node throws them (`code`, `syscall`, `path`). */
export type Files = Pick<typeof import('node:fs/promises'), 'open' | 'readFile' | 'readlink' | 'rename' | 'rm' | 'mkdir' | 'stat'>;

/** The part of `node:dns/promises` that discovery uses. */
export type Dns = Pick<typeof import('node:dns/promises'), 'resolveSrv' | 'getServers'>;

export interface SpawnResult {
  /** Exit status, or undefined when a signal ended it. */
  readonly code: number | undefined;
  readonly signal: string | undefined;
}

/** Ctrl-C at a prompt, where it is a byte and not a signal. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

/** A program that could not be started; `reason` is Go's text, `exec: "x": executable file not found in $PATH`. */
export class SpawnError extends Error {
  override readonly name = 'SpawnError';
}
