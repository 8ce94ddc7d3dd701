import type { Program } from '../../src/cli/program.js';
import { run } from '../../src/cli/run.js';
import type { Clock } from '../../src/clock.js';
import { root as realRoot } from '../../src/commands/index.js';
import type { ClientConfig } from '../../src/connect/settings.js';
import type { Client } from '../../src/etcd/client.js';
import type { Dns, Files, Host, Input, Output, Signal, SpawnResult } from '../../src/host/host.js';
import type { Reply } from '../../src/output/reply.js';
import { program } from '../../src/program.js';

/** The world of a command in a test; everything has a default that is empty, silent and no terminal. */
export interface World {
  readonly program?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Chunks of stdin; a generator can wait between them. */
  readonly stdin?: string | Uint8Array | AsyncIterable<string | Uint8Array>;
  /** Which streams are terminals. */
  readonly tty?: readonly ('stdin' | 'stdout' | 'stderr')[];
  readonly columns?: number;
  readonly clock?: Clock;
  readonly files?: Partial<Files>;
  readonly dns?: Dns;
  /** Answers to prompts for secrets, in order. */
  readonly secrets?: readonly string[];
  readonly spawn?: Host['spawn'];
  /** Sees each write before it is collected; throwing makes the write fail. */
  readonly onWrite?: (stream: 'stdout' | 'stderr', data: Buffer) => void;
}

/** A host that collects what is written and plays what is asked. */
export class TestHost implements Host {
  readonly program: string;
  readonly env: Readonly<Record<string, string>>;
  readonly stdin: Input;
  readonly stdout: Collector;
  readonly stderr: Collector;
  readonly clock: Clock;
  readonly files: Files;
  readonly dns: () => Promise<Dns>;
  /** Programs that were run. */
  readonly spawned: { command: string; args: readonly string[]; env: Host['env'] }[] = [];
  private readonly secrets: string[];
  private readonly listeners = new Map<(signal: Signal) => void, readonly Signal[]>();

  constructor(private readonly world: World = {}) {
    this.program = world.program ?? 'etcdctl';
    this.env = world.env ?? {};
    const isTTY = (stream: 'stdin' | 'stdout' | 'stderr') => world.tty?.includes(stream) ?? false;
    this.stdin = makeInput(world.stdin ?? '', isTTY('stdin'));
    const collect = (stream: 'stdout' | 'stderr') => new Collector(isTTY(stream), world.columns, (data) => world.onWrite?.(stream, data));
    this.stdout = collect('stdout');
    this.stderr = collect('stderr');
    this.clock = world.clock ?? new TestClock();
    this.files = failingFiles(world.files ?? {});
    this.dns = async () => world.dns ?? emptyDns;
    this.secrets = [...(world.secrets ?? [])];
  }

  onSignal(signals: readonly Signal[], callback: (signal: Signal) => void): () => void {
    this.listeners.set(callback, signals);
    return () => this.listeners.delete(callback);
  }

  /** Sends a signal to whoever listens. @returns whether somebody did */
  signal(signal: Signal): boolean {
    const interested = [...this.listeners].filter(([, signals]) => signals.includes(signal));
    for (const [callback] of interested) callback(signal);
    return interested.length > 0;
  }

  async spawn(command: string, args: readonly string[], env: Host['env']): Promise<SpawnResult> {
    this.spawned.push({ command, args, env });
    return this.world.spawn ? this.world.spawn(command, args, env) : { code: 0, signal: undefined };
  }

  async askSecret(prompt: string): Promise<string> {
    await this.stdout.write(prompt);
    const answer = this.secrets.shift();
    if (answer === undefined) throw new Error(`no answer to the prompt ${prompt}`);
    await this.stdout.write('\n');
    return answer;
  }
}

export class Collector implements Output {
  private readonly chunks: Buffer[] = [];

  constructor(
    readonly isTTY: boolean,
    readonly columns: number | undefined,
    private readonly onWrite: (data: Buffer) => void,
  ) {}

  async write(data: string | Uint8Array): Promise<void> {
    const chunk = Buffer.from(data);
    this.onWrite(chunk);
    this.chunks.push(chunk);
  }

  get bytes(): Buffer {
    return Buffer.concat(this.chunks);
  }

  get text(): string {
    return this.bytes.toString();
  }
}

/** Time that passes only in `sleep`, and there at once. */
export class TestClock implements Clock {
  constructor(private time = Date.UTC(2026, 0, 2, 3, 4, 5, 678)) {}

  now(): number {
    return this.time;
  }

  monotonic(): number {
    return this.time;
  }

  async sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    this.time += milliseconds;
  }
}

export interface Result {
  readonly out: string;
  readonly err: string;
  readonly code: number;
  readonly host: TestHost;
  /** What was printed through `print`. */
  readonly replies: readonly Reply[];
}

export interface RunOptions extends World {
  readonly root?: Program['root'];
  readonly client?: Client;
  readonly connect?: (config: ClientConfig, host: Host) => Promise<Client>;
  readonly print?: Program['print'];
  /** Sees the host before the command runs, e.g. to send it signals. */
  readonly onHost?: (host: TestHost) => void;
}

/** Runs one command line in this process. */
export async function runCommand(argv: readonly string[], options: RunOptions = {}): Promise<Result> {
  const host = new TestHost(options);
  options.onHost?.(host);
  const replies: Reply[] = [];
  const code = await run(argv, host, {
    root: options.root ?? realRoot,
    configure: program.configure,
    async connect(config, given) {
      if (options.connect) return options.connect(config, given);
      if (options.client) return options.client;
      throw new Error('the test gave no client');
    },
    async print(reply, globals, given) {
      replies.push(reply);
      await options.print?.(reply, globals, given);
    },
  });
  return { out: host.stdout.text, err: host.stderr.text, code, host, replies };
}

function makeInput(source: NonNullable<World['stdin']>, isTTY: boolean): Input {
  const chunks = typeof source === 'string' || source instanceof Uint8Array ? [source] : source;
  const iterate = async function* () {
    for await (const chunk of chunks) if (chunk.length > 0) yield Buffer.from(chunk);
  };
  // One iterator for all who ask, so that the next reader goes on where the last one stopped.
  const iterator = iterate();
  const unread: Buffer[] = [];
  const next = async () => {
    const rest = unread.shift();
    return rest === undefined ? iterator.next() : { value: rest };
  };
  return { isTTY, [Symbol.asyncIterator]: () => ({ next }), unread: (rest) => void unread.unshift(rest) };
}

/** A name server that knows nothing. */
const emptyDns: Dns = {
  getServers: () => ['127.0.0.1'],
  resolveSrv: async (name) => {
    throw Object.assign(new Error(`querySrv ENOTFOUND ${name}`), { code: 'ENOTFOUND', syscall: 'querySrv', hostname: name });
  },
};

/** Files that are not played do not exist. */
function failingFiles(played: Partial<Files>): Files {
  const missing = (syscall: string) => async (path: unknown) => {
    throw Object.assign(new Error(`ENOENT: no such file or directory, ${syscall} '${path}'`), { code: 'ENOENT', syscall, path });
  };
  const open = missing('open') as never;
  const others = {
    rename: missing('rename'),
    rm: missing('rm'),
    mkdir: missing('mkdir'),
    stat: missing('stat'),
    readlink: missing('readlink'),
  } as never;
  return { open, readFile: open, ...(others as object), ...played } as Files;
}
