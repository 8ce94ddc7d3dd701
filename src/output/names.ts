import { Permission_Type } from '../proto/authpb/auth.js';
import { type AlarmMember, AlarmType } from '../proto/etcdserverpb/rpc.js';

/** Unpadded lower-case hexadecimal of a decimal id. */
export function hexId(decimal = '0'): string {
  return BigInt(decimal).toString(16);
}

/** Go's %016x of a decimal id. */
export function leaseId(decimal: string): string {
  const id = BigInt(decimal);
  return id < 0n ? `-${(-id).toString(16).padStart(15, '0')}` : id.toString(16).padStart(16, '0');
}

const alarmNames = Object.keys(AlarmType);

export function alarmName(alarm: number): string {
  return alarmNames[alarm] ?? String(alarm);
}

/** The text form of AlarmMember: zero fields left out. */
export function alarmText({ memberID, alarm }: AlarmMember): string {
  return [memberID === '0' ? '' : `memberID:${memberID}`, alarm === AlarmType.NONE ? '' : `alarm:${alarmName(alarm)}`]
    .filter(Boolean)
    .join(' ');
}

const permissionNames = Object.keys(Permission_Type);

export function permissionName(type: number): string {
  return permissionNames[type] ?? String(type);
}
