import type { Context } from '../../command/context.js';
import { defaultLimits } from '../../connect/settings.js';
import { NumberError, parseInteger } from '../../go/strconv.js';

/** Enough that the error still has the size of what somebody meant to put, as Go's does. */
const beyond = 8 * 2 ** 20;

/**
 * How many bytes of input are worth reading for a value. The input may have no end, and what is larger than a message can't be sent.
 * @param sendable bytes that a message may have
 */
export const valueLimit = (sendable: number): number => sendable + beyond;

/** The bytes that a message may have, before there are settings: a value comes from the input before the environment is looked at. */
export function expectedSendLimit({ given, globals, host }: Pick<Context, 'given' | 'globals' | 'host'>): number {
  const flag = Number(globals.maxRequestBytes);
  const limit = given('max-request-bytes') ? flag : parseVariable(host.env['ETCDCTL_MAX_REQUEST_BYTES'] ?? '');
  return limit > 0 ? limit : defaultLimits.maxSendBytes;
}

function parseVariable(text: string): number {
  try {
    return Number(parseInteger(text, 0));
  } catch (error) {
    if (error instanceof NumberError) return Number(error.value);
    throw error;
  }
}
