import { argument, onlyArgument } from '../../command/arguments.js';
import { Exit } from '../../command/errors.js';
import { bool } from '../../command/flags.js';
import { command } from '../../command/spec.js';
import { parseInteger } from '../../go/strconv.js';

export const compaction = command({
  args: '[options] <revision>',
  flags: { physical: bool("'true' to wait for compaction to physically remove all old revisions") },
  async run({ args, flags, host, connect, deadline }) {
    const text = onlyArgument(args, 'compaction command needs 1 argument');
    const revision = argument(
      () => parseInteger(text),
      (reason) => reason,
      Exit.Error,
    );
    const client = await connect();
    await client.kv.compact({ revision: String(revision), physical: flags.physical }, { deadline: deadline() });
    await host.stdout.write(`compacted revision ${revision}\n`);
  },
});
