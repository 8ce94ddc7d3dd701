import { setTimeout as sleep } from 'node:timers/promises';

/** Resolves once `condition` holds. Unlike expect.poll it works under `bun test` too. @throws Error after ten seconds. */
export async function eventually(condition: () => unknown): Promise<void> {
  for (let tries = 0; tries < 2000; tries++) {
    if (await condition()) return;
    await sleep(5);
  }
  throw new Error(`never came true: ${condition}`);
}
