const initialSlots = 1024;
const chunkSize = 1 << 20;

/**
 * A map from byte strings to numbers from 1 to 2^32-1, where 0 stands for absent. For tens of millions of keys: a Map of strings
 * ends at 2^24 entries, and takes several times the memory.
 */
export class ByteMap {
  /** How many keys have a number. */
  size = 0;
  /** Open addressing: an index into the arrays below plus one, 0 where free. A key that became absent keeps its place. */
  #slots = new Uint32Array(initialSlots);
  #count = 0;
  #hashes = new Uint32Array(initialSlots / 2);
  #values = new Uint32Array(initialSlots / 2);
  #lengths = new Uint32Array(initialSlots / 2);
  /** Chunk number * 2^32 + offset. */
  #places = new Float64Array(initialSlots / 2);
  readonly #chunks: Buffer[] = [];
  #free = 0;

  /** Gives the key `bytes[start, end)` a number, or none with 0, and returns the one it had. */
  set(bytes: Buffer, start: number, end: number, value: number): number {
    const hash = hashOf(bytes, start, end);
    let slot = hash % this.#slots.length;
    for (let index = this.#slots[slot]; index !== undefined && index !== 0; index = this.#slots[slot]) {
      if (this.#hashes[index - 1] === hash && this.#equals(index - 1, bytes, start, end)) {
        const previous = this.#values[index - 1] ?? 0;
        this.#values[index - 1] = value;
        this.size += Number(value !== 0) - Number(previous !== 0);
        return previous;
      }
      slot = (slot + 1) % this.#slots.length;
    }
    if (value === 0) return 0;
    this.#slots[slot] = this.#add(hash, value, this.#store(bytes, start, end), end - start);
    this.size++;
    if (this.#count * 2 === this.#slots.length) this.#grow();
    return 0;
  }

  #add(hash: number, value: number, place: number, length: number): number {
    const index = this.#count++;
    this.#hashes[index] = hash;
    this.#values[index] = value;
    this.#places[index] = place;
    this.#lengths[index] = length;
    return index + 1;
  }

  #equals(index: number, bytes: Buffer, start: number, end: number): boolean {
    const length = this.#lengths[index] ?? 0;
    if (length !== end - start) return false;
    const place = this.#places[index] ?? 0;
    const offset = place % 2 ** 32;
    const chunk = this.#chunks[Math.floor(place / 2 ** 32)];
    return chunk?.compare(bytes, start, end, offset, offset + length) === 0;
  }

  #store(bytes: Buffer, start: number, end: number): number {
    const length = end - start;
    let chunk = this.#chunks.at(-1);
    if (chunk === undefined || this.#free + length > chunk.length) {
      chunk = Buffer.allocUnsafeSlow(Math.max(chunkSize, length));
      this.#chunks.push(chunk);
      this.#free = 0;
    }
    bytes.copy(chunk, this.#free, start, end);
    const place = (this.#chunks.length - 1) * 2 ** 32 + this.#free;
    this.#free += length;
    return place;
  }

  #grow(): void {
    const size = this.#slots.length * 2;
    const slots = new Uint32Array(size);
    for (let index = 0; index < this.#count; index++) {
      let slot = (this.#hashes[index] ?? 0) % size;
      while (slots[slot] !== 0) slot = (slot + 1) % size;
      slots[slot] = index + 1;
    }
    this.#slots = slots;
    this.#hashes = doubled(this.#hashes, Uint32Array);
    this.#values = doubled(this.#values, Uint32Array);
    this.#lengths = doubled(this.#lengths, Uint32Array);
    this.#places = doubled(this.#places, Float64Array);
  }
}

function doubled<T extends Uint32Array | Float64Array>(array: T, Type: new (length: number) => T): T {
  const larger = new Type(array.length * 2);
  larger.set(array);
  return larger;
}

/** Differs from run to run, so that nobody can make a file whose keys all have one hash. */
const basis = Math.floor(Math.random() * 2 ** 32);

/** FNV-1a of 32 bits, its bits mixed once more, since keys that count up differ in few. */
function hashOf(bytes: Buffer, start: number, end: number): number {
  let hash = basis;
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return (hash ^ (hash >>> 13)) >>> 0;
}
