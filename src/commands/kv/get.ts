import { CliError, Exit } from '../../command/errors.js';
import { command } from '../../command/spec.js';
import { rangePages, rangeStream } from '../../etcd/range.js';
import { getFlags, getRequest, managedFieldsFlag } from './get-request.js';

export const get = command({
  args: '[options] <key> [range_end]',
  argSources: ['key', 'key'],
  flags: { ...getFlags, ...managedFieldsFlag },
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
    await print({
      kind: 'range',
      pages: following(first, pages),
      valuesOnly: flags.printValueOnly,
      managedFields: flags.showManagedFields,
    });
  },
});

async function* following<T>(first: IteratorResult<T>, rest: AsyncIterable<T>): AsyncIterable<T> {
  if (first.done) return;
  yield first.value;
  yield* rest;
}
