import { formatRecord, parseRecord } from './csv.js';
import { DurationError, formatDuration, parseDuration } from './duration.js';
import { quote, quoteRune } from './quote.js';
import { NumberError, parseBool, parseInteger, parseUnsigned } from './strconv.js';
import { toBytes } from './text.js';

/** The types of Go's flag library that etcdctl uses; the names are those of its help. */
export type FlagType = 'string' | 'bool' | 'int' | 'int64' | 'uint' | 'duration' | 'strings';

/** What parsing needs to know of a flag. */
export interface FlagForm {
  readonly type: FlagType;
  readonly short?: string;
}

export type FlagForms = Readonly<Record<string, FlagForm>>;

/** A mistake in the flags of a command line; the message is that of pflag 1.0.10. */
export class FlagError extends Error {
  override readonly name = 'FlagError';

  constructor(
    message: string,
    /** The value that a Go program finds in the flag after the error; undefined where the flag keeps what it had. */
    readonly value?: unknown,
  ) {
    super(message);
  }
}

/** A flag that there is none of. */
export class UnknownFlagError extends FlagError {
  /** @param flagName as typed behind `--` */
  constructor(readonly flagName: string) {
    super(`unknown flag: --${flagName}`);
  }
}

export interface Scan {
  /** Flags with their texts, from left to right, up to the first mistake. */
  readonly flags: readonly { readonly name: string; readonly text: string }[];
  /** What is no flag; `--` itself is left out. */
  readonly args: readonly string[];
  /** The first mistake that can be seen without looking at values. */
  readonly error?: FlagError;
}

/** Tells flags from arguments the way pflag does: flags stand anywhere, `--` ends them, a bool takes its value only after `=`. */
export function scanFlags(forms: FlagForms, words: readonly string[]): Scan {
  const flags: { name: string; text: string }[] = [];
  const args: string[] = [];
  const rest = [...words];
  try {
    for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
      if (word === '--') {
        args.push(...rest);
        break;
      }
      if (word.startsWith('--')) flags.push(readLong(forms, word, rest));
      else if (word.startsWith('-') && word !== '-') flags.push(...readShorts(forms, word.slice(1), rest));
      else args.push(word);
    }
  } catch (error) {
    if (error instanceof FlagError) return { flags, args, error };
    if (!(error instanceof PartialError)) throw error;
    return { flags: [...flags, ...error.before], args, error: new FlagError(error.message) };
  }
  return { flags, args };
}

/** A mistake within combined shorthands, with the flags that stand before it. */
class PartialError extends Error {
  constructor(
    message: string,
    readonly before: Scan['flags'],
  ) {
    super(message);
  }
}

function readLong(forms: FlagForms, word: string, rest: string[]): { name: string; text: string } {
  if (/^--[-=]/.test(word)) throw new FlagError(`bad flag syntax: ${word}`);
  const equals = word.indexOf('=');
  const name = word.slice(2, equals < 0 ? undefined : equals);
  const form = Object.hasOwn(forms, name) ? forms[name] : undefined;
  if (!form) throw new UnknownFlagError(name);
  const text = equals >= 0 ? word.slice(equals + 1) : form.type === 'bool' ? 'true' : rest.shift();
  if (text === undefined) throw new FlagError(`flag needs an argument: --${name}`);
  return { name, text };
}

function readShorts(forms: FlagForms, word: string, rest: string[]): Scan['flags'] {
  const flags: { name: string; text: string }[] = [];
  for (let shorts = word; shorts !== ''; ) {
    // pflag leaves the flags of Go's own test binaries alone.
    if (shorts.startsWith('test.')) break;
    const letter = shorts.charAt(0);
    const [name, form] = Object.entries(forms).find(([, { short }]) => short === letter) ?? [];
    if (!name || !form) throw new PartialError(`unknown shorthand flag: ${quoteRune(firstByteRune(shorts))} in -${shorts}`, flags);
    const after = shorts.slice(1);
    shorts = '';
    if (after.length > 1 && after.startsWith('=')) {
      flags.push({ name, text: after.slice(1) });
    } else if (form.type === 'bool') {
      flags.push({ name, text: 'true' });
      shorts = after;
    } else {
      const text = after || rest.shift();
      if (text === undefined) throw new PartialError(`flag needs an argument: ${quoteRune(firstByteRune(letter))} in -${letter}`, flags);
      flags.push({ name, text });
    }
  }
  return flags;
}

/** pflag looks at the first byte of the flag's UTF-8, and at the first byte of what that byte is as a character. */
function firstByteRune(text: string): number {
  const byte = toBytes(text)[0] ?? 0;
  return byte < 0x80 ? byte : byte < 0xc0 ? 0xc2 : 0xc3;
}

/**
 * The value of a flag's text. A list is added to the values of earlier uses, of which the first replaces the default.
 * @throws FlagError
 */
export function parseFlagValue(name: string, form: FlagForm, text: string, earlier: readonly string[] = []): unknown {
  try {
    switch (form.type) {
      case 'string':
        return text;
      case 'bool':
        return parseBool(text);
      case 'int':
      case 'int64':
        return parseInteger(text, 0);
      case 'uint':
        return parseUnsigned(text, 0);
      case 'duration':
        return parseDuration(text);
      case 'strings':
        return text === '' ? earlier : [...earlier, ...parseRecord(text)];
    }
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const names = form.short ? `-${form.short}, --${name}` : `--${name}`;
    const value = error instanceof NumberError ? error.value : error instanceof DurationError ? 0 : undefined;
    throw new FlagError(`invalid argument ${quote(text)} for ${quote(names)} flag: ${error.message}`, value);
  }
}

/** A value as pflag prints it: `[a,"b,c"]` for a list. */
export function formatFlagValue(form: FlagForm, value: unknown): string {
  if (form.type === 'duration') return formatDuration(Number(value));
  if (form.type === 'strings' && Array.isArray(value)) return `[${formatRecord(value)}]`;
  return String(value);
}

/** The property that a flag's value has: `write-out` is `writeOut`. */
export function camelCase(name: string): string {
  return name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}
