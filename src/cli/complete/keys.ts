import type { Client } from '../../etcd/client.js';
import { keyPrefix, prefixEnd } from '../../etcd/keys.js';
import { toBytes, toText } from '../../go/text.js';

/**
 * The keys that begin with what is typed, up to the next `/`, so that they are walked like folders. Each folder is named once, however many
 * keys are in it: the next range begins behind it.
 */
export async function findKeys(client: Client, typed: string, limit: number, deadline: number): Promise<readonly string[]> {
  const names = new Set<string>();
  const all = keyPrefix(toBytes(typed));
  let { key } = all;
  while (names.size < limit && client.options.clock.now() < deadline) {
    const { kvs, more } = await client.kv.range({ ...all, key, keys_only: true, limit: String(limit) }, { deadline });
    for (const found of kvs) names.add(nextStep(toText(found.key), typed.length));
    const last = toText(kvs.at(-1)?.key ?? Buffer.alloc(0));
    if (!more || last === '') break;
    const step = nextStep(last, typed.length);
    key = step === last ? Buffer.concat([toBytes(last), Buffer.of(0)]) : prefixEnd(toBytes(step));
  }
  return [...names];
}

function nextStep(key: string, from: number): string {
  const slash = key.indexOf('/', from);
  return slash < 0 ? key : key.slice(0, slash + 1);
}
