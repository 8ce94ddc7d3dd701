import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { projectRoot } from '../project.js';

const execute = promisify(execFile);

/** What the Go sources of one release say, see facts.go. */
export interface ReleaseFacts {
  /** `apps/v1 Deployment` */
  readonly kinds: Readonly<Record<string, KindFacts>>;
  /** By Go's package and type. */
  readonly messages: Readonly<Record<string, MessageFacts>>;
}

export interface KindFacts {
  readonly message: string;
  /** Minor releases. */
  readonly introduced?: number;
  readonly removed?: number;
}

export interface MessageFacts {
  readonly fields: readonly FieldFacts[];
  readonly items?: string;
  readonly custom?: boolean;
}

export interface FieldFacts {
  readonly number: number;
  /** The struct tag: `name,omitempty`. */
  readonly json: string;
  readonly embedded?: boolean;
  readonly pointer?: boolean;
  readonly type: string;
}

/** All that kube-apiserver has stored types in; apimachinery is what they share. */
const modules = ['k8s.io/api', 'k8s.io/apiextensions-apiserver', 'k8s.io/kube-aggregator', 'k8s.io/apimachinery'];

/** A minor release, as 37, and the version of the modules that was read. */
export interface Release {
  readonly minor: number;
  readonly version: string;
  readonly facts: ReleaseFacts;
}

/** Reads the last patch of each minor release from one on that the module proxy has, the oldest first. */
export async function readReleases(from: number, say: (line: string) => void): Promise<Release[]> {
  const releases: Release[] = [];
  for (const [minor, versions] of await listVersions(from)) {
    for (const version of versions) {
      const folders = await download(version);
      if (folders === undefined) continue;
      const facts = await readFacts(folders);
      say(`1.${minor}: ${version}, ${Object.keys(facts.kinds).length} kinds, ${Object.keys(facts.messages).length} messages`);
      releases.push({ minor, version, facts });
      break;
    }
  }
  return releases;
}

/** The patches of each minor release, the newest first. */
async function listVersions(from: number): Promise<Map<number, string[]>> {
  const found = new Map<number, string[]>();
  const { stdout } = await execute('go', ['list', '-m', '-versions', 'k8s.io/api']);
  for (const version of stdout.trim().split(' ').slice(1)) {
    const minor = Number(/^v0\.(\d+)\.\d+$/.exec(version)?.[1]);
    if (minor >= from) found.set(minor, [version, ...(found.get(minor) ?? [])]);
  }
  return found;
}

/** Fetches a version's modules, which Go checks and keeps. @returns `MODULE=FOLDER` each; undefined if one of them can't be had */
async function download(version: string): Promise<string[] | undefined> {
  const args = ['mod', 'download', '-json', ...modules.map((module) => `${module}@${version}`)];
  const { stdout } = await execute('go', args).catch((error: { stdout: string }) => error);
  // One JSON document after the other.
  const found = JSON.parse(`[${stdout.trim().replace(/\n}\n{/g, '\n},\n{')}]`) as { Path: string; Dir?: string; Error?: string }[];
  if (found.length < modules.length || found.some(({ Error: failure }) => failure !== undefined)) return undefined;
  return found.map(({ Path, Dir }) => `${Path}=${Dir}`);
}

async function readFacts(folders: readonly string[]): Promise<ReleaseFacts> {
  const program = join(projectRoot, 'scripts', 'kubernetes', 'facts.go');
  const { stdout } = await execute('go', ['run', program, ...folders], { maxBuffer: 2 ** 28 });
  return JSON.parse(stdout) as ReleaseFacts;
}
