import { CliError, Exit } from '../../command/errors.js';
import { bool, type FlagValues, int64 } from '../../command/flags.js';
import { prefixEnd } from '../../etcd/keys.js';
import { toBytes } from '../../go/text.js';
import { WatchCreateRequest } from '../../proto/etcdserverpb/rpc.js';

/** A line of watch -i has them too. */
export const watchFlags = {
  interactive: bool('Interactive mode', { short: 'i' }),
  prefix: bool('Watch on a prefix if prefix is set'),
  'prev-kv': bool('get the previous key-value pair before the event happens'),
  'progress-notify': bool('get periodic watch progress notification from server'),
  rev: int64('Revision to start watching'),
};

export type WatchFlags = FlagValues<typeof watchFlags>;

/** What the environment says instead of arguments: ETCDCTL_WATCH_KEY and ETCDCTL_WATCH_RANGE_END. */
export interface WatchEnvironment {
  readonly key: string;
  readonly rangeEnd: string;
}

export interface WatchArguments {
  readonly keys: readonly string[];
  readonly exec: readonly string[];
}

const badNumber = 'bad number of arguments';
const badSeparator = 'bad number of arguments (found separator --, but no commands)';
const conflictingKey = 'bad number of arguments (found conflicting environment key)';

/**
 * Tells keys from the command behind `--`, with the rules and quirks of contract 2.6.
 * @param raw what followed the word `watch`, as typed
 * @param positional the same without flags and without `--`
 * @throws CliError of status 128
 */
export function watchArguments(raw: readonly string[], positional: readonly string[], env: WatchEnvironment): WatchArguments {
  const separator = raw.indexOf('--');
  if (separator >= 0 && separator === raw.length - 1) throw badArgs(badSeparator);
  if (separator < 0 && raw.length === 0 && env.key === '') throw badArgs(badNumber);
  if (env.key !== '' && hasOwnKey(raw, positional, separator)) throw badArgs(conflictingKey);
  return splitArguments(raw, positional, env);
}

/**
 * The same for a line of watch -i.
 * @param raw the words behind `watch`
 */
export function lineArguments(raw: readonly string[], positional: readonly string[], env: WatchEnvironment): WatchArguments {
  const separator = raw.indexOf('--');
  if (separator < 0 && env.key === '' && positional.length === 0) throw badArgs(badNumber);
  if (separator < 0 && positional.length > 0 && env.key !== '') throw badArgs(conflictingKey);
  return splitArguments(raw, positional, env);
}

/** Fails before the flags of the line are looked at. */
export function checkSeparator(raw: readonly string[]): void {
  const separator = raw.indexOf('--');
  if (separator >= 0 && separator === raw.length - 1) throw badArgs(badSeparator);
}

function hasOwnKey(raw: readonly string[], positional: readonly string[], separator: number): boolean {
  if (separator < 0) return positional.length > 0;
  return positional.length > raw.length - separator - 1;
}

function splitArguments(raw: readonly string[], positional: readonly string[], env: WatchEnvironment): WatchArguments {
  const fromEnvironment = env.key === '' ? [] : env.rangeEnd === '' ? [env.key] : [env.key, env.rangeEnd];
  const all = [...fromEnvironment, ...positional];
  const separator = raw.indexOf('--');
  if (separator < 0) return { keys: all, exec: [] };
  const exec = raw.slice(separator + 1);
  // The last word like the command's first, not the place of `--`: `watch a -- echo echo` watches [a, echo).
  return { keys: all.slice(0, Math.max(0, all.lastIndexOf(exec[0] ?? ''))), exec };
}

/** @throws CliError where the keys make no range */
export function watchRequest(keys: readonly string[], flags: WatchFlags): WatchCreateRequest {
  const [key, end] = keys;
  if (key === undefined) throw badArgs(badNumber);
  const range = keys.length === 2 && end !== undefined;
  if (range && flags.prefix) throw badArgs('`range_end` and `--prefix` are mutually exclusive');
  return WatchCreateRequest.fromPartial({
    ...(range ? { key: toBytes(key), range_end: toBytes(end) } : watchRange(toBytes(key), flags.prefix)),
    start_revision: String(flags.rev),
    prev_kv: flags.prevKv,
    progress_notify: flags.progressNotify,
  });
}

function watchRange(key: Buffer, prefix: boolean): { key: Buffer; range_end: Buffer } {
  if (!prefix) return { key, range_end: Buffer.alloc(0) };
  return key.length === 0 ? { key: Buffer.of(0), range_end: Buffer.of(0) } : { key, range_end: prefixEnd(key) };
}

function badArgs(message: string): CliError {
  return new CliError(message, Exit.BadArgs);
}
