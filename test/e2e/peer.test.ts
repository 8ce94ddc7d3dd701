import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { minorOf, peerVersion } from '../../scripts/etcd/versions.js';
import { etcds } from '../support/etcd.js';
import { compareAnswers, makeEvener } from '../support/peer/answer.js';
import { commandLine } from '../support/peer/commands.js';
import { findDifferences } from '../support/peer/differences.js';
import { type CommandLine, renderLine } from '../support/peer/line.js';
import { type Answer, makeSide, type Patience, removeSide, runSides, type Side } from '../support/peer/run.js';
import { type Scene, users } from '../support/peer/scenes.js';
import { type Servers, startServers } from '../support/peer/servers.js';
import { builtProgram, programs } from '../support/programs.js';

/**
 * Random command lines, run by Go's etcdctl on one server and by ours on another that began with the same data: status and output are the
 * same, or the difference is one of docs/differences.md. PEER_SEED sets which, such as `31337,77777`, and PEER_RUNS how many runs of up to
 * four lines each there are for each seed. One seed is new each time.
 */
const runs = Number(process.env['PEER_RUNS'] ?? 12);
const seeds = process.env['PEER_SEED']?.split(',').map(Number) ?? [31337, 77777, Date.now() % 2 ** 31];

/** Other versions answer otherwise by themselves. */
const peerMinor = minorOf(peerVersion);
const peer = inject('etcdctl');
const server = etcds.find(({ minor }) => minor === peerMinor);
const isFair = peer?.minor === peerMinor && server !== undefined;

interface Run {
  readonly scene: Scene;
  /** Who each command logs in as where the scene has auth and the line does not say. */
  readonly user: keyof typeof users;
  /** Index of the program. */
  readonly program: number;
  readonly lines: readonly CommandLine[];
}

const anyRun = fc.record<Run>({
  scene: fc.constantFrom<Scene>('open', 'open', 'open', 'locked', 'full'),
  user: fc.constantFrom('root', 'root', 'u1'),
  program: fc.constantFrom(0, 0, 0, 1),
  lines: fc.array(commandLine, { minLength: 1, maxLength: 4 }),
});

const patient: Patience = { quiet: 1_500, straggler: 12_000 };
/** A difference has to show a second time, when a program that is slow by chance is no difference. */
const morePatient: Patience = { quiet: 4_000, straggler: 20_000 };

/** Each takes seconds. */
const mostTriesToShrink = 60;

describe.runIf(isFair)(`beside Go's etcdctl ${peerMinor} on an etcd ${peerMinor}`, () => {
  let servers: Servers;
  let go: Side;
  let ours: readonly Side[];
  beforeAll(async () => {
    if (!peer || !server) return;
    servers = await startServers(server);
    const [first, second] = servers.addresses;
    go = await makeSide(peer.path, first);
    ours = await Promise.all(programs.map((program) => makeSide(builtProgram(program), second)));
  });
  afterAll(() => Promise.all([go, ...ours].map(removeSide)));

  let counts = noCounts();

  /** The lines up to the first that the programs answer differently, and how; undefined where there is none. */
  async function play({ scene, user, program, lines }: Run, patience: Patience): Promise<string | undefined> {
    await servers.reset(scene);
    const our = ours[program] ?? expect.fail('no such program');
    const evenGo = makeEvener(servers.memberId);
    const evenOurs = makeEvener(servers.memberId);
    const played: string[] = [];
    for (const drawn of lines) {
      const line = scene === 'locked' ? logIn(drawn, user) : drawn;
      played.push(`  $ ${renderLine(line)}`);
      counts.lines++;
      counts.byProgram[program] = (counts.byProgram[program] ?? 0) + 1;
      const [goAnswer, ourAnswer] = await runSides(line, [go, our], patience);
      if (goAnswer === undefined || ourAnswer === undefined) throw new Error('an answer is missing');
      const answers = [evenGo(goAnswer, go, line), evenOurs(ourAnswer, our, line)] as const;
      if (compareAnswers(...answers) !== undefined) {
        const known = findDifferences(line, ...answers);
        const [goLeft, ourLeft] = answers.map((answer) => known.reduce((left, { reduce }) => reduce(left), answer)) as [Answer, Answer];
        const left = compareAnswers(goLeft, ourLeft);
        if (left !== undefined) return `scene ${scene}, the ${programs[program]?.name} program:\n${played.join('\n')}\n${left}`;
        for (const { name } of known) counts.deliberate.set(name, (counts.deliberate.get(name) ?? 0) + 1);
        // A crash leaves another state than an answer.
        return undefined;
      }
      if (goAnswer.isInterrupted) return undefined;
    }
    return undefined;
  }

  it.each(seeds)(`${runs} random runs, seed %i`, { timeout: 60_000 + runs * 60_000 }, async (seed) => {
    counts = noCounts();
    let difference: string | undefined;
    let triesToShrink = 0;
    const property = fc.asyncProperty(anyRun, async (run) => {
      if (difference !== undefined && triesToShrink++ >= mostTriesToShrink) return;
      if ((await play(run, patient)) === undefined) return;
      const again = await play(run, morePatient);
      if (again === undefined) counts.unconfirmed++;
      else {
        difference = again;
        throw new Error(again);
      }
    });
    const result = await fc.check(property, { numRuns: runs, seed });
    const deliberate = [...counts.deliberate].map(([name, count]) => `${count} × ${name}`).join(', ') || 'none';
    const lines = programs.map(({ name }, i) => `${counts.byProgram[i] ?? 0} ${name}`).join(', ');
    console.log(
      `seed ${seed}: ${counts.lines} command lines (${lines}); differences not confirmed: ${counts.unconfirmed}; deliberate ones: ${deliberate}`,
    );
    // The last one is that of the smallest run.
    expect(difference).toBeUndefined();
    // What failed otherwise, as a server that does not start.
    if (result.failed) throw result.errorInstance;
  });
});

const noCounts = () => ({ lines: 0, byProgram: [] as number[], unconfirmed: 0, deliberate: new Map<string, number>() });

function logIn(line: CommandLine, user: keyof typeof users): CommandLine {
  const saysWho = line.words.some((word) => /^--user/.test(word)) || line.env.some(([name]) => name === 'ETCDCTL_USER');
  return saysWho ? line : { ...line, env: [...line.env, ['ETCDCTL_USER', `${user}:${users[user]}`]] };
}
