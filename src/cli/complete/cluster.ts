import type { ClusterSource } from '../../command/source.js';
import type { Client } from '../../etcd/client.js';
import type { Host } from '../../host/host.js';
import type { CommandNode } from '../command-node.js';
import { connectionsOf } from '../connections.js';
import type { Program } from '../program.js';
import { type Candidate, type Candidates, Directive } from './candidates.js';
import { findContests } from './contests.js';
import { findKeys } from './keys.js';

/** As many as a shell shows without asking. */
const limit = 100;
/** Somebody waits with a finger on the tab key. */
const patience = 1000;

/**
 * What the cluster has that begins with what is typed. What goes wrong stays silent, and nobody is asked for a password: this runs in the middle
 * of a line being typed.
 */
export async function findInCluster(
  source: ClusterSource,
  node: CommandNode,
  typed: string,
  host: Host,
  program: Program,
): Promise<Candidates> {
  const connections = connectionsOf(node, silence(host), program);
  try {
    const client = await connections.connect();
    const found = await ask(client, source, typed, host.clock.now() + patience);
    const lines = found.filter(({ name }) => name.startsWith(typed) && printable.test(name)).slice(0, limit);
    // What ends in `/` goes on.
    const goesOn = source === 'key' && lines.some(({ name }) => name.endsWith('/'));
    return { lines, directive: goesOn ? Directive.NoSpace | Directive.NoFileComp : Directive.NoFileComp };
  } catch {
    return { lines: [], directive: Directive.NoFileComp };
  } finally {
    connections.close();
  }
}

// One candidate is one line, and a tab parts it from its description.
const printable = /^[^\p{Cc}\p{Cs}]+$/u;

async function ask(client: Client, source: ClusterSource, typed: string, deadline: number): Promise<readonly Candidate[]> {
  switch (source) {
    case 'key':
      return (await findKeys(client, typed, limit, deadline)).map(named);
    case 'user':
      return (await client.auth.userList({ deadline })).users.map(named);
    case 'role':
      return (await client.auth.roleList({ deadline })).roles.map(named);
    case 'member':
    case 'learner': {
      const { members } = await client.cluster.memberList({}, { deadline });
      return members
        .filter(({ isLearner }) => source === 'member' || isLearner)
        .map(({ ID, name }) => ({ name: BigInt(ID).toString(16), ...(printable.test(name) && { text: name }) }));
    }
    case 'lease':
      return (await client.lease.leaseLeases({ deadline })).leases.map(({ ID }) => named(BigInt(ID).toString(16).padStart(16, '0')));
    case 'lock':
    case 'election':
      return (await findContests(client, source, deadline)).map(named);
  }
}

const named = (name: string): Candidate => ({ name });

function silence(host: Host): Host {
  const quiet = { isTTY: false, columns: undefined, write: async () => {} };
  return Object.create(host, {
    stderr: { value: quiet },
    stdout: { value: quiet },
    askSecret: { value: () => Promise.reject(new Error('not now')) },
  });
}
