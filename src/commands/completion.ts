import { UsageError } from '../errors.js';
import { quote } from '../go/quote.js';
import { command } from './command.js';

const shells = ['bash', 'zsh', 'fish', 'powershell'] as const;

export const completion = command({
  name: 'completion',
  args: '[bash|zsh|fish|powershell]',
  flagsInUsage: false,
  argValues: shells,
  group: 'Utility commands',
  summary: 'Generate completion script',
  description: `To load completions:

Bash:

  $ source <(etcdctl completion bash)

  # To load completions for each session, execute once:
  # Linux:
  $ etcdctl completion bash > /etc/bash_completion.d/etcdctl
  # macOS:
  $ etcdctl completion bash > /usr/local/etc/bash_completion.d/etcdctl

Zsh:

  # If shell completion is not already enabled in your environment,
  # you will need to enable it.  You can execute the following once:

  $ echo "autoload -U compinit; compinit" >> ~/.zshrc

  # To load completions for each session, execute once:
  $ etcdctl completion zsh > "\${fpath[1]}/_etcdctl"

  # You will need to start a new shell for this setup to take effect.

fish:

  $ etcdctl completion fish | source

  # To load completions for each session, execute once:
  $ etcdctl completion fish > ~/.config/fish/completions/etcdctl.fish

PowerShell:

  PS> etcdctl completion powershell | Out-String | Invoke-Expression

  # To load completions for every new session, run:
  PS> etcdctl completion powershell > etcdctl.ps1
  # and source this file from your PowerShell profile.
`,
  async run({ args, host, manual }) {
    if (args.length !== 1) throw new UsageError(`accepts 1 arg(s), received ${args.length}`);
    const shell = shells.find((name) => name === args[0]);
    if (!shell) throw new UsageError(`invalid argument ${quote(args[0] ?? '')} for ${quote(`${host.program} completion`)}`);
    return host.stdout.write(await manual.script(shell));
  },
});
