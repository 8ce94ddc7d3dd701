import { readdirSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, inject, it } from 'vitest';
import type { Binary } from '../../scripts/etcd/binary.js';
import { minorOf, newestFirst, peerVersion } from '../../scripts/etcd/versions.js';
import { absentEtcds, etcds, startEtcd } from '../support/etcd.js';
import { builtProgram, programs } from '../support/programs.js';
import { makeFolder, runStep, sceneOf } from './session.js';
import { type Answer, makeNormaliser, parseTranscript, type Transcript } from './transcript.js';

/**
 * The transcripts, played side by side on the newest server; with CONFORMANCE=all on each version, and with Go's client too. On another server
 * than they were recorded on, the answers to agree with are those of Go's client on the same server, where the machine has it.
 */
const isAll = process.env['CONFORMANCE'] === 'all';
const recordedOn = minorOf(peerVersion);

const directory = fileURLToPath(new URL('transcripts', import.meta.url));
const transcripts = readdirSync(directory)
  .filter((file) => file.endsWith('.t'))
  .map((file) => ({ name: basename(file, '.t'), ...parseTranscript(readFileSync(join(directory, file), 'utf8')) }));
type Named = (typeof transcripts)[number];

const peer = inject('etcdctl');
const go = peer?.version === peerVersion ? peer : undefined;
const isOlder = (etcd: Binary, min: string) => newestFirst({ version: min }, { version: etcd.minor }) < 0;

/** Where a transcript is played: on the first server of these that it can be played on, or on all of them. */
function serversFor({ min }: Transcript): readonly Binary[] {
  const fitting = [...etcds, ...absentEtcds].filter((etcd) => !isOlder(etcd, min));
  return isAll ? fitting : fitting.slice(0, 1);
}

async function play(transcript: Named, etcd: Binary, client: string, patience: number): Promise<Answer[]> {
  const cluster = await startEtcd({ etcd, ...sceneOf(transcript) });
  const folder = await makeFolder(client, patience);
  try {
    const answers: Answer[] = [];
    for (const { command } of transcript.steps) answers.push(await runStep(command, cluster, folder));
    return answers;
  } finally {
    await cluster.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

const byGo = new Map<string, Promise<Answer[]>>();

/** What the answers have to be. */
function expectedFrom(transcript: Named, etcd: Binary, patience: number): Promise<Answer[]> {
  if (go === undefined || etcd.minor === recordedOn) return Promise.resolve(transcript.steps.map(({ answer }) => answer));
  const id = `${transcript.name} ${etcd.version} ${patience}`;
  const answers = byGo.get(id) ?? play(transcript, etcd, go.path, patience);
  byGo.set(id, answers);
  return answers;
}

async function findDifferences(transcript: Named, etcd: Binary, client: string, patience = 1): Promise<object[]> {
  const [want, got] = [makeNormaliser(), makeNormaliser()];
  const expected = await expectedFrom(transcript, etcd, patience);
  const actual = await play(transcript, etcd, client, patience);
  return transcript.steps.flatMap(({ command }, i) => {
    const [one, other] = [expected[i], actual[i]];
    if (one === undefined || other === undefined) throw new Error(`no answer to ${command}`);
    const both = { command, want: want(one), got: got(other) };
    return both.want.join('\n') === both.got.join('\n') ? [] : [both];
  });
}

/** Steps give programs a second or two: on a busy machine a difference has to show with more time too. */
const morePatience = 5;

async function compare(transcript: Named, etcd: Binary, client: string): Promise<void> {
  const differences = await findDifferences(transcript, etcd, client);
  if (differences.length === 0) return;
  expect(await findDifferences(transcript, etcd, client, morePatience)).toEqual([]);
  console.log(`${transcript.name}: differed only while time was short: ${JSON.stringify(differences)}`);
}

/** A test of its own for each server; skipped where there is none. */
function define(transcript: Named, servers: readonly Binary[], client: () => string): void {
  const there = servers.filter(({ path }) => path !== '');
  const missing = servers.filter(({ path }) => path === '').map(({ minor }) => minor);
  const options = { concurrent: true, timeout: 300_000 };
  for (const etcd of there) it(`${transcript.name} on etcd ${etcd.minor}`, options, () => compare(transcript, etcd, client()));
  if (there.length === 0) it.skip(`${transcript.name} needs etcd ${transcript.min}`, () => undefined);
  else for (const minor of missing) it.skip(`${transcript.name} on etcd ${minor}`, () => undefined);
}

describe.each(programs)('the $name program answers as Go etcdctl 3.7.1 does', (program) => {
  for (const transcript of transcripts) define(transcript, serversFor(transcript), () => builtProgram(program));
});

if (isAll && go) {
  describe('Go etcdctl 3.7.1 answers as recorded', () => {
    for (const transcript of transcripts) {
      const recorded = serversFor(transcript).filter(({ minor }) => minor === recordedOn);
      define(transcript, recorded, () => go.path);
    }
  });
}
