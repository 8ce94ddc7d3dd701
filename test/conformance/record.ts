// Writes what Go's etcdctl 3.7.1 answers into the transcripts: node scripts/run.mjs test/conformance/record.ts [name ...]
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startCluster } from '../../scripts/etcd/cluster.js';
import { findEtcd, findEtcdctl } from '../../scripts/etcd/find.js';
import { minorOf, peerVersion } from '../../scripts/etcd/versions.js';
import { projectRoot } from '../../scripts/project.js';
import { makeFolder, runStep, sceneOf } from './session.js';
import { formatTranscript, parseTranscript } from './transcript.js';

const go = await findEtcdctl();
if (go?.version !== peerVersion) throw new Error(`transcripts are recorded with etcdctl ${peerVersion} (found ${go?.version})`);
const etcd = await findEtcd(minorOf(peerVersion));
const directory = join(projectRoot, 'test', 'conformance', 'transcripts');
const names = process.argv.slice(2);
for (const file of await readdir(directory)) {
  if (names.length > 0 && !names.includes(file.replace(/\.t$/, ''))) continue;
  const path = join(directory, file);
  const text = await readFile(path, 'utf8');
  const transcript = parseTranscript(text);
  const cluster = await startCluster({ etcd, ...sceneOf(transcript) });
  const folder = await makeFolder(go.path);
  try {
    const steps = [];
    for (const { command } of transcript.steps) steps.push({ command, answer: await runStep(command, cluster, folder) });
    await writeFile(path, formatTranscript(text.slice(0, text.indexOf('$ ')), steps));
    process.stderr.write(`recorded ${file}: ${steps.length} steps\n`);
  } finally {
    await cluster.stop();
    await rm(folder, { recursive: true, force: true });
  }
}
