import { StatusError } from '../grpc/status.js';
import { RangeRequest, type RequestOp, ResponseHeader, TxnRequest } from '../proto/etcdserverpb/rpc.js';
import { RangePage } from '../wire/range-page.js';
import type { Client } from './client.js';
import { keyPrefix } from './keys.js';
import { copies, repetitions, replacePrefix } from './mirror-batches.js';
import { rangePages } from './range.js';
import { following } from './revision.js';
import { watch } from './watch.js';

/** Transactions of the base copy under way at once: their order does not count, every key is in just one. */
const parallel = 8;
/** Bytes that a transaction of the base copy aims at, far from the server's limit of 1.5 MiB for a request. */
const copyBytes = 256 * 1024;
/** What the server takes in a transaction where the user sets no limit. */
const defaultOps = 128;

export interface MirrorOptions {
  readonly source: Client;
  readonly destination: Client;
  /** Only keys with this prefix are mirrored; empty for all. */
  readonly prefix: Buffer;
  /** What keys have at the destination instead. */
  readonly destinationPrefix: Buffer;
  /** Operations of a transaction; 0 for no limit. */
  readonly maxOps: number;
}

/** Copies a prefix from one cluster to another and keeps the copy current (contract 7.1). */
export class Mirror {
  /** Operations that the destination has. */
  total = 0;
  readonly #options: MirrorOptions;
  readonly #limits: { maxOps: number; readonly maxBytes: number };

  constructor(options: MirrorOptions) {
    this.#options = options;
    const { maxSendBytes } = options.destination.options;
    this.#limits = { maxOps: options.maxOps || defaultOps, maxBytes: Math.min(copyBytes, maxSendBytes / 2) };
  }

  /**
   * Copies what there is, at one revision.
   * @returns the revision
   * @throws StatusError
   */
  async copy(): Promise<string> {
    let revision: string | undefined;
    const underWay = new Set<Promise<void>>();
    const request = RangeRequest.fromPartial(keyPrefix(this.#options.prefix));
    for await (const message of rangePages(this.#options.source, request)) {
      const page = new RangePage(message);
      for (const operations of copies(page, this.#mapKey, this.#limits)) {
        // One that failed stays, and fails the race.
        while (underWay.size >= parallel) await Promise.race(underWay);
        const writing: Promise<void> = this.#writeParts(operations).then(() => void underWay.delete(writing));
        writing.catch(() => undefined);
        underWay.add(writing);
      }
      revision ??= page.header && ResponseHeader.decode(page.header).revision;
    }
    await Promise.all(underWay);
    return revision ?? '0';
  }

  /**
   * Repeats each change behind a revision, in order, one transaction after the other.
   * @throws StatusError, also where the revision is compacted
   * @throws WatchCanceledError where the source ends the watch
   */
  async follow(revision: string): Promise<void> {
    const { source, prefix, maxOps } = this.#options;
    const request = { ...keyPrefix(prefix), start_revision: String(following(revision)) };
    for await (const { events } of watch(source, request)) {
      for (const operations of repetitions(events, this.#mapKey, maxOps)) await this.#write(operations);
    }
  }

  readonly #mapKey = (key: Uint8Array): Buffer => replacePrefix(key, this.#options.prefix, this.#options.destinationPrefix);

  /** Writes in smaller parts what is too much for the destination as one: Go's client puts pair by pair. */
  async #writeParts(operations: RequestOp[]): Promise<void> {
    try {
      await this.#write(operations);
    } catch (error) {
      if (operations.length === 1 || !tooMuch(error)) throw error;
      const half = Math.ceil(operations.length / 2);
      this.#limits.maxOps = Math.min(this.#limits.maxOps, half);
      await this.#writeParts(operations.slice(0, half));
      await this.#writeParts(operations.slice(half));
    }
  }

  async #write(operations: RequestOp[]): Promise<void> {
    await this.#options.destination.kv.txn(TxnRequest.fromPartial({ success: operations }));
    this.total += operations.length;
  }
}

function tooMuch(error: unknown): boolean {
  const refusals = ['etcdserver: request is too large', 'etcdserver: too many operations in txn request'];
  return error instanceof StatusError && refusals.includes(error.details);
}
