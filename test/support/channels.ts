// So that dialing loads nothing, which a busy machine may take longer for than a test's deadline.
import '../../src/http2/node-socket.js';
import { systemClock } from '../../src/clock.js';
import { Channel, type ChannelOptions } from '../../src/grpc/channel.js';
import { StatusError } from '../../src/grpc/status.js';

/** A channel with the limits and times of etcdctl. */
export function createChannel(endpoints: string | readonly string[], options: Partial<ChannelOptions> = {}): Channel {
  return new Channel({
    endpoints: typeof endpoints === 'string' ? [endpoints] : endpoints,
    keepaliveTime: 2000,
    keepaliveTimeout: 6000,
    maxReceiveBytes: 2 ** 31 - 1,
    maxSendBytes: 2 << 20,
    userAgent: 'grpc-go/1.82.1',
    clock: systemClock,
    ...options,
  });
}

/** The status that a call fails with. */
export async function failure(call: Promise<unknown>): Promise<StatusError> {
  try {
    await call;
  } catch (error) {
    if (error instanceof StatusError) return error;
    throw error;
  }
  throw new Error('the call did not fail');
}
