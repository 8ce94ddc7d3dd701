import { Code, StatusError } from '../grpc/status.js';
import { LeaseDefinition, type LeaseKeepAliveRequest, type LeaseKeepAliveResponse } from '../proto/etcdserverpb/rpc.js';
import type { Client } from './client.js';
import { methodPath } from './service-definition.js';
import { needsLeader, type Stream, typedStream } from './stream.js';

const method = LeaseDefinition.methods.leaseKeepAlive;
const path = methodPath(LeaseDefinition, method);

/** Between two streams, milliseconds. */
const resumePause = 500;
/** The wait for the first answer where --dial-timeout says nothing, milliseconds. */
const firstAnswer = 5000;
/** The longest that timers can wait; the longest TTL is 4000 times that. */
const longestSleep = 2 ** 31 - 1;

type KeepAliveStream = Stream<LeaseKeepAliveRequest, LeaseKeepAliveResponse>;

export interface KeepAliveOptions {
  readonly signal: AbortSignal;
  /** Called for each answer of a lease that lives. */
  readonly onRenewed?: (response: LeaseKeepAliveResponse) => void;
}

/**
 * Renews a lease at once and then each third of its TTL, over as many streams as that takes. Returns when the server says that the lease is
 * gone, when no answer came for the length of a TTL (before the first: --dial-timeout and a second), or when the signal aborts.
 */
export async function keepAlive(client: Client, id: string, options: KeepAliveOptions): Promise<void> {
  const { signal, onRenewed } = options;
  const { clock, dialTimeout } = client.options;
  const over = new AbortController();
  const end = () => over.abort();
  const pause = (milliseconds: number) => clock.sleep(Math.min(milliseconds, longestSleep), over.signal).catch(() => undefined);
  let deadline = clock.monotonic() + (dialTimeout > 0 ? dialTimeout + 1000 : firstAnswer);

  const expire = async () => {
    for (let left = deadline - clock.monotonic(); left > 0 && !over.signal.aborted; left = deadline - clock.monotonic()) await pause(left);
    end();
  };
  /** @returns whether the lease is gone */
  const renew = async (stream: KeepAliveStream) => {
    await stream.write({ ID: id });
    for await (const response of stream) {
      const ttl = Number(response.TTL) * 1000;
      if (ttl <= 0) return true;
      deadline = clock.monotonic() + ttl;
      onRenewed?.(response);
      await pause(ttl / 3);
      await stream.write({ ID: id });
    }
    return false;
  };

  signal.addEventListener('abort', end);
  if (signal.aborted) end();
  const expiring = expire();
  try {
    while (!over.signal.aborted) {
      try {
        if (await renew(typedStream(await client.openStream(path, { ...needsLeader, signal: over.signal }), method))) return;
      } catch (error) {
        // Whatever the failure, a login's too, the lease lives until its deadline.
        if (!(error instanceof StatusError)) throw error;
      }
      await pause(resumePause);
    }
  } finally {
    signal.removeEventListener('abort', end);
    end();
    await expiring;
  }
}

/**
 * Renews a lease once.
 * @throws StatusError of code NotFound where the lease is gone
 */
export async function keepAliveOnce(client: Client, id: string): Promise<LeaseKeepAliveResponse> {
  for (;;) {
    try {
      const stream = typedStream(await client.openStream(path), method);
      await stream.write({ ID: id });
      for await (const response of stream) {
        if (Number(response.TTL) <= 0) throw new StatusError(Code.NotFound, 'etcdserver: requested lease not found');
        return response;
      }
    } catch (error) {
      if (!recoverable(error)) throw error;
    }
    await client.options.clock.sleep(resumePause);
  }
}

/** Whether another stream may do what this one could not, by the measure of Go's client. */
function recoverable(error: unknown): boolean {
  return error instanceof StatusError && (error.code === Code.Unavailable || error.code === Code.Internal);
}
