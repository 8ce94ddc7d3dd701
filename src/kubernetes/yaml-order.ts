/** More keys are left to the engine, whose sort is slower for the few that nearly all objects have. */
const few = 16;

/** The keys of a map in the order of go-yaml's output. */
export function sortKeys(map: ReadonlyMap<string, unknown>): string[] {
  const keys = [...map.keys()];
  if (keys.length > few) return keys.sort(compareKeys);
  for (let next = 1; next < keys.length; next++) {
    const key = keys[next] as string;
    let at = next;
    for (; at > 0 && compareKeys(keys[at - 1] as string, key) > 0; at--) keys[at] = keys[at - 1] as string;
    keys[at] = key;
  }
  return keys;
}

/**
 * The order of keys in go-yaml's output (sorter.go of goyaml.v2): numbers within keys by their value, letters after all else, so that `a2`
 * stands before `a10`.
 */
export function compareKeys(one: string, other: string): number {
  const length = Math.min(one.length, other.length);
  let at = 0;
  while (at < length && one.charCodeAt(at) === other.charCodeAt(at)) at++;
  if (at === length) return one.length - other.length;
  // Half of a character is not to be compared.
  if (at > 0 && isLowSurrogate(one.charCodeAt(at))) at--;
  const a = one.codePointAt(at) ?? 0;
  const b = other.codePointAt(at) ?? 0;
  const letterA = isLetter(a);
  const letterB = isLetter(b);
  if (letterA && letterB) return a - b;
  if (letterA || letterB) return letterB ? -1 : 1;
  return compareDigits(one, other, at) || a - b;
}

/** Of keys that differ at `at`: by the numbers that begin there, then by how many digits those have. */
function compareDigits(one: string, other: string, at: number): number {
  const begin = startsBehindDigit(one, other, at) ? 1n : 0n;
  const a = readDigits(one, at, begin);
  const b = readDigits(other, at, begin);
  if (a.value !== b.value) return a.value < b.value ? -1 : 1;
  return a.count - b.count;
}

/** Whether a zero that makes the difference stands within a number, so that it counts. */
function startsBehindDigit(one: string, other: string, at: number): boolean {
  if (one[at] !== '0' && other[at] !== '0') return false;
  const before = /(\p{Nd}+)$/u.exec(one.slice(0, at))?.[1] ?? '';
  return /[^0]/u.test(before);
}

/** The digits from `at` on behind those that `begin` stands for, in 64 bits as Go has them. */
function readDigits(text: string, at: number, begin: bigint): { value: bigint; count: number } {
  let value = begin;
  let count = 0;
  for (const character of text.slice(at)) {
    if (!isDigit(character)) break;
    value = BigInt.asIntN(64, value * 10n + BigInt((character.codePointAt(0) ?? 0) - 0x30));
    count++;
  }
  return { value, count };
}

const isDigit = (character: string) => (character >= '0' && character <= '9') || (character > '\x7f' && /\p{Nd}/u.test(character));

function isLetter(rune: number): boolean {
  if (rune < 0x80) return (rune >= 0x61 && rune <= 0x7a) || (rune >= 0x41 && rune <= 0x5a);
  return /\p{L}/u.test(String.fromCodePoint(rune));
}

const isLowSurrogate = (unit: number) => unit >= 0xdc00 && unit <= 0xdfff;
