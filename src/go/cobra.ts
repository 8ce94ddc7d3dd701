import type { FlagForm, FlagForms } from './pflag.js';

/** What finding a command needs to know of one that is loaded; its sub-commands are rows of type `R`. */
export interface CommandForm<R> {
  readonly commands?: readonly R[];
  readonly flags?: Readonly<Record<string, PersistableForm>>;
}

export type PersistableForm = FlagForm & { readonly persistent?: true };

export interface Found<C> {
  /** From the root to the command. */
  readonly path: readonly C[];
  /** The command line without the command names. */
  readonly words: readonly string[];
  /** The first word after the command that is no flag, as far as finding sees it. */
  readonly next: string | undefined;
}

/**
 * The command that a command line names, as cobra 1.10 finds it: by name or by a prefix that fits one command only, with flags
 * anywhere. A flag that is not known at the level reached is taken to have a value.
 * @param load makes a command of its row; only those that the words name are loaded
 */
export async function findCommand<R extends { readonly name: string }, C extends CommandForm<R>>(
  root: C,
  globals: FlagForms,
  words: readonly string[],
  load: (row: R) => Promise<C>,
): Promise<Found<C>> {
  let path: readonly C[] = [root];
  let command = root;
  let inherited: FlagForms = globals;
  let rest = words;
  for (;;) {
    const flags: FlagForms = { ...inherited, ...command.flags };
    const next = commandWords(rest, flags)[0];
    const row = next === undefined ? undefined : matchCommand(command.commands ?? [], next);
    if (next === undefined || !row) return { path, words: rest, next };
    rest = withoutWord(rest, flags, next);
    inherited = { ...inherited, ...persistentFlags(command.flags ?? {}) };
    command = await load(row);
    path = [...path, command];
  }
}

/** The flags that a command's sub-commands take too. */
export function persistentFlags<F extends PersistableForm>(flags: Readonly<Record<string, F>>): Readonly<Record<string, F>> {
  return Object.fromEntries(Object.entries(flags).filter(([, flag]) => flag.persistent));
}

function matchCommand<R extends { readonly name: string }>(rows: readonly R[], word: string): R | undefined {
  const exact = rows.find(({ name }) => name === word);
  const matches = rows.filter(({ name }) => name.startsWith(word));
  return exact ?? (matches.length === 1 ? matches[0] : undefined);
}

/** Whether a flag takes the next word as its value. */
function takesNext(word: string, flags: FlagForms): boolean {
  if (!word.startsWith('-') || word.includes('=')) return false;
  if (word.startsWith('--')) return flags[word.slice(2)]?.type !== 'bool';
  // One byte after the dash.
  if (!/^-[^\u0080-\uffff]$/.test(word)) return false;
  return Object.values(flags).find(({ short }) => short === word[1])?.type !== 'bool';
}

function commandWords(words: readonly string[], flags: FlagForms): string[] {
  const found: string[] = [];
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? '';
    if (word === '--') break;
    if (takesNext(word, flags)) {
      // A value that is the last word ends the search.
      if (words.length - i <= 2) break;
      i++;
    } else if (word !== '' && !word.startsWith('-')) {
      found.push(word);
    }
  }
  return found;
}

function withoutWord(words: readonly string[], flags: FlagForms, unwanted: string): readonly string[] {
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? '';
    if (word === '--') break;
    if (takesNext(word, flags)) i++;
    else if (word === unwanted) return words.toSpliced(i, 1);
  }
  return words;
}

/** The names that a mistyped one may mean: those it begins, and those at most two edits away, in the order given. */
export function suggestNames(names: readonly string[], word: string): string[] {
  const typed = word.toLowerCase();
  return names.filter((name) => name.toLowerCase().startsWith(typed) || editDistance(typed, name.toLowerCase()) <= 2);
}

/** Levenshtein's distance, in bytes as Go counts. */
function editDistance(from: string, to: string): number {
  const a = Buffer.from(from);
  const b = Buffer.from(to);
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const above = row;
    row = [i];
    for (let j = 1; j <= b.length; j++) {
      const [corner = 0, top = 0, left = 0] = [above[j - 1], above[j], row[j - 1]];
      row.push(a[i - 1] === b[j - 1] ? corner : 1 + Math.min(corner, top, left));
    }
  }
  return row[b.length] ?? 0;
}
