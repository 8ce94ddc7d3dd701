import { alternatives, CliError, Exit } from '../../command/errors.js';
import { fromKey, type KeyRange, keyPrefix, singleKey } from '../../etcd/keys.js';
import { toBytes } from '../../go/text.js';
import { Permission_Type } from '../../proto/authpb/auth.js';

export interface PermissionFlags {
  readonly fromKey: boolean;
  readonly prefix: boolean;
}

/** As they are typed. */
export const permissionTypes = ['read', 'write', 'readwrite'] as const;

/** @throws CliError where it is none of read, write, readwrite, in any case */
export function permissionType(text: string): Permission_Type {
  const name = text.toUpperCase();
  if (!Object.hasOwn(Permission_Type, name)) {
    const hint = `a permission is ${alternatives(permissionTypes)}`;
    throw new CliError(`invalid permission type: ${text}`, Exit.BadArgs, { hint });
  }
  return Permission_Type[name as keyof typeof Permission_Type];
}

/** @throws CliError with the texts and in the order of contract 2.19 */
export function permissionRange(key: string, end: string | undefined, flags: PermissionFlags): KeyRange {
  const both = flags.prefix && flags.fromKey;
  if (key === '') {
    if (both) throw badArgs(mutuallyExclusive);
    // The server takes permissions for intervals, in which no key is before the zero byte. An end key is ignored.
    return flags.prefix || flags.fromKey ? fromKey(none) : singleKey(firstKey);
  }
  if (end !== undefined) {
    if (flags.prefix) throw badArgs('unexpected endkey argument with --prefix flag');
    if (flags.fromKey) throw badArgs('unexpected endkey argument with --from-key flag');
    return { key: toBytes(key), range_end: toBytes(end) };
  }
  if (both) throw badArgs(mutuallyExclusive);
  if (flags.prefix) return keyPrefix(toBytes(key));
  return flags.fromKey ? fromKey(toBytes(key)) : singleKey(toBytes(key));
}

const mutuallyExclusive = '--from-key and --prefix flags are mutually exclusive';
const none = Buffer.alloc(0);
const firstKey = Buffer.of(0);
const badArgs = (message: string): CliError => new CliError(message, Exit.BadArgs);
