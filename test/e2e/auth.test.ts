import { expect, test } from 'vitest';
import { etcds, startEtcd, testEtcds } from '../support/etcd.js';
import type { RunOptions } from '../support/host.js';
import { runForReal, withoutLog } from '../support/real-world.js';

testEtcds('users, roles and authentication of etcd $minor', async (etcd) => {
  const cluster = await startEtcd({ etcd });
  const run = async (words: string, options: RunOptions = {}) => {
    const { out, err, code } = await runForReal(words.split(' '), { env: cluster.env, ...options });
    return code === 0 ? out : `${withoutLog(err)}[${code}]`;
  };
  expect(await run('auth enable')).toBe('Error: etcdserver: root user does not exist\n[1]');
  expect(await run('user add root', { secrets: ['rootpw', 'rootpw'] })).toContain('User root created\n');
  expect(await run('user add alice --interactive=false', { stdin: 'alicepw\n' })).toBe('User alice created\n');
  expect(await run('role add reader')).toBe('Role reader created\n');
  expect(await run('role grant-permission reader read /pub/ --prefix')).toBe('Role reader updated\n');
  expect(await run('user grant-role alice reader')).toBe('Role reader is granted to user alice\n');
  expect(await run('user get alice --detail')).toBe('User: alice\n\nRole reader\nKV Read:\n\t[/pub/, /pub0) (prefix /pub/)\nKV Write:\n');
  // The role root is made and granted on the way.
  expect(await run('auth enable')).toBe('Authentication Enabled\n');
  expect(await run('user get root --user root:rootpw')).toBe('User: root\nRoles: root\n');

  expect(await run('user list')).toBe('Error: etcdserver: user name is empty\n[1]');
  expect(await run('user list --user alice:alicepw')).toBe('Error: etcdserver: permission denied\n[1]');
  expect(await run('user list --user root:no')).toBe('Error: etcdserver: authentication failed, invalid user ID or password\n[2]');
  // From 3.5 on a user can be without a password, and the refusal is not one of those that stand alone.
  if (etcd.minor !== '3.4') {
    expect(await run('user add robot --no-password --user root:rootpw')).toBe('User robot created\n');
    expect(await run('user list --user robot:x')).toMatch(
      /^Error: (rpc error: code = Unknown desc = auth|etcdserver): authentication failed, .*\n\[2\]$/,
    );
    expect(await run('user delete robot --user root:rootpw')).toBe('User robot deleted\n');
  }
  expect(await run('user list --user root', { secrets: ['rootpw'] })).toBe('Password: \nalice\nroot\n');
  expect(await run('endpoint health --user alice:alicepw')).toContain(' is healthy: ');
  expect(await run('endpoint status --cluster --user root:no')).toContain('invalid user ID or password\n[1]');

  expect(await run('user passwd alice --interactive=false --user root:rootpw', { stdin: 'new\n' })).toBe('Password updated\n');
  expect(await run('get /pub/x --user alice:new')).toBe('');
  expect(await run('role revoke-permission reader /pub/ --prefix --user root:rootpw')).toBe(
    'Permission of range [/pub/, /pub0) is revoked from role reader\n',
  );
  expect(await run('user revoke-role alice reader --user root:rootpw')).toBe('Role reader is revoked from user alice\n');
  expect(await run('role delete reader --user root:rootpw')).toBe('Role reader deleted\n');
  expect(await run('user delete alice --user root:rootpw')).toBe('User alice deleted\n');
  expect(await run('auth disable --user root:rootpw')).toBe('Authentication Disabled\n');
  await cluster.stop();
});

const old = etcds.filter(({ minor }) => minor === '3.4');

test.skipIf(old.length === 0)('a server that does not know a call: people are told which one does', async () => {
  const [etcd] = old;
  const cluster = await startEtcd(etcd === undefined ? {} : { etcd });
  const unknown = 'Error: rpc error: code = Unimplemented desc = unknown method AuthStatus for service etcdserverpb.Auth\n';
  const inPipe = await runForReal(['auth', 'status'], { env: cluster.env });
  expect([withoutLog(inPipe.err), inPipe.code]).toEqual([unknown, 1]);
  const onTerminal = await runForReal(['auth', 'status'], { env: cluster.env, tty: ['stderr'], program: 'etcdctl-ts' });
  expect(withoutLog(onTerminal.err)).toBe(`${unknown}Hint: this needs a server of etcd 3.5 or later\n`);
  const downgrade = await runForReal(['downgrade', 'validate', '3.3'], { env: cluster.env, tty: ['stderr'], program: 'etcdctl-ts' });
  expect(withoutLog(downgrade.err)).toContain('Hint: this needs a server of etcd 3.5 or later\n');
  await cluster.stop();
});
