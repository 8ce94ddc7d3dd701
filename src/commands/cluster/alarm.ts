import { CliError, Exit } from '../../command/errors.js';
import { command } from '../../command/spec.js';
import { type AlarmMember, AlarmRequest_AlarmAction } from '../../proto/etcdserverpb/rpc.js';

const list = command({
  async run({ args, connect, print, deadline }) {
    refuseArguments('list', args);
    const until = deadline();
    const client = await connect();
    await print({ kind: 'alarm', response: await client.maintenance.alarm({}, { deadline: until }) });
  },
});

const disarm = command({
  async run({ args, connect, print, deadline }) {
    refuseArguments('disarm', args);
    const until = { deadline: deadline() };
    const { maintenance } = await connect();
    const active = await maintenance.alarm({}, until);
    const disarmed: AlarmMember[] = [];
    for (const alarm of active.alarms) {
      const { alarms } = await maintenance.alarm({ action: AlarmRequest_AlarmAction.DEACTIVATE, ...alarm }, until);
      disarmed.push(...alarms);
    }
    await print({ kind: 'alarm', response: { header: undefined, alarms: disarmed } });
  },
});

function refuseArguments(name: string, args: readonly string[]): void {
  if (args.length > 0) throw new CliError(`alarm ${name} command accepts no arguments`, Exit.BadArgs);
}

export const alarm = command({
  args: '<subcommand>',
  description: 'Alarm related commands',
  commands: [
    { name: 'disarm', summary: 'Disarms all alarms', load: async () => disarm },
    { name: 'list', summary: 'Lists all alarms', load: async () => list },
  ],
});
