import { readFileSync } from 'node:fs';
import { toText } from './go/text.js';

/**
 * The arguments without loss: the runtime decodes them as UTF-8, and what is none is gone by then (U+FFFD). Linux tells the bytes, which
 * become text as src/go/text.ts has it. Elsewhere the arguments stay as they are.
 */
export function recoverArguments(decoded: readonly string[]): readonly string[] {
  if (!decoded.some((argument) => argument.includes('\ufffd'))) return decoded;
  try {
    const words = splitAtZero(readFileSync('/proc/self/cmdline'));
    return decoded.length === 0 ? [] : words.slice(-decoded.length).map(toText);
  } catch {
    return decoded;
  }
}

function splitAtZero(bytes: Buffer): Buffer[] {
  const parts: Buffer[] = [];
  for (let from = 0; from < bytes.length; ) {
    const to = bytes.indexOf(0, from);
    parts.push(bytes.subarray(from, to));
    from = to + 1;
  }
  return parts;
}
