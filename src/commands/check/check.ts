import { command } from '../../command/spec.js';

export const check = command({
  args: '<subcommand>',
  description: 'commands for checking properties of the etcd cluster',
  commands: [
    {
      name: 'datascale',
      summary: 'Check the memory usage of holding data for different workloads on a given server endpoint.',
      load: async () => (await import('./datascale.js')).datascale,
    },
    {
      name: 'perf',
      summary: 'Check the performance of the etcd cluster',
      load: async () => (await import('./perf.js')).perf,
    },
  ],
});
