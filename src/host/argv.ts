import { readFileSync } from 'node:fs';
import { toText } from '../go/text.js';

/**
 * The program's arguments without loss. Engines decode them as UTF-8, which makes U+FFFD of any other byte; Linux has the bytes,
 * and text.ts has a form for them. Elsewhere the loss stays.
 */
export function readArguments(): readonly string[] {
  const decoded = process.argv.slice(2);
  if (!decoded.some((argument) => argument.includes('\ufffd'))) return decoded;
  try {
    // Each argument ends in a zero byte; the engine's own come first.
    return toText(readFileSync('/proc/self/cmdline')).split('\0').slice(0, -1).slice(-decoded.length);
  } catch {
    return decoded;
  }
}
