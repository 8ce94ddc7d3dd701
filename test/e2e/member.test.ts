import { expect, test } from 'vitest';
import { startEtcd } from '../support/etcd.js';
import { runForReal } from '../support/real-world.js';

test('a learner comes, changes its URLs and goes', async () => {
  const cluster = await startEtcd();
  const run = (...words: string[]) => runForReal(words, { env: cluster.env });
  const [only] = (await run('member', 'list')).out.split(',');
  const peers = 'http://127.0.0.1:7,http://127.0.0.1:5';
  const added = await run('member', 'add', 'new "one"', '--learner', '--peer-urls', peers);
  const [, id = '', clusterId] = /^Member +([0-9a-f]+) added as learner to cluster +([0-9a-f]+)\n/.exec(added.out) ?? [];
  const lines = added.out.split('\n');
  expect([lines[1], lines[2], ...lines.slice(4)]).toEqual([
    '',
    'ETCD_NAME="new \\"one\\""',
    // The URLs as given, whatever order the server has them in.
    `ETCD_INITIAL_ADVERTISE_PEER_URLS="${peers}"`,
    'ETCD_INITIAL_CLUSTER_STATE="existing"',
    '',
  ]);
  const initial = /^ETCD_INITIAL_CLUSTER="(.*)"$/.exec(lines[3] ?? '')?.[1]?.split(',') ?? [];
  // The server tells members in the order of their ids.
  expect(initial.filter((entry) => entry.startsWith('new'))).toEqual([
    'new \\"one\\"=http://127.0.0.1:5',
    'new \\"one\\"=http://127.0.0.1:7',
  ]);
  expect(initial).toHaveLength(3);

  expect((await run('member', 'list')).out).toContain(`${id}, unstarted, , http://127.0.0.1:5,http://127.0.0.1:7, , true\n`);
  const early = await run('member', 'promote', id);
  expect(early.err).toContain('Error: etcdserver: can only promote a learner member which is in sync with leader\n');
  const voter = await run('member', 'promote', only ?? '');
  expect(voter.err).toContain('Error: etcdserver: can only promote a learner member\n');

  const updated = await run('member', 'update', id, '--peer-urls=http://127.0.0.1:6');
  expect(updated.out).toBe(`Member ${id.padStart(16)} updated in cluster ${clusterId?.padStart(16)}\n`);
  const removed = await run('member', 'remove', id, '-w', 'json', '--hex');
  expect(JSON.parse(removed.out)).toMatchObject({ header: { cluster_id: clusterId }, members: [{ ID: only }] });
  const serializable = await run('member', 'list', '--consistency=s');
  expect(serializable.out.trimEnd().split('\n')).toHaveLength(1);
  await cluster.stop();
});
