import { command } from '../../command/spec.js';
import { readAll } from '../../host/input.js';
import { putFlags, putRequest } from './put-request.js';
import { expectedSendLimit, valueLimit } from './value-limit.js';

export const put = command({
  args: '[options] <key> <value> (<value> can also be given from stdin)',
  argSources: ['key'],
  description: `Puts the given key into the store.

The value is the second argument; without one, all of standard input is:

$ put <key> <value>
$ put <key> < file

A value that begins with '-' looks like a flag. Put -- before it:

$ put <key> -- -value`,
  flags: putFlags,
  async run(context) {
    const { args, flags, host, connect, print, deadline } = context;
    const request = await putRequest(args, flags, () => readAll(host.stdin, valueLimit(expectedSendLimit(context))));
    const until = deadline();
    const client = await connect();
    await print({ kind: 'put', response: await client.kv.put(request, { deadline: until }) });
  },
});
