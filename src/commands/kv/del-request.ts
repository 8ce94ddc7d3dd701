import { CliError, Exit } from '../../command/errors.js';
import type { DeleteRangeRequest } from '../../proto/etcdserverpb/rpc.js';
import { keyRange } from './get-request.js';

export interface DelFlags {
  readonly fromKey: boolean;
  readonly prefix: boolean;
  readonly prevKv: boolean;
  readonly range: boolean;
}

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
