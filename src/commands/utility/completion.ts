import { UsageError } from '../../command/errors.js';
import { command } from '../../command/spec.js';
import { quote } from '../../go/quote.js';

const shells = ['bash', 'zsh', 'fish', 'powershell'] as const;

export const completion = command({
  args: '[bash|zsh|fish|powershell]',
  flagsInUsage: false,
  argSources: [shells],
  description: `Prints a script that teaches a shell to complete commands, flags, their values, and what the cluster has: keys, users, leases and so on.

              in this shell                                    in every shell
bash          source <(etcdctl completion bash)                etcdctl completion bash > /etc/bash_completion.d/etcdctl
zsh           source <(etcdctl completion zsh)                 etcdctl completion zsh > "\${fpath[1]}/_etcdctl"
fish          etcdctl completion fish | source                 etcdctl completion fish > ~/.config/fish/completions/etcdctl.fish
PowerShell    etcdctl completion powershell | Out-String | Invoke-Expression, and the same in $PROFILE
`,
  async run({ args, host, manual }) {
    if (args.length !== 1) throw new UsageError(`accepts 1 arg(s), received ${args.length}`);
    const shell = shells.find((name) => name === args[0]);
    if (!shell) throw new UsageError(`invalid argument ${quote(args[0] ?? '')} for ${quote(`${host.program} completion`)}`);
    return host.stdout.write(await manual.script(shell));
  },
});
