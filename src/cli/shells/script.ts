import { bash } from './bash.js';
import { fish } from './fish.js';
import { powershell } from './powershell.js';
import { zsh } from './zsh.js';

const scripts = { bash, zsh, fish, powershell };

export type Shell = keyof typeof scripts;

/**
 * A script that lets a shell complete the program's command lines. The shell asks the program itself, by its hidden command `__complete`, so
 * the script knows no command.
 */
export function makeScript(shell: Shell, program: string): string {
  // A function's name; dashes are not for every shell.
  return scripts[shell](program, program.replaceAll('-', '_'));
}

/** The files in completions/, named as each shell's own folder of completions wants them. */
export const shippedScripts: readonly (readonly [Shell, string])[] = [
  ['bash', 'etcdctl-ts.bash'],
  ['zsh', '_etcdctl-ts'],
  ['fish', 'etcdctl-ts.fish'],
  ['powershell', 'etcdctl-ts.ps1'],
];
