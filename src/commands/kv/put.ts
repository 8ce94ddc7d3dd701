import { bool, command, string } from '../../command/spec.js';
import { readAll } from '../../host/input.js';
import { putRequest } from './put-request.js';

export const put = command({
  name: 'put',
  args: '[options] <key> <value> (<value> can also be given from stdin)',
  argKeys: 1,
  group: 'Key-value commands',
  summary: 'Puts the given key into the store',
  description: `Puts the given key into the store.

The value is the second argument; without one, all of standard input is:

$ put <key> <value>
$ put <key> < file

A value that begins with '-' looks like a flag. Put -- before it:

$ put <key> -- -value`,
  flags: {
    'ignore-lease': bool('updates the key using its current lease'),
    'ignore-value': bool('updates the key using its current value'),
    lease: string('lease ID (in hexadecimal) to attach to the key', { default: '0' }),
    'prev-kv': bool('return the previous key-value pair before modification'),
  },
  async run({ args, flags, host, connect, print, deadline }) {
    const request = await putRequest(args, flags, () => readAll(host.stdin));
    const until = deadline();
    const client = await connect();
    await print({ kind: 'put', response: await client.kv.put(request, { deadline: until }) });
  },
});
