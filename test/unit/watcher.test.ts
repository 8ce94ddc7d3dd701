import { describe, expect, it } from 'vitest';
import type { Client } from '../../src/etcd/client.js';
import { Watcher } from '../../src/etcd/watcher.js';
import type { MessageStream } from '../../src/grpc/call.js';
import { Code, StatusError } from '../../src/grpc/status.js';
import { WatchCreateRequest, WatchRequest, WatchResponse } from '../../src/proto/etcdserverpb/rpc.js';

type Script = (stream: FakeStream) => void;

/** One stream as the test's server plays it: answers are queued, an error ends it. */
class FakeStream implements MessageStream {
  readonly requests: WatchRequest[] = [];
  readonly peer = undefined;
  private readonly queue: (Uint8Array | StatusError)[] = [];
  private wake: () => void = () => undefined;

  constructor(private readonly script: Script) {}

  async write(bytes: Uint8Array): Promise<void> {
    this.requests.push(WatchRequest.decode(bytes));
    this.script(this);
  }

  end(): void {}

  cancel(): void {
    this.fail(Code.Canceled, 'context canceled');
  }

  answer(response: Parameters<typeof WatchResponse.fromPartial>[0]): void {
    this.queue.push(WatchResponse.encode(WatchResponse.fromPartial(response)).finish());
    this.wake();
  }

  fail(code: Code, details: string): void {
    this.queue.push(new StatusError(code, details));
    this.wake();
  }

  async *[Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    for (;;) {
      const next = this.queue.shift();
      if (next instanceof StatusError) throw next;
      if (next !== undefined) yield next;
      else
        await new Promise<void>((resolve) => {
          this.wake = resolve;
        });
    }
  }

  pieces(): AsyncIterable<Uint8Array> {
    throw new Error('a watch reads messages');
  }
}

function clientOf(...scripts: Script[]) {
  const streams: FakeStream[] = [];
  const openStream = async () => {
    const script = scripts[streams.length];
    if (script === undefined) throw new StatusError(Code.PermissionDenied, 'no more streams in this test');
    const stream = new FakeStream(script);
    streams.push(stream);
    return stream;
  };
  return { client: { openStream, options: { clock: { sleep: async () => undefined } } } as unknown as Client, streams };
}

const request = (rev = '0') => WatchCreateRequest.fromPartial({ key: Buffer.from('k'), start_revision: rev });
const event = (revision: number) => ({ kv: { key: Buffer.from('k'), mod_revision: String(revision) } });

async function revisionsOf(watcher: Watcher<string>, count: number): Promise<string[]> {
  const seen: string[] = [];
  for await (const { response } of watcher.messages()) {
    for (const { kv } of response.events) seen.push(kv?.mod_revision ?? '');
    if (seen.length >= count) watcher.close();
  }
  return seen;
}

describe('Watcher', () => {
  it('goes on after a broken stream from the first revision that it has not seen', async () => {
    const { client, streams } = clientOf(
      (s) => {
        s.answer({ created: true, watch_id: '0', header: { revision: '9' } });
        s.answer({ watch_id: '0', header: { revision: '12' }, events: [event(10), event(12)] });
        s.fail(Code.Unavailable, 'error reading from server: EOF');
      },
      (s) => {
        s.answer({ created: true, watch_id: '0', header: { revision: '12' } });
        s.answer({ watch_id: '0', header: { revision: '13' }, events: [event(13)] });
      },
    );
    const watcher = new Watcher<string>(client);
    await watcher.add('w', request());
    expect(await revisionsOf(watcher, 3)).toEqual(['10', '12', '13']);
    expect(streams[1]?.requests[0]?.create_request?.start_revision).toBe('13');
  });

  it('goes on behind the last revision that there can be', async () => {
    const last = String(2n ** 63n - 1n);
    const { client, streams } = clientOf(
      (s) => {
        s.answer({ created: true, watch_id: '0', header: { revision: last } });
        s.fail(Code.Unavailable, 'error reading from server: EOF');
      },
      (s) => s.answer({ watch_id: '0', header: { revision: last }, events: [{ kv: { key: Buffer.from('k'), mod_revision: last } }] }),
    );
    const watcher = new Watcher<string>(client);
    await watcher.add('w', request());
    const reading = revisionsOf(watcher, 1);
    while (streams[1]?.requests.length !== 1) await new Promise((resolve) => setImmediate(resolve));
    watcher.close();
    await reading;
    expect(streams[1]?.requests[0]?.create_request?.start_revision).toBe(last);
  });

  it('starts behind the revision at which it was created, should the stream break before the first event', async () => {
    const { client, streams } = clientOf(
      (s) => {
        s.answer({ created: true, watch_id: '0', header: { revision: '9' } });
        s.fail(Code.Unavailable, 'connection reset');
      },
      (s) => s.answer({ watch_id: '0', created: true, header: { revision: '11' } }),
    );
    const watcher = new Watcher<string>(client);
    await watcher.add('w', request());
    const reading = revisionsOf(watcher, 1);
    while (streams[1]?.requests.length !== 1) await new Promise((resolve) => setImmediate(resolve));
    watcher.close();
    await reading;
    expect(streams[1]?.requests[0]?.create_request?.start_revision).toBe('10');
  });

  it('gives the answer to a progress request to every watch, and counts it as seen', async () => {
    let asked = 0;
    const { client } = clientOf((s) => {
      asked++;
      if (asked <= 2) s.answer({ created: true, watch_id: String(asked), header: { revision: '5' } });
      else s.answer({ watch_id: '-1', header: { revision: '8' } });
    });
    const watcher = new Watcher<string>(client);
    await watcher.add('a', request());
    await watcher.add('b', request());
    const tags: string[] = [];
    const reading = (async () => {
      for await (const { tag } of watcher.messages()) if (tags.push(tag) === 2) watcher.close();
    })();
    while (asked < 2) await new Promise((resolve) => setImmediate(resolve));
    await watcher.requestProgress();
    await reading;
    expect(tags).toEqual(['a', 'b']);
  });

  it('ends one watch by its cancel message and leaves the others', async () => {
    let asked = 0;
    const { client } = clientOf((s) => {
      if (asked++ === 0) s.answer({ created: true, watch_id: '0', header: { revision: '5' } });
      else {
        s.answer({ created: true, canceled: true, watch_id: '-1', cancel_reason: 'mvcc: watcher range is empty' });
        s.answer({ watch_id: '0', header: { revision: '6' }, events: [event(6)] });
      }
    });
    const watcher = new Watcher<string>(client);
    await watcher.add('good', request());
    await watcher.add('bad', request());
    const seen: unknown[] = [];
    for await (const { tag, response, refusal } of watcher.messages()) {
      if (seen.push([tag, response.canceled, response.cancel_reason, refusal]) === 2) watcher.close();
    }
    // The reason is for the words on stderr; the response itself has none, as with Go's client.
    expect(seen).toEqual([
      ['bad', true, '', 'mvcc: watcher range is empty'],
      ['good', false, '', undefined],
    ]);
  });

  it.each([
    [Code.PermissionDenied, 'etcdserver: permission denied'],
    [Code.Unavailable, 'etcdserver: no leader'],
  ])('ends every watch with the reason when the server refuses the stream (%i)', async (code, details) => {
    const { client } = clientOf((s) => s.fail(code, details));
    const watcher = new Watcher<string>(client);
    await watcher.add('w', request());
    const seen = [];
    for await (const { response, refusal } of watcher.messages()) seen.push([response.canceled, refusal]);
    expect(seen).toEqual([[true, details]]);
  });
});
