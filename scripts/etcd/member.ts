import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { guardProcess } from './guard.js';
import { request } from './request.js';

/** One server of a cluster, on ports that stay the same over restarts. */
export interface Member {
  readonly name: string;
  /** `http://127.0.0.1:12379`, or `https:`. */
  readonly endpoint: string;
  /** As `host:port`, which the client takes too. */
  readonly address: string;
  /** Undefined while it does not run. */
  readonly pid: number | undefined;
  /** Ends it and resolves when it is gone; nothing where it does not run. */
  kill(signal?: NodeJS.Signals): Promise<void>;
  /** Holds it, as a network that swallows packets would: connections stay, nothing is answered. */
  freeze(): void;
  thaw(): void;
  /** Starts it again on its data, ending it first, and resolves when it is healthy, which needs a majority of the members. */
  restart(): Promise<void>;
}

export interface MemberOptions {
  readonly name: string;
  readonly binary: string;
  readonly args: readonly string[];
  readonly clientUrl: string;
  /** Answers `/health` in plain HTTP. */
  readonly metricsUrl: string;
  readonly logFile: string;
}

/** A server that failed to start, with the end of its log. */
export class EtcdStartError extends Error {
  override readonly name = 'EtcdStartError';
  /** Another process took a port: worth another try on others. */
  readonly isPortTaken: boolean;

  constructor(reason: string, log: string) {
    super(`${reason}\n${log.trimEnd().split('\n').slice(-20).join('\n')}`);
    this.isPortTaken = log.includes('address already in use');
  }
}

const startTimeout = 60_000;

/** Spawns the server; it is not healthy yet. */
export function startMember(options: MemberOptions): Member & { untilHealthy(): Promise<void> } {
  let child = spawnServer(options);

  const untilHealthy = async () => {
    const deadline = Date.now() + startTimeout;
    while (!(await isHealthy(options.metricsUrl))) {
      const failure = child.failure() ?? (Date.now() > deadline ? `not healthy after ${startTimeout / 1000} s` : undefined);
      if (failure !== undefined) throw new EtcdStartError(`${options.name}: ${failure}`, readFileSync(options.logFile, 'utf8'));
      await sleep(20);
    }
  };
  const kill = async (signal: NodeJS.Signals = 'SIGKILL') => {
    child.process.kill(signal);
    await child.gone;
  };
  return {
    name: options.name,
    endpoint: options.clientUrl,
    address: new URL(options.clientUrl).host,
    get pid() {
      return child.failure() === undefined ? child.process.pid : undefined;
    },
    kill,
    freeze: () => void child.process.kill('SIGSTOP'),
    thaw: () => void child.process.kill('SIGCONT'),
    async restart() {
      await kill();
      child = spawnServer(options);
      await untilHealthy();
    },
    untilHealthy,
  };
}

interface Running {
  readonly process: ChildProcess;
  /** Resolves when the process has ended. */
  readonly gone: Promise<void>;
  /** How it ended, undefined while it runs. */
  failure(): string | undefined;
}

function spawnServer({ binary, args, logFile }: MemberOptions): Running {
  const log = openSync(logFile, 'a');
  const server = spawn(binary, args, { stdio: ['ignore', log, log], env: serverEnvironment() });
  closeSync(log);
  const release = server.pid === undefined ? undefined : guardProcess(server.pid);
  let failure: string | undefined;
  const gone = new Promise<void>((resolve) => {
    server.once('error', (error) => {
      failure = error.message;
      resolve();
    });
    server.once('exit', (code, signal) => {
      failure = `etcd ended with ${signal ?? `status ${code}`}`;
      release?.();
      resolve();
    });
  });
  return { process: server, gone, failure: () => failure };
}

/** Without the settings of an etcd on this machine, which the server would take for its own. */
function serverEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith('ETCD'));
  // 3.4 wants to be told that it is meant.
  return { ...Object.fromEntries(kept), ...(process.arch === 'arm64' && { ETCD_UNSUPPORTED_ARCH: 'arm64' }) };
}

async function isHealthy(metricsUrl: string): Promise<boolean> {
  try {
    const { body } = await request(`${metricsUrl}/health`);
    return (JSON.parse(body) as { health?: unknown }).health === 'true';
  } catch {
    return false;
  }
}
