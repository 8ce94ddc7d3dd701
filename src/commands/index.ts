import { alarm } from './alarm.js';
import { auth } from './auth.js';
import { check } from './check.js';
import type { Command } from './command.js';
import { compaction } from './compaction.js';
import { completion } from './completion.js';
import { defrag } from './defrag.js';
import { del } from './del.js';
import { downgrade } from './downgrade.js';
import { elect } from './elect.js';
import { endpoint } from './endpoint.js';
import { get } from './get.js';
import { help } from './help.js';
import { lease } from './lease.js';
import { lock } from './lock.js';
import { makeMirror } from './make-mirror.js';
import { member } from './member.js';
import { moveLeader } from './move-leader.js';
import { options } from './options.js';
import { put } from './put.js';
import { role } from './role.js';
import { snapshot } from './snapshot.js';
import { txn } from './txn.js';
import { user } from './user.js';
import { version } from './version.js';
import { watch } from './watch.js';

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
