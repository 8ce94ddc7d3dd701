import { CliError, Exit } from '../../command/errors.js';
import { bool, command, int64, string } from '../../command/spec.js';
import { rangePages, rangeStream } from '../../etcd/range.js';
import { getRequest } from './get-request.js';

export const get = command({
  name: 'get',
  args: '[options] <key> [range_end]',
  argKeys: 2,
  group: 'Key-value commands',
  summary: 'Gets the key or a range of keys',
  flags: {
    consistency: string('Linearizable(l) or Serializable(s)', { default: 'l', values: ['l', 's'] }),
    'count-only': bool('Get only the count'),
    'from-key': bool('Get keys that are greater than or equal to the given key using byte compare'),
    'keys-only': bool('Get only the keys'),
    limit: int64('Maximum number of results'),
    'max-create-rev': int64('Maximum create revision'),
    'max-mod-rev': int64('Maximum modification revision'),
    'min-create-rev': int64('Minimum create revision'),
    'min-mod-rev': int64('Minimum modification revision'),
    order: string('Order of results; ASCEND or DESCEND (ASCEND by default)', { values: ['ASCEND', 'DESCEND'] }),
    prefix: bool('Get keys with matching prefix'),
    'print-value-only': bool('Only write values when using the "simple" output format'),
    rev: int64('Specify the kv revision'),
    'sort-by': string('Sort target; CREATE, KEY, MODIFY, VALUE, or VERSION', { values: ['CREATE', 'KEY', 'MODIFY', 'VALUE', 'VERSION'] }),
    stream: bool('Use the RangeStream RPC'),
  },
  async run({ args, flags, globals, connect, print, deadline }) {
    const request = getRequest(args, flags);
    const until = deadline();
    const client = await connect();
    const pages = flags.stream ? rangeStream(client, request, until) : rangePages(client, request, until, globals.commandTimeout);
    // Go's client looks at the format after the call, and answers with the call's error if there is one.
    const first = await pages.next();
    if (flags.countOnly && globals.writeOut !== 'fields') throw new CliError('--count-only is only for `--write-out=fields`', Exit.BadArgs);
    if (flags.printValueOnly && globals.writeOut !== 'simple') {
      throw new CliError('print-value-only is only for `--write-out=simple`', Exit.BadArgs);
    }
    await print({ kind: 'range', pages: following(first, pages), valuesOnly: flags.printValueOnly });
  },
});

async function* following<T>(first: IteratorResult<T>, rest: AsyncIterable<T>): AsyncIterable<T> {
  if (first.done) return;
  yield first.value;
  yield* rest;
}
