/**
 * A decoded object before it is printed. Members keep their order and may have any name, `__proto__` and `1` too. Integers beyond 2^53 are
 * bigint, bytes are base64 text.
 */
export type Tree = null | boolean | number | bigint | string | JsonNumber | JsonText | Tree[] | Members;

export type Members = Map<string, Tree>;

/** A number of a JSON text that is not a small integer, as it is written there. */
export class JsonNumber {
  constructor(readonly text: string) {}
}

/** JSON within an object, whose order and numbers the API keeps as they were written. */
export class JsonText {
  constructor(
    /** Without blanks between the tokens. */
    readonly text: string,
    readonly tree: Tree,
  ) {}
}

/** Objects nest no deeper: what does isn't Kubernetes', and would need a stack without end and lines as long as the value is deep. */
export const maxDepth = 256;

/** Characters of a printed object, which may be a hundred times as many as it has bytes. More is left to who wants the value as it is. */
export const maxText = 2 ** 27;

/** @throws DecodeError */
export function checkLength(text: string): void {
  if (text.length > maxText) throw new DecodeError(`more than ${maxText} characters`);
}

/** A stored value that isn't what its first bytes say. Its message names no part of the value. */
export class DecodeError extends Error {
  override readonly name = 'DecodeError';
}

export const isMembers = (tree: Tree | undefined): tree is Members => tree instanceof Map;

/** The member of a member of …, where there is one. */
export function memberAt(tree: Tree | undefined, ...names: readonly string[]): Tree | undefined {
  let at = tree;
  for (const name of names) at = isMembers(at) ? at.get(name) : undefined;
  return at;
}

/** The order of Go's strings, which is that of their UTF-8. */
export function compareBytes(one: string, other: string): number {
  const length = Math.min(one.length, other.length);
  for (let at = 0; at < length; at++) {
    const a = one.charCodeAt(at);
    const b = other.charCodeAt(at);
    if (a !== b) return order(a) - order(b);
  }
  return one.length - other.length;
}

/** Surrogates stand for what comes after all other units. */
const order = (unit: number) => (unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit);
