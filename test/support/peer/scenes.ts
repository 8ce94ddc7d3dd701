import { request } from '../../../scripts/etcd/request.js';

/** What a server holds when a run begins. */
export type Scene = 'open' | 'locked' | 'full';
export const sceneNames: readonly Scene[] = ['open', 'locked', 'full'];

/** Ids of leases that every scene has. */
export const leaseIds = ['abc', '123456789abcdef0', '7fffffffffffffff'] as const;
/** Name and password; all have auth's roles below. */
export const users = { root: 'rootpw', u1: 'pw1', u2: 'pw:2' } as const;

/** Revisions 2 to 20 or so, of which those below 8 are compacted. */
export const compacted = 8;

/** Through the server's JSON gateway, so that neither client has a part in it. */
const poster = (endpoint: string) => async (path: string, body: object) => {
  const answer = await request(`${endpoint}/v3/${path}`, {}, body);
  if (answer.status !== 200) throw new Error(`${path}: HTTP ${answer.status} ${answer.body}`);
};

/** What a server keeps of the scene over a restart. */
export async function fillServer(scene: Scene, endpoint: string): Promise<void> {
  const post = poster(endpoint);
  for (const id of leaseIds) await post('lease/grant', { ID: BigInt(`0x${id}`).toString(), TTL: 50_000 });
  for (const [key, value, lease] of pairs) {
    await post('kv/put', { key: base64(key), value: base64(value), ...(lease ? { lease: BigInt(`0x${lease}`).toString() } : {}) });
  }
  await post('kv/deleterange', { key: base64('gone') });
  await post('kv/compaction', { revision: compacted });
  for (const [name, password] of Object.entries(users)) await post('auth/user/add', { name, password });
  await post('auth/user/add', { name: 'u3', options: { no_password: true } });
  for (const name of ['root', 'r1', 'r2']) await post('auth/role/add', { name });
  for (const [name, key, end, permType] of permissions) {
    await post('auth/role/grant', { name, perm: { key: base64(key), range_end: base64(end), permType } });
  }
  for (const [user, role] of grants) await post('auth/user/grant', { user, role });
  if (scene === 'locked') await post('auth/enable', {});
}

/** What is set at each start: a server with an alarm is not healthy, so that one that starts with it is never taken to be ready. */
export async function alarmServer(scene: Scene, endpoint: string): Promise<void> {
  if (scene === 'full') await poster(endpoint)('maintenance/alarm', { action: 'ACTIVATE', memberID: 0, alarm: 'NOSPACE' });
}

const base64 = (text: string) => Buffer.from(text, 'latin1').toString('base64');

const pairs: readonly (readonly [key: string, value: string, lease?: (typeof leaseIds)[number]])[] = [
  ['a', '1'],
  ['a', '2'],
  ['gone', 'x'],
  ['k1', 'one'],
  ['k2', ''],
  ['k/1', 'two\nlines'],
  ['k/2', 'quo"te\\', 'abc'],
  ['b', '\xc3\xbcnic\xc3\xb6de'],
  ['b', '\xff\x00\x01', '123456789abcdef0'],
  ['k 1', '  blank '],
  ['k\xff', 'after'],
  ['\xff\xff', 'last'],
  ['\xc3\xbc', '<&>\x7f'],
  ['n', '42'],
  ['n', '43'],
];

const permissions: readonly (readonly [role: string, key: string, end: string, type: string])[] = [
  ['r1', 'k', 'l', 'READ'],
  ['r1', 'a', '', 'READWRITE'],
  ['r2', 'k/', 'k0', 'WRITE'],
  ['r2', 'm', '\0', 'READ'],
];

const grants: readonly (readonly [user: string, role: string])[] = [
  ['root', 'root'],
  ['u1', 'r1'],
  ['u1', 'r2'],
  ['u2', 'r2'],
];
