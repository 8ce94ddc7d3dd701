/** The largest window, RFC 9113 section 6.9.1. */
export const maxWindow = 2 ** 31 - 1;

/** The size that each window begins with where nobody says otherwise, RFC 9113 section 6.9.2. */
export const initialWindow = 65_535;

/** How much may be sent, RFC 9113 section 6.9. */
export class SendWindow {
  #size: number;

  constructor(size = initialWindow) {
    this.#size = size;
  }

  /** Bytes; below zero where the peer made its initial window smaller after more had been sent (section 6.9.2). */
  get size(): number {
    return this.#size;
  }

  take(length: number): void {
    this.#size -= length;
  }

  /** By WINDOW_UPDATE, or by a change of the initial window, which may be negative. @returns false where it would exceed the largest */
  grow(increment: number): boolean {
    if (this.#size + increment > maxWindow) return false;
    this.#size += increment;
    return true;
  }
}

/** How much the peer may send, RFC 9113 section 6.9: what was received is given back once it is consumed. */
export class ReceiveWindow {
  #size: number;
  #consumed = 0;

  /** @param limit bytes that may be under way or unread; at most `maxWindow` */
  constructor(readonly limit: number) {
    this.#size = limit;
  }

  /** @returns false where the peer sent more than it may */
  receive(length: number): boolean {
    this.#size -= length;
    return this.#size >= 0;
  }

  /** @returns the increment to report to the peer now: 0 until it is a quarter of the window, so that reports are few */
  consume(length: number): number {
    this.#consumed += length;
    if (this.#consumed === 0 || this.#consumed * 4 < this.limit) return 0;
    const increment = this.#consumed;
    this.#consumed = 0;
    this.#size += increment;
    return increment;
  }
}
