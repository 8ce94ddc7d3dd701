import { refuseArguments } from '../../command/arguments.js';
import { command } from '../../command/spec.js';
import { type AlarmMember, AlarmRequest_AlarmAction } from '../../proto/etcdserverpb/rpc.js';

const list = command({
  async run({ args, connect, print, deadline }) {
    refuseArguments(args, 'alarm list command accepts no arguments');
    const until = deadline();
    const client = await connect();
    await print({ kind: 'alarm', response: await client.maintenance.alarm({}, { deadline: until }) });
  },
});

const disarm = command({
  async run({ args, connect, print, deadline }) {
    refuseArguments(args, 'alarm disarm command accepts no arguments');
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

export const alarm = command({
  args: '<subcommand>',
  description: 'Alarm related commands',
  commands: [
    { name: 'disarm', summary: 'Disarms all alarms', load: async () => disarm },
    { name: 'list', summary: 'Lists all alarms', load: async () => list },
  ],
});
