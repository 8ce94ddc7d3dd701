import type { Command } from './command.js';
import { completion } from './completion.js';
import { help } from './help.js';
import { options } from './options.js';
import { version } from './version.js';

/** All commands, in the order in which suggestions for a mistyped name tell them. */
export const root: Command = {
  name: 'etcdctl',
  summary: 'A simple command line client for etcd3.',
  commands: [version, completion, options, help],
};
