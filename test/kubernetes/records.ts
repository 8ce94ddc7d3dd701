import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { projectRoot } from '../../scripts/project.js';
import { Table } from '../../src/kubernetes/table.js';
import { tableText } from '../../src/kubernetes/table-data.js';

const data = join(projectRoot, 'test', 'kubernetes', 'data');
/** Where the whole recordings lie beside the project, of which some are too large or not ours to keep in it. */
const shared = join(projectRoot, '..', 'shared', 'kubernetes');

/** A line of a recording. Members are kept as texts, since numbers and the order of names count. */
export class RecordedLine {
  readonly #members: ReadonlyMap<string, string>;

  constructor(line: string) {
    this.#members = readMembers(line);
  }

  /** The JSON text of a member. */
  text(name: string): string | undefined {
    return this.#members.get(name);
  }

  /** A member that is a string. */
  string(name: string): string | undefined {
    const text = this.text(name);
    return text === undefined ? undefined : (JSON.parse(text) as string);
  }

  get key(): string {
    return this.string('key') ?? '';
  }

  get value(): Buffer {
    return Buffer.from(this.string('value_base64') ?? '', 'base64');
  }
}

/** @param name of a file in data, without `.ndjson.gz` */
export const readRecords = (name: string): RecordedLine[] => parseLines(readFileSync(join(data, `${name}.ndjson.gz`)));

/** The same of a file that lies beside the project; undefined where there is none. */
export function readShared(file: string): RecordedLine[] | undefined {
  // A worktree stands a folder deeper.
  const path = [join(shared, file), join(projectRoot, '..', '..', 'shared', 'kubernetes', file)].find(existsSync);
  return path === undefined ? undefined : parseLines(readFileSync(path));
}

export const readConfig = (name: string): string => readFileSync(join(data, 'config', name), 'utf8');

export const table = new Table(tableText);

const parseLines = (bytes: Buffer) =>
  gunzipSync(bytes)
    .toString()
    .trimEnd()
    .split('\n')
    .map((line) => new RecordedLine(line));

function readMembers(line: string): Map<string, string> {
  const members = new Map<string, string>();
  for (let at = 1; line[at] === '"'; ) {
    const nameEnd = endOfValue(line, at);
    const valueEnd = endOfValue(line, nameEnd + 1);
    members.set(JSON.parse(line.slice(at, nameEnd)) as string, line.slice(nameEnd + 1, valueEnd));
    at = valueEnd + 1;
  }
  return members;
}

function endOfValue(line: string, from: number): number {
  let depth = 0;
  let within = false;
  for (let at = from; at < line.length; at++) {
    const character = line[at] as string;
    if (within && character === '\\') at++;
    else if (character === '"') within = !within;
    else if (within) continue;
    else if (depth === 0 && ',:}'.includes(character)) return at;
    else if ('{['.includes(character)) depth++;
    else if ('}]'.includes(character)) depth--;
  }
  return line.length;
}
