import { expect, test } from 'vitest';
import type { Reply } from '../../src/output/reply.js';
import * as rpc from '../../src/proto/etcdserverpb/rpc.js';
import { renderAll } from '../support/output.js';
import recorded from './admin.json' with { type: 'json' };

// What Go's etcdctl 3.7.1 printed, and the answer that it printed, which is its protobuf output.

type Recording = Readonly<Record<string, string>>;

async function expectRecorded(reply: Reply, recording: Recording): Promise<void> {
  for (const format of ['simple', 'json', 'fields', 'table', 'protobuf']) {
    for (const hex of [false, true]) {
      const expected = hex ? (recording[`${format} --hex`] ?? recording[format]) : recording[format];
      const result = renderAll(reply, format, { hex });
      if (expected === undefined) await expect(result, format).rejects.toThrow(`${format} not supported as output format`);
      else if (format === 'protobuf') expect((await result).toString('base64')).toBe(expected);
      else expect((await result).toString()).toBe(expected);
    }
  }
}

const bytes = (recording: { readonly protobuf: string }): Buffer => Buffer.from(recording.protobuf, 'base64');

const answers: Readonly<Record<string, { readonly reply: Reply; readonly recording: Recording }>> = {
  'member list': {
    reply: { kind: 'member-list', response: rpc.MemberListResponse.decode(bytes(recorded['member-list'])) },
    recording: recorded['member-list'],
  },
  'role get': {
    reply: { kind: 'role-get', role: 'r1', response: rpc.AuthRoleGetResponse.decode(bytes(recorded['role-get'])) },
    recording: recorded['role-get'],
  },
  'role get root': {
    reply: { kind: 'role-get', role: 'root', response: rpc.AuthRoleGetResponse.decode(bytes(recorded['role-get-root'])) },
    recording: recorded['role-get-root'],
  },
  'role list': {
    reply: { kind: 'role-list', response: rpc.AuthRoleListResponse.decode(bytes(recorded['role-list'])) },
    recording: recorded['role-list'],
  },
  'user get': {
    reply: { kind: 'user-get', user: 'u', response: rpc.AuthUserGetResponse.decode(bytes(recorded['user-get'])) },
    recording: recorded['user-get'],
  },
  'user get, no roles': {
    reply: { kind: 'user-get', user: 'sc', response: rpc.AuthUserGetResponse.decode(bytes(recorded['user-get-none'])) },
    recording: recorded['user-get-none'],
  },
  'user list': {
    reply: { kind: 'user-list', response: rpc.AuthUserListResponse.decode(bytes(recorded['user-list'])) },
    recording: recorded['user-list'],
  },
  'auth status': {
    reply: { kind: 'auth-status', response: rpc.AuthStatusResponse.decode(bytes(recorded['auth-status'])) },
    recording: recorded['auth-status'],
  },
  'role grant-permission': {
    reply: { kind: 'auth-done', text: 'Role r1 updated', response: rpc.AuthRoleAddResponse.decode(bytes(recorded['auth-done'])) },
    recording: recorded['auth-done'],
  },
  'alarm list': { reply: { kind: 'alarm', response: rpc.AlarmResponse.decode(bytes(recorded.alarm)) }, recording: recorded.alarm },
  'alarm list, none': {
    reply: { kind: 'alarm', response: rpc.AlarmResponse.decode(bytes(recorded['alarm-none'])) },
    recording: recorded['alarm-none'],
  },
  'downgrade validate': {
    reply: { kind: 'downgrade', action: 'validate', response: rpc.DowngradeResponse.decode(bytes(recorded['downgrade-cancel'])) },
    recording: recorded['downgrade-cancel'],
  },
};

test.each(Object.keys(answers))('%s', async (name) => {
  const { reply, recording } = answers[name] ?? expect.unreachable();
  await expectRecorded(reply, recording);
});

const header = (cluster_id: string, member_id: string, revision: string) => ({ cluster_id, member_id, revision, raft_term: '2' });
const alarmed = '968486567321571443';

test('endpoint status', async () => {
  const status = rpc.StatusResponse.fromPartial({
    header: header('9123740554861487092', alarmed, '8'),
    version: '3.7.1',
    dbSize: '393216',
    leader: alarmed,
    raftIndex: '22',
    raftTerm: '2',
    raftAppliedIndex: '22',
    errors: [`memberID:${alarmed}  alarm:NOSPACE`],
    dbSizeInUse: '364544',
    storageVersion: '3.7.0',
    dbSizeQuota: '100000',
    downgradeInfo: {},
  });
  await expectRecorded(
    { kind: 'endpoint-status', endpoints: [{ endpoint: '127.0.0.1:24389', status }] },
    recorded['endpoint-status-alarm'],
  );
});
