import { readUint32 } from './frame.js';

/** The PINGs of ours that wait for their answer, RFC 9113 section 6.7. */
export class Pings {
  #last = 0;
  readonly #callbacks = new Map<number, () => void>();

  /** @returns the payload to send */
  add(onAnswer: () => void): Uint8Array {
    this.#last++;
    this.#callbacks.set(this.#last, onAnswer);
    const payload = new Uint8Array(8);
    new DataView(payload.buffer).setUint32(4, this.#last);
    return payload;
  }

  /** An answer to nothing is ignored. */
  answer(payload: Uint8Array): void {
    const number = readUint32(payload, 4);
    const callback = this.#callbacks.get(number);
    this.#callbacks.delete(number);
    callback?.();
  }
}
