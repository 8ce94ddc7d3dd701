import type { Client } from '../../etcd/client.js';
import { keyPrefix, prefixEnd } from '../../etcd/keys.js';
import { toBytes, toText } from '../../go/text.js';
import type { Host } from '../../host/host.js';
import { connectionsOf } from '../connections.js';
import type { CommandNode } from '../node.js';
import type { Program } from '../program.js';
import { type Candidates, Directive } from './complete.js';

/** As many as a shell shows without asking. */
const limit = 100;
/** Somebody waits with a finger on the tab key. */
const patience = 1000;

const none: Candidates = { lines: [], directive: Directive.NoFileComp };

/**
 * The keys of the cluster that begin with what is typed, up to the next `/`, so that they are walked like folders. What goes wrong
 * stays silent, and nobody is asked for a password: this runs in the middle of a line being typed.
 */
export async function findKeys(node: CommandNode, typed: string, host: Host, program: Program): Promise<Candidates> {
  const connections = connectionsOf(node, silence(host), program);
  try {
    const client = await connections.connect();
    const names = await listSteps(client, typed, host.clock.now() + patience);
    const directive = names.some((name) => name.endsWith('/')) ? Directive.NoSpace | Directive.NoFileComp : Directive.NoFileComp;
    return { lines: names.filter((name) => printable.test(name)).map((name) => ({ name })), directive };
  } catch {
    return none;
  } finally {
    connections.close();
  }
}

// One candidate is one line, and a tab parts it from its description.
const printable = /^[^\p{Cc}\p{Cs}]+$/u;

/** Each folder once, however many keys are in it: the next range begins behind it. */
async function listSteps(client: Client, typed: string, deadline: number): Promise<string[]> {
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

function silence(host: Host): Host {
  const quiet = { isTTY: false, columns: undefined, write: async () => {} };
  return Object.create(host, {
    stderr: { value: quiet },
    stdout: { value: quiet },
    askSecret: { value: () => Promise.reject(new Error('not now')) },
  });
}
