/** Requests over this many bytes are not kept for a second attempt once they are sent; gRPC's default. */
const maxBytes = 256 << 10;

/**
 * The requests of a call so far, until it is committed: until it's certain that no second attempt will need them.
 * https://github.com/grpc/proposal/blob/master/A6-client-retries.md#when-retries-are-valid
 */
export class ReplayBuffer {
  #requests: Buffer[] | undefined = [];
  #bytes = 0;

  get committed(): boolean {
    return this.#requests === undefined;
  }

  /** What the next attempt has to send; empty for a committed call. */
  get requests(): readonly Buffer[] {
    return this.#requests ?? [];
  }

  /** @param sent whether there is a stream for it: before, everything is kept, as nothing has gone anywhere. */
  push(request: Buffer, sent: boolean): void {
    if (this.#requests === undefined) return;
    this.#requests.push(request);
    this.#bytes += request.length;
    if (sent && this.#bytes > maxBytes) this.commit();
  }

  commit(): void {
    this.#requests = undefined;
  }
}
