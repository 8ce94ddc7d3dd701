import { wrongValue } from '../../command/errors.js';
import { PutRequest } from '../../proto/etcdserverpb/rpc.js';

/** The workloads of check, contract 7.3 and 7.4. */

const names = { s: 's', small: 's', m: 'm', medium: 'm', l: 'l', large: 'l', xl: 'xl', xLarge: 'xl' } as const;

/** How many bytes of a key are random; the rest is zero. */
const randomBytes = 10;

export interface PerfLoad {
  /** Writes per second. */
  readonly limit: number;
  readonly clients: number;
  /** Seconds. */
  readonly duration: number;
}

export interface DatascaleLoad {
  readonly pairs: number;
  readonly clients: number;
}

export const perfLoads: Readonly<Record<'s' | 'm' | 'l' | 'xl', PerfLoad>> = {
  s: { limit: 150, clients: 50, duration: 60 },
  m: { limit: 1000, clients: 200, duration: 60 },
  l: { limit: 8000, clients: 500, duration: 60 },
  xl: { limit: 15000, clients: 1000, duration: 60 },
};

export const datascaleLoads: Readonly<Record<'s' | 'm' | 'l' | 'xl', DatascaleLoad>> = {
  s: { pairs: 10_000, clients: 50 },
  m: { pairs: 100_000, clients: 200 },
  l: { pairs: 1_000_000, clients: 500 },
  xl: { pairs: 3_000_000, clients: 1000 },
};

/** @throws CliError of status 4 */
export function loadNamed<T>(loads: Readonly<Record<'s' | 'm' | 'l' | 'xl', T>>, name: string): T {
  if (!Object.hasOwn(names, name)) throw wrongValue(`unknown load option ${name}`, '--load', Object.keys(names));
  return loads[names[name as keyof typeof names]];
}

/** Makes encoded PutRequests whose keys are random below the prefix. */
export function randomPuts(prefix: Buffer, keyBytes: number, valueBytes: number): () => Uint8Array {
  const key = Buffer.concat([prefix, Buffer.alloc(keyBytes)]);
  const message = Buffer.from(PutRequest.encode(PutRequest.fromPartial({ key, value: Buffer.alloc(valueBytes) })).finish());
  const at = message.indexOf(key) + prefix.length;
  return () => {
    const request = Buffer.from(message);
    crypto.getRandomValues(request.subarray(at, at + randomBytes));
    // A Go varint: every byte but the last says that another follows; the lowest bit is the sign, the tenth byte has one bit.
    for (let i = 0; i < randomBytes - 1; i++) request[at + i] = (request[at + i] ?? 0) | 0x80;
    request[at] = (request[at] ?? 0) & 0xfe;
    request[at + randomBytes - 1] = 1;
    return request;
  };
}
