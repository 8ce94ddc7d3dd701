import type { Command } from '../command/spec.js';
import { auth } from './auth/auth.js';
import { role } from './auth/role.js';
import { user } from './auth/user.js';
import { check } from './check/check.js';
import { alarm } from './cluster/alarm.js';
import { defrag } from './cluster/defrag.js';
import { downgrade } from './cluster/downgrade.js';
import { endpoint } from './cluster/endpoint.js';
import { member } from './cluster/member.js';
import { moveLeader } from './cluster/move-leader.js';
import { elect } from './concurrency/elect.js';
import { lock } from './concurrency/lock.js';
import { compaction } from './kv/compaction.js';
import { del } from './kv/del.js';
import { get } from './kv/get.js';
import { lease } from './kv/lease.js';
import { put } from './kv/put.js';
import { txn } from './kv/txn.js';
import { watch } from './kv/watch.js';
import { snapshot } from './snapshot/snapshot.js';
import { completion } from './utility/completion.js';
import { help } from './utility/help.js';
import { makeMirror } from './utility/make-mirror.js';
import { options } from './utility/options.js';
import { version } from './utility/version.js';

/** All commands, in the order in which suggestions for a mistyped name tell them. */
export const root: Command = {
  name: 'etcdctl',
  summary: 'A simple command line client for etcd3.',
  commands: [
    get,
    put,
    del,
    txn,
    compaction,
    alarm,
    defrag,
    endpoint,
    moveLeader,
    watch,
    version,
    lease,
    member,
    snapshot,
    makeMirror,
    lock,
    elect,
    auth,
    user,
    role,
    check,
    completion,
    downgrade,
    options,
    help,
  ],
};
