import { toBytes } from '../../../src/go/text.js';

/** One command line of etcdctl, in the text of src/go/text.ts; `$ENDPOINT` in it is the address of the server that it runs on. */
export interface CommandLine {
  readonly env: readonly (readonly [name: string, value: string])[];
  /** What stands after the program's name. */
  readonly words: readonly string[];
  /** None where there is nothing to read: then it is empty. */
  readonly stdin?: string;
  /** Whether the input stays open until the program is quiet, since it ends when its input does. */
  readonly isTalk?: boolean;
}

/** For a shell, which sees ENDPOINT; ETCDCTL_ENDPOINTS names the server where the line itself says nothing of endpoints. */
export function renderCommand({ env, words }: CommandLine): string {
  const namesEndpoints = env.some(([name]) => name === 'ETCDCTL_ENDPOINTS') || words.some((word) => /^--endpoints(=|$)/.test(word));
  const variables = [...(namesEndpoints ? [] : [['ETCDCTL_ENDPOINTS', '$ENDPOINT'] as const]), ...env];
  const assignments = variables.map(([name, value]) => `${name}=${quoteWord(value)}`);
  return [...assignments, 'exec', 'etcdctl', ...words.map(quoteWord)].join(' ');
}

/** To paste into a shell that has ENDPOINT. */
export function renderLine(line: CommandLine): string {
  const command = renderCommand(line).replace(/(?<= |^)exec (?=etcdctl)/, '');
  return line.stdin === undefined ? command : `printf %s ${quoteWord(line.stdin)} | ${command}`;
}

function quoteWord(word: string): string {
  return word.split('$ENDPOINT').map(quotePart).join('"$ENDPOINT"') || "''";
}

function quotePart(text: string): string {
  if (/^[\w@%+=:,./-]*$/.test(text)) return text;
  const bytes = toBytes(text);
  if (/^[ -~]*$/.test(bytes.toString('latin1'))) return `'${text.replaceAll("'", "'\\''")}'`;
  const escapes = Array.from(bytes, (byte) => {
    const character = String.fromCharCode(byte);
    return /[\w ./:=-]/.test(character) ? character : `\\x${byte.toString(16).padStart(2, '0')}`;
  });
  // An escape would go on into a hex digit behind it.
  return `$'${escapes.join('').replaceAll(/\\x..(?=[0-9a-fA-F])/g, (code) => `${code}'$'`)}'`;
}
