import { expect } from 'vitest';
import { startEtcd, testEtcds } from '../support/etcd.js';
import { runForReal, withoutLog } from '../support/real-world.js';

testEtcds('a full etcd $minor raises an alarm until it is disarmed', async (etcd) => {
  const cluster = await startEtcd({ etcd, args: ['--quota-backend-bytes=65536'] });
  const run = (...words: string[]) => runForReal(words, { env: cluster.env });
  expect((await run('alarm', 'disarm', '-w', 'json')).out).toBe('{}\n');
  for (let full = false; !full; ) full = (await run('put', 'k', 'v'.repeat(40_000))).err.includes('database space exceeded');

  expect((await run('alarm', 'list')).out).toMatch(/^memberID:\d+ alarm:NOSPACE\n$/);
  const health = await run('endpoint', 'health');
  expect([health.out, withoutLog(health.err), health.code]).toEqual([
    '',
    `${cluster.endpoints[0]} is unhealthy: failed to commit proposal: Active Alarm(s): NOSPACE \nError: unhealthy cluster\n`,
    1,
  ]);
  expect((await run('alarm', 'disarm', '-w', 'json')).out).toMatch(/^{"alarms":\[{"memberID":\d+,"alarm":1}\]}\n$/);
  expect((await run('alarm', 'list')).out).toBe('');
  await cluster.stop();
});
