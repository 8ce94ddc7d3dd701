export type Shell = 'bash' | 'zsh' | 'fish' | 'powershell';
export function makeScript(shell: Shell, program: string): string {
  return `# ${shell} completion for ${program}\n`;
}
