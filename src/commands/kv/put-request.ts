import { CliError, Exit } from '../../command/errors.js';
import { bool, type FlagValues, string } from '../../command/flags.js';
import { toBytes } from '../../go/text.js';
import { PutRequest } from '../../proto/etcdserverpb/rpc.js';
import { parseLease } from './lease-arguments.js';

/** A line of txn has them too. */
export const putFlags = {
  'ignore-lease': bool('updates the key using its current lease'),
  'ignore-value': bool('updates the key using its current value'),
  lease: string('lease ID (in hexadecimal) to attach to the key', { default: '0', values: 'lease' }),
  'prev-kv': bool('return the previous key-value pair before modification'),
};

export type PutFlags = FlagValues<typeof putFlags>;

const usage = 'put command needs 1 argument and input from stdin or 2 arguments';

/**
 * @param readStdin all of standard input, asked for only where no argument gives the value
 * @throws CliError with the texts of contract 2.2
 */
export async function putRequest(args: readonly string[], flags: PutFlags, readStdin: () => Promise<Uint8Array>): Promise<PutRequest> {
  const [key, argument] = args;
  if (key === undefined) throw new CliError(usage, Exit.BadArgs);
  if (flags.ignoreValue && argument !== undefined) {
    throw new CliError("put command needs only 1 argument when 'ignore-value' is set", Exit.BadArgs);
  }
  return PutRequest.fromPartial({
    key: toBytes(key),
    value: flags.ignoreValue ? Buffer.alloc(0) : argument !== undefined ? toBytes(argument) : await valueFrom(readStdin),
    lease: parseLease(flags.lease, (reason) => `bad lease ID (${reason}), expecting ID in Hex`),
    prev_kv: flags.prevKv,
    ignore_value: flags.ignoreValue,
    ignore_lease: flags.ignoreLease,
  });
}

async function valueFrom(readStdin: () => Promise<Uint8Array>): Promise<Buffer> {
  const value = await readStdin();
  if (value.length === 0) throw new CliError(usage, Exit.BadArgs);
  return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
}
