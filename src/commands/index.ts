import { check } from './check.js';
import type { Command } from './command.js';
import { compaction } from './compaction.js';
import { completion } from './completion.js';
import { del } from './del.js';
import { elect } from './elect.js';
import { get } from './get.js';
import { help } from './help.js';
import { lease } from './lease.js';
import { lock } from './lock.js';
import { makeMirror } from './make-mirror.js';
import { options } from './options.js';
import { put } from './put.js';
import { txn } from './txn.js';
import { version } from './version.js';
import { watch } from './watch.js';

/** All commands, in the order in which suggestions for a mistyped name tell them. */
export const root: Command = {
  name: 'etcdctl',
  summary: 'A simple command line client for etcd3.',
  commands: [get, put, del, txn, compaction, watch, version, lease, makeMirror, lock, elect, check, completion, options, help],
};
