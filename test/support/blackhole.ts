import { spawn } from 'node:child_process';
import * as net from 'node:net';
import { eventually } from './eventually.js';

/** Listens, and takes no connection, as it never comes back to its event loop. */
const deaf = `
const server = require('node:net').createServer().listen({ host: '127.0.0.1', port: 0, backlog: 1 }, () => {
  require('node:fs').writeSync(1, String(server.address().port));
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
});
`;

export interface Blackhole {
  readonly port: number;
  close(): void;
}

/** A port of 127.0.0.1 that takes no connection and refuses none, as its queue is full: a host that is silent. */
export async function startBlackhole(): Promise<Blackhole> {
  const child = spawn(process.execPath, ['-e', deaf], { stdio: ['ignore', 'pipe', 'inherit'] });
  const port = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.stdout.once('data', (text) => resolve(Number(text)));
  });
  let connected = 0;
  const fillers = Array.from({ length: 6 }, () => net.connect({ host: '127.0.0.1', port }, () => connected++).on('error', () => {}));
  // The system queues one more than asked for.
  await eventually(() => connected >= 2);
  return {
    port,
    close() {
      for (const filler of fillers) filler.destroy();
      child.kill('SIGKILL');
    },
  };
}
