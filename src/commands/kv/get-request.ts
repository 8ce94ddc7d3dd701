import { CliError, Exit, wrongValue } from '../../command/errors.js';
import { bool, type FlagValues, int64, string } from '../../command/flags.js';
import { fromKey, type KeyRange, keyPrefix, singleKey } from '../../etcd/keys.js';
import { toBytes } from '../../go/text.js';
import { RangeRequest, RangeRequest_SortOrder, RangeRequest_SortTarget } from '../../proto/etcdserverpb/rpc.js';

const consistencies = ['l', 's'] as const;
const orders = ['ASCEND', 'DESCEND'] as const;
const targets = ['CREATE', 'KEY', 'MODIFY', 'VALUE', 'VERSION'] as const;

/** A line of txn has them too. */
export const getFlags = {
  consistency: string('Linearizable(l) or Serializable(s)', { default: 'l', values: consistencies }),
  'count-only': bool('Get only the count'),
  'from-key': bool('Get keys that are greater than or equal to the given key using byte compare'),
  'keys-only': bool('Get only the keys'),
  limit: int64('Maximum number of results'),
  'max-create-rev': int64('Maximum create revision'),
  'max-mod-rev': int64('Maximum modification revision'),
  'min-create-rev': int64('Minimum create revision'),
  'min-mod-rev': int64('Minimum modification revision'),
  order: string('Order of results; ASCEND or DESCEND (ASCEND by default)', { values: orders }),
  prefix: bool('Get keys with matching prefix'),
  'print-value-only': bool('Only write values when using the "simple" output format'),
  rev: int64('Specify the kv revision'),
  'sort-by': string('Sort target; CREATE, KEY, MODIFY, VALUE, or VERSION', { values: targets }),
  stream: bool('Use the RangeStream RPC'),
};

/** As kubectl has it; `watch` takes it too, a line of txn doesn't. */
export const managedFieldsFlag = {
  'show-managed-fields': bool("Keep metadata.managedFields of Kubernetes' objects in yaml output", { extension: true }),
};

export type GetFlags = FlagValues<typeof getFlags>;

const sortOrders: Record<string, RangeRequest_SortOrder> = {
  '': RangeRequest_SortOrder.NONE,
  ASCEND: RangeRequest_SortOrder.ASCEND,
  DESCEND: RangeRequest_SortOrder.DESCEND,
};

const sortTargets: Record<string, RangeRequest_SortTarget> = {
  '': RangeRequest_SortTarget.KEY,
  CREATE: RangeRequest_SortTarget.CREATE,
  KEY: RangeRequest_SortTarget.KEY,
  MODIFY: RangeRequest_SortTarget.MOD,
  VALUE: RangeRequest_SortTarget.VALUE,
  VERSION: RangeRequest_SortTarget.VERSION,
};

/** @throws CliError with the texts and in the order of contract 2.1 */
export function getRequest(args: readonly string[], flags: GetFlags): RangeRequest {
  const [key, end] = args;
  if (key === undefined) throw badArgs('get command needs one argument as key and an optional argument as range_end');
  if (flags.prefix && flags.fromKey) throw badArgs(prefixAndFromKey);
  if (flags.keysOnly && flags.countOnly) throw badArgs('`--keys-only` and `--count-only` cannot be set at the same time, choose one');
  const serializable = isSerializable(flags.consistency);
  const range = keyRange(key, end, flags);
  const order = sortOrders[flags.order.toUpperCase()];
  if (order === undefined) throw wrongValue(`bad sort order ${flags.order}`, '--order', orders);
  const target = sortTargets[flags.sortBy.toUpperCase()];
  if (target === undefined) throw wrongValue(`bad sort target ${flags.sortBy}`, '--sort-by', targets);
  checkBounds('CreateRev', flags.minCreateRev, flags.maxCreateRev);
  checkBounds('ModRev', flags.minModRev, flags.maxModRev);
  // What the server does anyway is not asked for: Go's client sends ascending keys as unsorted.
  const plain = order === RangeRequest_SortOrder.ASCEND && target === RangeRequest_SortTarget.KEY;
  return RangeRequest.fromPartial({
    ...range,
    limit: String(flags.limit),
    revision: positive(flags.rev),
    sort_order: plain ? RangeRequest_SortOrder.NONE : order,
    sort_target: target,
    serializable,
    keys_only: flags.keysOnly,
    count_only: flags.countOnly,
    min_mod_revision: positive(flags.minModRev),
    max_mod_revision: positive(flags.maxModRev),
    min_create_revision: positive(flags.minCreateRev),
    max_create_revision: positive(flags.maxCreateRev),
  });
}

const prefixAndFromKey = '`--prefix` and `--from-key` cannot be set at the same time, choose one';

/** The range that get and del mean by their arguments and flags. */
export function keyRange(key: string, end: string | undefined, flags: { readonly prefix: boolean; readonly fromKey: boolean }): KeyRange {
  if (flags.prefix && flags.fromKey) throw badArgs(prefixAndFromKey);
  if (end !== undefined && (flags.prefix || flags.fromKey)) {
    throw badArgs('too many arguments, only accept one argument when `--prefix` or `--from-key` is set');
  }
  if (end !== undefined) return { key: toBytes(key), range_end: toBytes(end) };
  if (flags.prefix) return keyPrefix(toBytes(key));
  return flags.fromKey ? fromKey(toBytes(key)) : singleKey(toBytes(key));
}

/** @throws CliError where a --consistency is neither l nor s */
export function isSerializable(consistency: string): boolean {
  if (consistency !== 'l' && consistency !== 's') {
    throw wrongValue(`unknown consistency flag "${consistency}"`, '--consistency', consistencies);
  }
  return consistency === 's';
}

function checkBounds(name: string, min: bigint, max: bigint): void {
  if (max > 0n && min > max) throw badFeature(`getMin${name}(=${min}) > getMax${name}(=${max})`);
}

const positive = (revision: bigint): string => (revision > 0n ? String(revision) : '0');
const badArgs = (message: string): CliError => new CliError(message, Exit.BadArgs);
const badFeature = (message: string): CliError => new CliError(message, Exit.BadFeature);
