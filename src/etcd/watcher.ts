import { Code, StatusError } from '../grpc/status.js';
import { type WatchCreateRequest, WatchDefinition, WatchRequest, WatchResponse } from '../proto/etcdserverpb/rpc.js';
import type { Client } from './client.js';
import { describeError } from './errors.js';
import { following } from './revision.js';
import { methodPath } from './service-definition.js';
import { needsLeader, type Stream, typedStream } from './stream.js';

const watchMethod = WatchDefinition.methods.watch;
const watchPath = methodPath(WatchDefinition, watchMethod);

/** A pause between two streams, so that a member which ends every stream at once is not flooded. */
const resumePause = 100;

/** One watch of a Watcher; `Tag` is what the caller knows it by. */
interface Watch<Tag> {
  readonly tag: Tag;
  readonly request: WatchCreateRequest;
  /** The revision of the first event that was not seen yet, 0 until the server told where the watch begins. */
  next: bigint;
}

export interface WatchMessage<Tag> {
  readonly tag: Tag;
  readonly response: WatchResponse;
  /** Why the watch was refused, or the stream of all of them. As with Go's client the response then says only that it is canceled. */
  readonly refusal?: string;
}

/**
 * Watches that share one stream. When the stream breaks they go on with a new one, each from the first revision that it has not seen, so that
 * no event is missed and none comes twice. Messages are pulled: a slow reader slows the server, not memory.
 */
export class Watcher<Tag> {
  readonly #client: Client;
  readonly #live = new Map<string, Watch<Tag>>();
  /** Asked for and not yet created by the server, which answers in the order of the requests. */
  #pending: Watch<Tag>[] = [];
  #stream: Stream<WatchRequest, WatchResponse> | undefined;
  #started: () => void = () => undefined;
  readonly #start = new Promise<void>((resolve) => {
    this.#started = resolve;
  });
  #closed = false;

  constructor(client: Client) {
    this.#client = client;
  }

  async add(tag: Tag, request: WatchCreateRequest): Promise<void> {
    const watch = { tag, request, next: BigInt(request.start_revision) };
    this.#pending.push(watch);
    this.#started();
    await this.#write(createRequest(watch));
  }

  /** Asks for a progress notification, which every watch gets. Without a watch nothing happens. */
  async requestProgress(): Promise<void> {
    await this.#write(WatchRequest.fromPartial({ progress_request: {} }));
  }

  /** What a broken stream loses is asked for again by the next one. */
  async #write(request: WatchRequest): Promise<void> {
    await this.#stream?.write(request).catch(() => undefined);
  }

  close(): void {
    this.#closed = true;
    this.#started();
    this.#stream?.cancel();
  }

  /**
   * Everything the server says but the confirmations of new watches. A canceled watch ends with its message, the others go on; where the
   * server refuses the stream, each watch ends with a message of that reason.
   */
  async *messages(): AsyncGenerator<WatchMessage<Tag>> {
    await this.#start;
    while (!this.#closed) {
      try {
        await this.#open();
        for await (const response of this.#stream ?? []) yield* this.#dispatch(response);
      } catch (error) {
        if (this.#closed) return;
        if (!(error instanceof StatusError)) throw error;
        if (!recoverable(error)) {
          yield* this.#cancelAll(error);
          return;
        }
      }
      this.#stream = undefined;
      if (!this.#closed) await this.#client.options.clock.sleep(resumePause);
    }
  }

  async #open(): Promise<void> {
    const stream = typedStream(await this.#client.openStream(watchPath, needsLeader), watchMethod);
    this.#pending = [...this.#live.values(), ...this.#pending];
    this.#live.clear();
    this.#stream = stream;
    // It may have been closed while the stream's login was under way.
    if (this.#closed) stream.cancel();
    // All at once, so that no watch that is added meanwhile comes between: answers have the order of the requests.
    await Promise.all(this.#pending.map((watch) => this.#write(createRequest(watch))));
  }

  *#cancelAll(error: StatusError): Iterable<WatchMessage<Tag>> {
    for (const watch of [...this.#live.values(), ...this.#pending]) yield refuse(watch, describeError(error));
  }

  *#dispatch(response: WatchResponse): Iterable<WatchMessage<Tag>> {
    if (response.created) {
      const watch = this.#pending.shift();
      if (watch === undefined) return;
      if (response.canceled) {
        yield refuse(watch, response.cancel_reason);
        return;
      }
      this.#live.set(response.watch_id, watch);
      // A watch without a start revision begins behind the revision of this answer.
      if (watch.next === 0n) watch.next = following(response.header?.revision ?? '0');
      return;
    }
    // A progress answer to our request has the id -1 and is for all.
    const receivers = response.watch_id === '-1' ? [...this.#live.values()] : [this.#live.get(response.watch_id)];
    for (const watch of receivers) {
      if (watch === undefined) continue;
      if (response.canceled) this.#live.delete(response.watch_id);
      else watch.next = afterResponse(response, watch.next);
      yield { tag: watch.tag, response };
    }
  }
}

function refuse<Tag>({ tag }: Watch<Tag>, refusal: string): WatchMessage<Tag> {
  return { tag, response: WatchResponse.fromPartial({ header: {}, canceled: true }), refusal };
}

function createRequest(watch: Watch<unknown>): WatchRequest {
  return WatchRequest.fromPartial({ create_request: { ...watch.request, start_revision: String(watch.next) } });
}

function afterResponse(response: WatchResponse, next: bigint): bigint {
  const last = response.events.at(-1)?.kv?.mod_revision ?? response.header?.revision ?? '0';
  const after = following(last);
  return after > next ? after : next;
}

/** After these Go's client resumes; a member that lost its leader ends the watch instead (contract 2.6). */
function recoverable(error: StatusError): boolean {
  return (error.code === Code.Unavailable || error.code === Code.Internal) && error.details !== 'etcdserver: no leader';
}
