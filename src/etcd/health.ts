import { type AlarmMember, AlarmType } from '../proto/etcdserverpb/rpc.js';
import type { Client } from './client.js';
import { describeError, permissionDenied } from './errors.js';

export interface Health {
  /** Milliseconds of the read alone. */
  readonly took: number;
  /** Empty where all is well. */
  readonly error: string;
}

/**
 * A member is healthy when a linearizable read goes through it and no alarm is raised.
 * @param deadline of both calls together, milliseconds since the epoch
 */
export async function checkHealth(client: Client, deadline: number): Promise<Health> {
  const { clock } = client.options;
  const start = clock.monotonic();
  const failure = await failureOf(client.kv.range({ key: Buffer.from('health') }, { deadline }));
  const took = clock.monotonic() - start;
  // Who is refused has been through consensus too.
  if (failure !== undefined && failure !== permissionDenied) return { took, error: failure };
  let alarms: readonly AlarmMember[] = [];
  const unknown = await failureOf(
    client.maintenance.alarm({}, { deadline }).then((response) => {
      alarms = response.alarms;
    }),
  );
  if (unknown !== undefined) return { took, error: 'Unable to fetch the alarm list' };
  return { took, error: alarms.length === 0 ? '' : `Active Alarm(s): ${alarms.map(nameAlarm).join('')}` };
}

async function failureOf(call: Promise<unknown>): Promise<string | undefined> {
  try {
    await call;
    return undefined;
  } catch (error) {
    return describeError(error);
  }
}

function nameAlarm({ alarm }: AlarmMember): string {
  if (alarm === AlarmType.NOSPACE) return 'NOSPACE ';
  return alarm === AlarmType.CORRUPT ? 'CORRUPT ' : 'UNKNOWN ';
}
