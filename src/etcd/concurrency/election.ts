import type { RangeResponse, ResponseHeader } from '../../proto/etcdserverpb/rpc.js';
import { Event_EventType, type KeyValue } from '../../proto/mvccpb/kv.js';
import type { Client } from '../client.js';
import { canceled, LostError } from '../errors.js';
import { prefixEnd } from '../keys.js';
import { following } from '../revision.js';
import { watch } from '../watch.js';
import type { Session } from './session.js';
import { createdAt, mayHaveEntered, oldestBelow, prefixOf, waitForTurn } from './turn.js';

/** A candidate's entry; the oldest leads. */
export interface Candidacy {
  readonly key: Buffer;
  /** The revision that created the key. */
  readonly revision: string;
}

/**
 * Waits to be elected, with the keys and transactions of Go's client (contract 6.4).
 * @throws StatusError, of code Canceled where the signal aborted, the candidacy being withdrawn
 * @throws LostError where somebody took the candidate's key
 */
export async function campaign(session: Session, name: Buffer, proposal: Buffer, signal: AbortSignal): Promise<Candidacy> {
  const { client } = session;
  const prefix = prefixOf(name);
  const key = session.keyBelow(prefix);
  let entered = false;
  try {
    const candidacy = await enter(session, key, proposal, signal);
    entered = true;
    await waitForTurn(client, prefix, candidacy.revision, signal);
    return candidacy;
  } catch (error) {
    if (!signal.aborted) throw error;
    // The failure that is reported is the first one. The key is of this session alone, whatever its revision.
    if (entered || mayHaveEntered(error)) await client.kv.deleteRange({ key }, { deadline: session.deadline() }).catch(() => undefined);
    throw canceled(error);
  }
}

async function enter(session: Session, key: Buffer, proposal: Buffer, signal: AbortSignal): Promise<Candidacy> {
  const { client, lease } = session;
  const put = { request_put: { key, value: proposal, lease } };
  const entry = await client.kv.txn({ compare: [createdAt(key, '0')], success: [put], failure: [{ request_range: { key } }] }, { signal });
  const own = entry.responses[0]?.response_range?.kvs[0];
  if (own === undefined) return { key, revision: entry.header?.revision ?? '0' };
  const candidacy = { key, revision: own.create_revision };
  if (!own.value.equals(proposal)) {
    const proclaimed = await client.kv.txn({ compare: [createdAt(key, candidacy.revision)], success: [put] }, { signal });
    if (!proclaimed.succeeded) throw new LostError('election: not leader');
  }
  return candidacy;
}

/** @throws StatusError */
export async function resign(session: Session, { key, revision }: Candidacy): Promise<void> {
  await session.client.kv.txn(
    { compare: [createdAt(key, revision)], success: [{ request_delete_range: { key } }] },
    { deadline: session.deadline() },
  );
}

/**
 * The leader, and each new proposal or leader from then on, as answers of a Range (contract 6.5), until the signal aborts.
 * @throws StatusError
 */
export async function* observe(client: Client, name: Buffer, signal: AbortSignal): AsyncGenerator<RangeResponse> {
  const prefix = prefixOf(name);
  while (!signal.aborted) {
    const { header, kvs } = await client.kv.range(oldestBelow(prefix), { signal });
    const elected = kvs[0] ? leader(header, kvs[0]) : await firstLeader(client, prefix, header, signal);
    if (elected === undefined) return;
    yield elected;
    yield* proposals(client, elected, signal);
  }
}

/** What the leader proposes next, until its key is deleted. */
async function* proposals(client: Client, { header, kvs }: RangeResponse, signal: AbortSignal): AsyncGenerator<RangeResponse> {
  const start_revision = String(following(header?.revision ?? '0'));
  for await (const response of watch(client, { key: kvs[0]?.key ?? Buffer.alloc(0), start_revision }, signal)) {
    for (const { type, kv } of response.events) {
      if (type === Event_EventType.DELETE || kv === undefined) return;
      yield leader(response.header, kv);
    }
  }
}

async function firstLeader(
  client: Client,
  prefix: Buffer,
  header: ResponseHeader | undefined,
  signal: AbortSignal,
): Promise<RangeResponse | undefined> {
  const request = { key: prefix, range_end: prefixEnd(prefix), start_revision: header?.revision ?? '0' };
  for await (const response of watch(client, request, signal)) {
    const kv = response.events.find((event) => event.type === Event_EventType.PUT)?.kv;
    // Several puts may have come at once: this one's revision, not the last.
    if (kv && response.header) return leader({ ...response.header, revision: kv.mod_revision }, kv);
  }
  return undefined;
}

function leader(header: ResponseHeader | undefined, kv: KeyValue): RangeResponse {
  return { header, kvs: [kv], more: false, count: '0' };
}
