import { readdirSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import type { Binary } from '../../scripts/etcd/binary.js';
import { type Cluster, etcds, startEtcd } from '../support/etcd.js';
import { builtProgram, programs } from '../support/programs.js';
import { makeFolder, runStep, sceneOf } from './session.js';
import { makeNormaliser, parseTranscript } from './transcript.js';

const directory = fileURLToPath(new URL('transcripts', import.meta.url));
const transcripts = readdirSync(directory)
  .filter((file) => file.endsWith('.t'))
  .map((file) => ({ name: basename(file, '.t'), ...parseTranscript(readFileSync(join(directory, file), 'utf8')) }));

const [newest] = etcds;
const playable = transcripts.filter(({ min }) => newest !== undefined && !older(newest, min));

it.skipIf(playable.length === transcripts.length)(`a server of 3.7, which every transcript needs; this is ${newest?.version}`, () => {});

describe.each(programs)('the $name program answers as Go etcdctl 3.7.1 does', (program) => {
  let folder = '';
  let cluster: Cluster | undefined;
  afterEach(async () => {
    await cluster?.stop();
    if (folder !== '') await rm(folder, { recursive: true, force: true });
  });

  it.each(playable)('$name', { timeout: 300_000 }, async (transcript) => {
    cluster = await startEtcd(sceneOf(transcript));
    folder = await makeFolder(builtProgram(program));
    const expected = makeNormaliser();
    const actual = makeNormaliser();
    const differences = [];
    for (const { command, answer } of transcript.steps) {
      const want = expected(answer);
      const got = actual(await runStep(command, cluster, folder));
      if (want.join('\n') !== got.join('\n')) differences.push({ command, want, got });
    }
    expect(differences).toEqual([]);
  });
});

function older(etcd: Binary, min: string): boolean {
  const number = (version: string) => Number(version.split('.')[0]) * 1000 + Number(version.split('.')[1]);
  return number(etcd.minor) < number(min);
}
