import { toBytes } from '../../../src/go/text.js';
import type { CommandLine } from './line.js';
import type { Answer, Side } from './run.js';

/**
 * Makes the answers of the two sides of one run comparable. Both servers hold the same data, so that little has to be evened out: addresses
 * and folders, times and sizes of files, and the ids that the servers made up, which are numbered in order of appearance.
 */
export function makeEvener(memberId: bigint): (answer: Answer, side: Side, line: CommandLine) => Answer {
  const ids = new Map<bigint, string>();
  /** A made-up id begins with the last two bytes of the member's, without the sign. */
  const isLease = (id: bigint) => id >> 48n === (memberId & 0x7fffn) && id < 1n << 63n;
  const nameId = (text: string, id: bigint, isMember: boolean): string => {
    if (!isLease(id) && !isMember) return text;
    const known = ids.get(id) ?? `<id ${ids.size + 1}>`;
    ids.set(id, known);
    return known;
  };
  const even = (text: string, { address, folder }: Side, isMember: boolean): string =>
    text
      .replaceAll(address, '<address>')
      .replaceAll(folder, '<folder>')
      .replace(/(?<=")[A-Za-z\d+/]{20,}={0,2}(?=")/g, (text) => readLockKey(text, 'base64'))
      .replace(/(?:\\x[0-9a-f]{2}){16,}/g, (text) => readLockKey(text, 'hex'))
      .replace(/\b[1-9a-f][0-9a-f]{14,15}\b|\b0[0-9a-f]{15}\b/g, (id) => nameId(id, BigInt(`0x${id}`), isMember))
      .replace(/\b\d{16,20}\b/g, (id) => nameId(id, BigInt(id), isMember))
      .replace(/\b(?:\d+h)?(?:\d+m)?\d+(?:\.\d+)?(?:ns|µs|ms|s)\b(?= ?[.\])"│|,\n]|$| *\()/g, '<duration>')
      .replace(/(remaining\()\d+s/g, '$1<seconds>s')
      .replace(/("ttl":|"TTL" : )4?9\d\d\d\b/g, '$1<seconds>')
      .replace(/("dbSize(?:InUse)?":|"DBSize(?:InUse)?" : )\d+/g, '$1<size>')
      .replace(/\b\d+(?:\.\d+)? [kM]B\b/g, '<size>')
      .replace(/\b\d+%/g, '<percentage>')
      .replace(/^([│├┌└].*)$/gm, (row) => row.replace(/ +/g, ' ').replace(/─+/g, '─'));
  return (answer, side, { words }) => {
    // Ids of members are made of the time too. The server lists leases in any order.
    const isMember = words.some((word) => /^mem/.test(word));
    const isList = words.some((word) => /^lea/.test(word)) && words.some((word) => /^li?s?t?$/.test(word));
    const order = (text: string) =>
      isList
        ? text
            .split(/[,\n[\]{}]/)
            .toSorted()
            .join('\n')
        : text;
    // In a message that id has another form.
    const isMessage = words.some((word) => /^(lo|el)/.test(word)) && words.some((word) => word.includes('protobuf'));
    return {
      ...answer,
      out: isMessage ? `${toBytes(answer.out).length} bytes` : order(even(answer.out, side, isMember)),
      err: even(answer.err.replaceAll(sttyComplaint, '').split('\n').map(evenLog).join('\n'), side, isMember),
    };
  };
}

/** Keys of locks and elections end in the id of a lease, in JSON and with --hex too. */
function readLockKey(text: string, encoding: 'base64' | 'hex'): string {
  const decoded = Buffer.from(text.replaceAll('\\x', ''), encoding).toString('latin1');
  return /^[ -~]*\/[0-9a-f]{15,16}$/.test(decoded) ? decoded : text;
}

/** Go's client runs stty before it asks for a password, terminal or not; docs/differences.md. */
const sttyComplaint = /^stty: .*\n/gm;

/** JSON log lines without what tells of one process and its sources only. */
function evenLog(line: string): string {
  if (!line.startsWith('{"level":')) return line;
  try {
    const entry = JSON.parse(line) as Record<string, unknown>;
    // Go knows the peer of a call that it never sent, too.
    for (const name of ['ts', 'caller', 'stacktrace', 'peer', 'took', 'size']) delete entry[name];
    if (typeof entry['target'] === 'string') entry['target'] = entry['target'].replace(/(?<=:\/\/)[^/]*/, '<client>');
    return JSON.stringify(entry);
  } catch {
    return line;
  }
}

/** How the answers differ, for people; undefined where they do not. */
export function compareAnswers(go: Answer, ours: Answer): string | undefined {
  const parts = (['status', 'out', 'err'] as const).filter((part) => go[part] !== ours[part]);
  if (parts.length === 0) return undefined;
  return parts
    .map((part) => `${show(`${part} of Go's`, go[part], ours[part])}\n${show(`${part} of ours`, ours[part], go[part])}`)
    .join('\n');
}

const mostLines = 12;

/** From the first line on that the other has not. */
function show(title: string, value: string | number, other: string | number): string {
  const lines = String(value).split('\n');
  const others = String(other).split('\n');
  const first = lines.findIndex((line, i) => line !== others[i]);
  if (first < 0) return `  ${title}: ends after ${lines.length - 1} lines, the same`;
  const shown = lines.slice(first, first + mostLines).map((line) => `    ${line}`);
  return [`  ${title}${first === 0 ? '' : ` from line ${first + 1}`}:`, ...shown].join('\n');
}
