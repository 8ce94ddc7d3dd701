import { command } from '../../command/spec.js';
import { quote } from '../../go/quote.js';
import type { Host } from '../../host/host.js';
import { type DelFlags, delFlags, delRequest, needsPause } from './del-request.js';

export const del = command({
  args: '[options] <key> [range_end]',
  argSources: ['key', 'key'],
  flags: delFlags,
  async run({ args, flags, host, connect, print, deadline }) {
    const request = delRequest(args, flags);
    await pauseBeforeRange(args, flags, host);
    const until = deadline();
    const client = await connect();
    await print({ kind: 'del', response: await client.kv.deleteRange(request, { deadline: until }) });
  },
});

/** Time to think again for who deletes a range without --range; nothing is connected yet. */
export async function pauseBeforeRange(args: readonly string[], flags: DelFlags, host: Host): Promise<void> {
  if (!needsPause(args, flags)) return;
  const [from = '', to = ''] = args;
  await host.stderr.write(
    `Warning: Keys between ${quote(from)} and ${quote(to)} will be deleted. Please interrupt the command within next 2 seconds to cancel. You can provide \`--range\` flag to avoid the delay.\n`,
  );
  await host.clock.sleep(2000);
}
