import { CliError, Exit } from '../../command/errors.js';
import { bool, type FlagValues } from '../../command/flags.js';
import type { DeleteRangeRequest } from '../../proto/etcdserverpb/rpc.js';
import { keyRange } from './get-request.js';

/** A line of txn has them too. */
export const delFlags = {
  'from-key': bool('delete keys that are greater than or equal to the given key using byte compare'),
  prefix: bool('delete keys with matching prefix'),
  'prev-kv': bool('return deleted key-value pairs'),
  range: bool('delete range of keys'),
};

export type DelFlags = FlagValues<typeof delFlags>;

/** @throws CliError with the texts of contract 2.3 */
export function delRequest(args: readonly string[], flags: DelFlags): DeleteRangeRequest {
  const [key, end] = args;
  if (key === undefined || args.length > 2) {
    throw new CliError('del command needs one argument as key and an optional argument as range_end', Exit.BadArgs);
  }
  return { ...keyRange(key, end, flags), prev_kv: flags.prevKv };
}

/** A range that was not confirmed with --range: the user gets time to think. */
export function needsPause(args: readonly string[], flags: DelFlags): boolean {
  return args.length === 2 && !flags.range;
}
