import type { CommandRoot } from '../command/spec.js';

/** All commands, in the order in which suggestions for a mistyped name tell them. A command's file is evaluated when a command line names it. */
export const root: CommandRoot = {
  summary: 'A simple command line client for etcd3.',
  commands: [
    {
      name: 'get',
      group: 'Key-value commands',
      summary: 'Gets the key or a range of keys',
      load: async () => (await import('./kv/get.js')).get,
    },
    {
      name: 'put',
      group: 'Key-value commands',
      summary: 'Puts the given key into the store',
      load: async () => (await import('./kv/put.js')).put,
    },
    {
      name: 'del',
      group: 'Key-value commands',
      summary: 'Removes the specified key or range of keys [key, range_end)',
      load: async () => (await import('./kv/del.js')).del,
    },
    {
      name: 'txn',
      group: 'Key-value commands',
      summary: 'Txn processes all the requests in one transaction',
      load: async () => (await import('./kv/txn.js')).txn,
    },
    {
      name: 'compaction',
      group: 'Key-value commands',
      summary: 'Compacts the event history in etcd',
      load: async () => (await import('./kv/compaction.js')).compaction,
    },
    {
      name: 'alarm',
      group: 'Cluster maintenance commands',
      summary: 'Alarm related commands. Use `etcdctl alarm --help` to see subcommands',
      load: async () => (await import('./cluster/alarm.js')).alarm,
    },
    {
      name: 'defrag',
      group: 'Cluster maintenance commands',
      summary: 'Defragments the storage of the etcd members with given endpoints',
      load: async () => (await import('./cluster/defrag.js')).defrag,
    },
    {
      name: 'endpoint',
      group: 'Cluster maintenance commands',
      summary: 'Endpoint related commands. Use `etcdctl endpoint --help` to see subcommands',
      load: async () => (await import('./cluster/endpoint.js')).endpoint,
    },
    {
      name: 'move-leader',
      group: 'Cluster maintenance commands',
      summary: 'Transfers leadership to another etcd cluster member.',
      load: async () => (await import('./cluster/move-leader.js')).moveLeader,
    },
    {
      name: 'watch',
      group: 'Key-value commands',
      summary: 'Watches events stream on keys or prefixes',
      load: async () => (await import('./kv/watch.js')).watch,
    },
    {
      name: 'version',
      group: 'Utility commands',
      summary: 'Prints the version of etcdctl',
      load: async () => (await import('./utility/version.js')).version,
    },
    {
      name: 'lease',
      group: 'Key-value commands',
      summary: 'Lease related commands. Use `etcdctl lease --help` to see subcommands',
      load: async () => (await import('./kv/lease.js')).lease,
    },
    {
      name: 'member',
      group: 'Cluster maintenance commands',
      summary: 'Membership related commands. Use `etcdctl member --help` to see subcommands',
      load: async () => (await import('./cluster/member.js')).member,
    },
    {
      name: 'snapshot',
      group: 'Cluster maintenance commands',
      summary: 'Manages etcd node snapshots',
      load: async () => (await import('./snapshot/snapshot.js')).snapshot,
    },
    {
      name: 'make-mirror',
      group: 'Utility commands',
      summary: 'Makes a mirror at the destination etcd cluster',
      load: async () => (await import('./utility/make-mirror.js')).makeMirror,
    },
    {
      name: 'lock',
      group: 'Concurrency commands',
      summary: 'Acquires a named lock',
      load: async () => (await import('./concurrency/lock.js')).lock,
    },
    {
      name: 'elect',
      group: 'Concurrency commands',
      summary: 'Observes and participates in leader election',
      load: async () => (await import('./concurrency/elect.js')).elect,
    },
    {
      name: 'auth',
      group: 'Authentication commands',
      summary: 'Enable or disable authentication. Use `etcdctl auth --help` to see subcommands',
      load: async () => (await import('./auth/auth.js')).auth,
    },
    {
      name: 'user',
      group: 'Authentication commands',
      summary: 'User related commands. Use `etcdctl user --help` to see subcommands',
      load: async () => (await import('./auth/user.js')).user,
    },
    {
      name: 'role',
      group: 'Authentication commands',
      summary: 'Role related commands. Use `etcdctl role --help` to see subcommands',
      load: async () => (await import('./auth/role.js')).role,
    },
    {
      name: 'check',
      group: 'Utility commands',
      summary: 'commands for checking properties of the etcd cluster. Use `etcdctl check --help` to see subcommands',
      load: async () => (await import('./check/check.js')).check,
    },
    {
      name: 'completion',
      group: 'Utility commands',
      summary: 'Generate completion script',
      load: async () => (await import('./utility/completion.js')).completion,
    },
    {
      name: 'downgrade',
      group: 'Cluster maintenance commands',
      summary: 'Downgrade related commands. Use `etcdctl downgrade --help` to see subcommands',
      load: async () => (await import('./cluster/downgrade.js')).downgrade,
    },
    {
      name: 'options',
      group: 'Utility commands',
      summary: 'Show the global command-line flags',
      load: async () => (await import('./utility/options.js')).options,
    },
    {
      name: 'help',
      group: 'Utility commands',
      summary: 'Help about any command',
      load: async () => (await import('./utility/help.js')).help,
    },
  ],
};
