import { toBytes } from './text.js';

/** A text that is no duration; the message is that of Go's `time.ParseDuration`. */
export class DurationError extends Error {
  override readonly name = 'DurationError';

  constructor(reason: string, text: string) {
    super(`time: ${reason} ${quotePlainly(text)}`);
  }
}

/** Nanoseconds per unit; both signs for micro are known. */
const units: ReadonlyMap<string, bigint> = new Map([
  ['ns', 1n],
  ['us', 1_000n],
  ['µs', 1_000n],
  ['μs', 1_000n],
  ['ms', 1_000_000n],
  ['s', 1_000_000_000n],
  ['m', 60_000_000_000n],
  ['h', 3_600_000_000_000n],
]);

const limit = 1n << 63n;

/**
 * Go's `time.ParseDuration`, in milliseconds.
 * @throws DurationError
 */
export function parseDuration(text: string): number {
  const [, sign = '', terms = ''] = /^([-+]?)(.*)$/s.exec(text) ?? [];
  if (terms === '0') return 0;
  if (terms === '') throw new DurationError('invalid duration', text);
  let total = 0n;
  for (let rest = terms; rest !== ''; ) {
    const [term = '', whole = '', fraction = '', unit = ''] = /^(\d*)(?:\.(\d*))?([^.\d]*)/.exec(rest) ?? [];
    if (!/^\.?\d/.test(rest) && !/^\d/.test(fraction)) throw new DurationError('invalid duration', text);
    const value = BigInt(whole);
    if (value > limit) throw new DurationError('invalid duration', text);
    if (unit === '') throw new DurationError('missing unit in duration', text);
    const scale = units.get(unit);
    if (scale === undefined) throw new DurationError(`unknown unit ${quotePlainly(unit)} in duration`, text);
    total += value * scale + readFraction(fraction, scale);
    if (value > limit / scale || total > limit) throw new DurationError('invalid duration', text);
    rest = rest.slice(term.length);
  }
  if (sign !== '-' && total === limit) throw new DurationError('invalid duration', text);
  return toMilliseconds(sign === '-' ? -total : total);
}

/** With the rounding of Go, which takes the fraction as a float64 of at most 63 bits of digits. */
function readFraction(digits: string, scale: bigint): bigint {
  let value = 0n;
  let power = 1;
  for (const digit of digits) {
    if (value > (limit - 1n) / 10n) break;
    const next = value * 10n + BigInt(digit);
    if (next > limit) break;
    value = next;
    power *= 10;
  }
  return BigInt(Math.trunc(Number(value) * (Number(scale) / power)));
}

const toMilliseconds = (nanoseconds: bigint) => Number(nanoseconds / 1_000_000n) + Number(nanoseconds % 1_000_000n) / 1e6;

/** Go's `Duration.String`: `1h0m0s`, `1.5s`, `2.507275ms`, `815µs`. */
export function formatDuration(milliseconds: number): string {
  const whole = Math.trunc(milliseconds);
  return formatNanoseconds(BigInt(whole) * 1_000_000n + BigInt(Math.round((milliseconds - whole) * 1e6)));
}

/** The same, exact. */
export function formatNanoseconds(signed: bigint): string {
  const nanoseconds = signed < 0n ? -signed : signed;
  const sign = signed < 0n ? '-' : '';
  if (nanoseconds === 0n) return '0s';
  if (nanoseconds < 1_000n) return `${sign}${nanoseconds}ns`;
  if (nanoseconds < 1_000_000n) return `${sign}${decimal(nanoseconds, 3)}µs`;
  if (nanoseconds < 1_000_000_000n) return `${sign}${decimal(nanoseconds, 6)}ms`;
  const minutes = nanoseconds / 60_000_000_000n;
  const seconds = `${decimal(nanoseconds % 60_000_000_000n, 9)}s`;
  if (minutes === 0n) return sign + seconds;
  return minutes < 60n ? `${sign}${minutes}m${seconds}` : `${sign}${minutes / 60n}h${minutes % 60n}m${seconds}`;
}

/** `value / 10**places` without trailing zeros. */
function decimal(value: bigint, places: number): string {
  const digits = value.toString().padStart(places + 1, '0');
  const fraction = digits.slice(-places).replace(/0+$/, '');
  return digits.slice(0, -places) + (fraction && `.${fraction}`);
}

/** The quoting of Go's package time, which escapes every byte beyond ASCII. */
function quotePlainly(text: string): string {
  const bytes = Array.from(toBytes(text), (byte) => {
    if (byte < 0x20 || byte >= 0x80) return `\\x${byte.toString(16).padStart(2, '0')}`;
    return byte === 0x22 || byte === 0x5c ? `\\${String.fromCharCode(byte)}` : String.fromCharCode(byte);
  });
  return `"${bytes.join('')}"`;
}
