import type { Connection } from './connection.js';
import type { Subchannel } from './subchannel.js';

/** What uses a channel: a call. */
export interface ChannelUser {
  /** The channel is being closed. */
  onClosing(): void;
}

/** setInterval's limit. */
const maxTimer = 2 ** 31 - 1;

/** Spreads calls over the endpoints that are connected, in turn, and lets calls wait until one is. */
export class Balancer {
  readonly #waiting = new Set<() => void>();
  readonly #users = new Set<ChannelUser>();
  readonly #subchannels: readonly Subchannel[];
  /**
   * Keeps the process alive while there are calls. Sockets don't, so that an idle channel ends with the program; and Bun's would let it end
   * in the middle of a call where the server closes just then.
   */
  #alive: NodeJS.Timeout | undefined;
  #next = 0;
  #everReady = false;
  #closed = false;
  #latestError: string | undefined;

  /** Begins at any of them: the first to be dialed is mostly the first to be there, and many processes of one call each must spread too. */
  constructor(subchannels: readonly Subchannel[], random: () => number = Math.random) {
    const first = Math.floor(random() * subchannels.length);
    this.#subchannels = [...subchannels.slice(first), ...subchannels.slice(0, first)];
  }

  get closed(): boolean {
    return this.#closed;
  }

  get everReady(): boolean {
    return this.#everReady;
  }

  get ready(): boolean {
    return this.#subchannels.some((subchannel) => subchannel.connection !== undefined);
  }

  /** The latest connection error, once each endpoint has failed and none is connected. */
  get error(): string | undefined {
    return this.#subchannels.every((subchannel) => subchannel.error !== undefined) ? this.#latestError : undefined;
  }

  /** A connection that is ready, or undefined if none is. */
  pick(): Connection | undefined {
    const count = this.#subchannels.length;
    for (let tried = 0; tried < count; tried++) {
      const connection = this.#subchannels[this.#next++ % count]?.connection;
      if (connection !== undefined) return connection;
    }
    return undefined;
  }

  /** Calls back once when a connection is ready. @returns what ends the wait. */
  wait(callback: () => void): () => void {
    this.#waiting.add(callback);
    for (const subchannel of this.#subchannels) subchannel.connect();
    return () => this.#waiting.delete(callback);
  }

  /** An endpoint connected or failed to. */
  update(subchannel: Subchannel): void {
    if (subchannel.connection === undefined) {
      this.#latestError = subchannel.error;
      return;
    }
    this.#everReady = true;
    const callbacks = [...this.#waiting];
    this.#waiting.clear();
    for (const callback of callbacks) callback();
  }

  /** A call begins. */
  enter(user: ChannelUser): void {
    this.#users.add(user);
    this.#alive ??= setInterval(() => {}, maxTimer);
  }

  /** A call ends. */
  leave(user: ChannelUser): void {
    if (!this.#users.delete(user) || this.#users.size > 0) return;
    clearInterval(this.#alive);
    this.#alive = undefined;
  }

  /** Ends all calls and connections at once. */
  close(): void {
    this.#closed = true;
    for (const user of [...this.#users]) user.onClosing();
    for (const subchannel of this.#subchannels) subchannel.close();
  }
}
