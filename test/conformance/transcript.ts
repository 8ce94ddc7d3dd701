/**
 * A transcript (transcripts/*.t) is a shell session on a fresh etcd, recorded from Go's etcdctl 3.7.1. A step is a `$ ` line (`> ` lines go on
 * with it), then what it prints: lines of two blanks and text are stdout, `! ` lines are stderr, `[N]` is the exit status where it is not 0.
 * Lines of the head that begin with `@` set the scene: `@ tls` requires client certificates and sets CA, CERT and KEY, `@ members N` starts a
 * cluster of N, `@ min X.Y` needs that server. Steps see ENDPOINT, ENDPOINTS and, where they do not name --endpoints, ETCDCTL_ENDPOINTS.
 */
export interface Transcript {
  readonly tls: boolean;
  readonly members: number;
  /** The oldest server that answers like this, `3.6`. */
  readonly min: string;
  readonly steps: readonly Step[];
}

export interface Step {
  readonly command: string;
  readonly answer: Answer;
}

export interface Answer {
  readonly out: readonly string[];
  readonly err: readonly string[];
  readonly code: number;
}

export function parseTranscript(text: string): Transcript {
  const scene = { tls: false, members: 1, min: '0.0' };
  const steps: { command: string; answer: { out: string[]; err: string[]; code: number } }[] = [];
  for (const line of text.replace(/\n$/, '').split('\n')) {
    const step = steps.at(-1);
    if (line.startsWith('$ ')) steps.push({ command: line.slice(2), answer: { out: [], err: [], code: 0 } });
    else if (step === undefined) {
      const [, name, value = ''] = /^@ (\w+) ?(.*)$/.exec(line) ?? [];
      if (name === 'tls') scene.tls = true;
      if (name === 'members') scene.members = Number(value);
      if (name === 'min') scene.min = value;
    } else if (line.startsWith('> ')) step.command += `\n${line.slice(2)}`;
    else if (/^\[\d+\]$/.test(line)) step.answer.code = Number(line.slice(1, -1));
    else if (line.startsWith('!')) step.answer.err.push(line.slice(2));
    else step.answer.out.push(line.slice(2));
  }
  return { ...scene, steps };
}

/** The text of a transcript; `head` is what stands before its first step. */
export function formatTranscript(head: string, steps: readonly Step[]): string {
  const lines = steps.flatMap(({ command, answer: { out, err, code } }) => [
    `$ ${command.replaceAll('\n', '\n> ')}`,
    ...out.map((line) => `  ${line}`),
    ...err.filter(isTold).map((line) => `! ${line}`.trimEnd()),
    ...(code === 0 ? [] : [`[${code}]`]),
  ]);
  return `${head}${lines.join('\n')}\n`;
}

/** Not the JSON log lines of Go's client library (contract 5.3). */
const isTold = (line: string): boolean => !line.startsWith('{"level":');

/** Output as a transcript has it; a last line without its newline says so. */
export function toLines(output: string): string[] {
  const lines = output.split('\n');
  const last = lines.pop() ?? '';
  return last === '' ? lines : [...lines, `${last}<no newline>`];
}

/**
 * Makes answers comparable between runs: ids, durations, sizes, versions, dates and ports become names, ids numbered in order of appearance
 * (so one normaliser serves one side of a whole transcript), the padding of tables is evened out, and the JSON log lines of the Go client
 * library are dropped (contract 5.3).
 */
export function makeNormaliser(): (answer: Answer) => string[] {
  const seen = new Map<string, string>();
  const counts = new Map<string, number>();
  const name = (kind: string, text: string): string => {
    const known = seen.get(kind + text);
    if (known !== undefined) return known;
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    seen.set(kind + text, `<${kind}${count}>`);
    return `<${kind}${count}>`;
  };
  const normalise = (text: string): string =>
    text
      .replace(/\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?(?: [A-Z]{3,4})?/g, '<date>')
      .replace(/\b(?=[0-9a-f]*[a-f])[0-9a-f]{14,16}\b/g, (id) => name('id', id))
      .replace(/\b\d{16,20}\b/g, (id) => name('int', id))
      .replace(/\b\d+(?:\.\d+)?(?:ns|µs|us|ms)\b/g, '<dur>')
      .replace(/\b(?:\d+m)?\d+\.\d+s\b/g, '<dur>')
      .replace(/\b\d+(?:\.\d+)? (?:B|kB|MB)\b/g, '<size>')
      .replace(/("dbSize(?:InUse|Quota)?":|"DBSize(?:InUse|Quota)?" : )\d+/g, '$1<size>')
      .replace(/\b[0-9a-f]{15,16}\b/g, (id) => (/\d{15,}/.test(id) ? id : name('id', id)))
      .replace(/("took":")[^"]*/g, '$1<dur>')
      .replace(/\b3\.\d+\.\d+(?:-\w+(?:\.\d+)?)?\b/g, '<version>')
      .replace(/(127\.0\.0\.1|localhost):\d+/g, '$1:<port>');
  const even = (line: string): string => (/^[|│┌├└+]/.test(line) ? line.replace(/ +/g, ' ').replace(/[-─]{2,}/g, '--') : line);
  const visible = (lines: readonly string[]): string[] => lines.filter(isTold).map((line) => normalise(even(line)));
  return ({ out, err, code }) => [
    ...visible(out).map((line) => `  ${line}`),
    ...visible(err).map((line) => `! ${line}`),
    ...(code === 0 ? [] : [`[${code}]`]),
  ];
}
