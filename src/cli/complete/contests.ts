import type { Client } from '../../etcd/client.js';
import { toText } from '../../go/text.js';

/** How many calls are under way at once. */
const atOnce = 16;
/** How many leases are asked for their keys at most. */
const mostLeases = 512;

/**
 * The names of locks or of elections that somebody takes part in. Each of their keys hangs on a lease and has its id for a last part (contract
 * 6.2); leases are few where keys are many. A lock's key has no value, a candidate's has the proposal.
 */
export async function findContests(client: Client, kind: 'lock' | 'election', deadline: number): Promise<readonly string[]> {
  const { leases } = await client.lease.leaseLeases({ deadline });
  const names = new Set<string>();
  const ask = async (id: string) => {
    const suffix = `/${BigInt(id).toString(16)}`;
    const { keys } = await client.lease.leaseTimeToLive({ ID: id, keys: true }, { deadline });
    for (const key of keys) {
      const text = toText(key);
      if (!text.endsWith(suffix)) continue;
      const { kvs } = await client.kv.range({ key }, { deadline });
      if (kvs[0] && (kvs[0].value.length === 0) === (kind === 'lock')) names.add(text.slice(0, -suffix.length));
    }
  };
  const ids = leases.slice(0, mostLeases).map(({ ID }) => ID);
  for (let from = 0; from < ids.length && client.options.clock.now() < deadline; from += atOnce) {
    // A lease may be gone by now: what is found of the others counts.
    await Promise.allSettled(ids.slice(from, from + atOnce).map(ask));
  }
  return [...names];
}
