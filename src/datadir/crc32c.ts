/**
 * CRC-32C (Castagnoli, polynomial 0x1EDC6F41 reflected), as etcd sums with it, eight bytes at a step: the tables of
 * https://en.wikipedia.org/wiki/Cyclic_redundancy_check called "slicing". `previous` is the sum of the bytes before.
 */
export function crc32c(bytes: Uint8Array, previous = 0, start = 0, end = bytes.length): number {
  let crc = ~previous;
  let at = start;
  for (const last = end - 8; at <= last; at += 8) {
    crc ^= octet(bytes, at) | (octet(bytes, at + 1) << 8) | (octet(bytes, at + 2) << 16) | (octet(bytes, at + 3) << 24);
    crc =
      entry(7, crc & 0xff) ^
      entry(6, (crc >>> 8) & 0xff) ^
      entry(5, (crc >>> 16) & 0xff) ^
      entry(4, crc >>> 24) ^
      entry(3, octet(bytes, at + 4)) ^
      entry(2, octet(bytes, at + 5)) ^
      entry(1, octet(bytes, at + 6)) ^
      entry(0, octet(bytes, at + 7));
  }
  for (; at < end; at++) crc = (crc >>> 8) ^ entry(0, (crc ^ octet(bytes, at)) & 0xff);
  return ~crc >>> 0;
}

/** Eight tables of 256, one behind the other. */
const tables = new Int32Array(8 * 256);
for (let i = 0; i < 256; i++) {
  let crc = i;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
  tables[i] = crc;
}
for (let i = 256; i < tables.length; i++) {
  const before = entry(0, i - 256);
  tables[i] = (before >>> 8) ^ entry(0, before & 0xff);
}

// The indices are in range; the assertions cost nothing where this is hot.
function entry(table: number, index: number): number {
  return tables[table * 256 + index] as number;
}

function octet(bytes: Uint8Array, at: number): number {
  return bytes[at] as number;
}
