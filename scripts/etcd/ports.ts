import { createServer } from 'node:net';

/**
 * Free ports of 127.0.0.1, below the range that the kernel takes for outgoing connections, so that nothing takes one while a server restarts.
 * Another process may still be quicker: who listens must be ready to try again.
 */
export async function findPorts(count: number): Promise<number[]> {
  const ports = new Set<number>();
  while (ports.size < count) {
    const port = 12_000 + Math.floor(Math.random() * 20_000);
    if (await isFree(port)) ports.add(port);
  }
  return [...ports];
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
      .once('error', () => resolve(false))
      .listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
