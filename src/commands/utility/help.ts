import { command } from '../../command/spec.js';
import { quoteRaw } from '../../go/quote.js';
import { unguarded } from '../../host/terminal.js';

export const help = command({
  args: '[command]',
  description: 'Tells how a command is used, e.g. help lease grant.',
  async run({ args, host, manual }) {
    const text = await manual.help(args);
    if (text !== undefined) return unguarded(host.stdout).write(text);
    // Go's exit status is 0 here.
    return host.stderr.write(`Unknown help topic [${args.map(quoteRaw).join(' ')}]\n${manual.usage()}`);
  },
});
