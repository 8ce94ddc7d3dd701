import { setTimeout as sleep } from 'node:timers/promises';

/** Milliseconds; far more than any condition takes on a busy machine. */
const patience = 30_000;

/**
 * Resolves once `condition` holds: looks soon at first and then less often, as a look may cost as much as what is waited for. Unlike
 * expect.poll it works under `bun test` too. @throws Error after half a minute.
 */
export async function eventually(condition: () => unknown): Promise<void> {
  const end = Date.now() + patience;
  for (let pause = 5; !(await condition()); pause = Math.min(pause * 1.5, 50)) {
    if (Date.now() > end) throw new Error(`never came true: ${condition}`);
    await sleep(pause);
  }
}
