import { expect, onTestFinished, test } from 'vitest';
import { DeleteRangeRequest, LeaseGrantResponse } from '../../src/proto/etcdserverpb/rpc.js';
import { eventually } from '../support/eventually.js';
import { grpcFrame, RawServer } from '../support/raw-server.js';
import { startForReal, withoutLog } from '../support/real-world.js';

/** A server that grants a lease and keeps the transaction after it to itself, as one does that is slow to answer what it has applied. */
async function startServer() {
  const requests: Buffer[] = [];
  const server = await RawServer.listen({
    onRequest(connection, stream, body) {
      requests.push(body);
      if (requests.length === 2) return;
      connection.respond(stream);
      connection.data(stream, grpcFrame(LeaseGrantResponse.encode(LeaseGrantResponse.fromPartial({ ID: '4660', TTL: '10' })).finish()));
      connection.trailers(stream);
    },
  });
  onTestFinished(() => server.close());
  return { endpoint: server.endpoint, requests };
}

test.each([
  ['a lock', ['lock', 'name']],
  ['an election', ['elect', 'name', 'me']],
])('%s that is given up while its entry is under way leaves no key', async (_, words) => {
  const { endpoint, requests } = await startServer();
  const { host, finished } = startForReal([...words, `--endpoints=${endpoint}`]);
  await eventually(() => requests.length === 2);
  host.signal('SIGINT');
  expect([await finished, withoutLog(host.stderr.text)]).toEqual([1, 'Error: context canceled\n']);
  expect(requests).toHaveLength(3);
  expect(DeleteRangeRequest.decode(requests[2]?.subarray(5) ?? Buffer.alloc(0)).key.toString()).toBe('name/1234');
});
