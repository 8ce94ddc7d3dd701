import { command } from '../../command/spec.js';
import { datascale } from './datascale.js';
import { perf } from './perf.js';

export const check = command({
  name: 'check',
  args: '<subcommand>',
  group: 'Utility commands',
  summary: 'commands for checking properties of the etcd cluster. Use `etcdctl check --help` to see subcommands',
  description: 'commands for checking properties of the etcd cluster',
  commands: [datascale, perf],
});
