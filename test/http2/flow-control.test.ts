import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { maxWindow, ReceiveWindow, SendWindow } from '../../src/http2/flow-control.js';
import { Flags, Frame, ok, Peer, type SentFrame, setting, uint32 } from '../support/http2-peer.js';

const initialWindowSize = 4;
const maxFrameSize = 5;

/** The DATA of a stream among frames. */
function dataOf(frames: readonly SentFrame[], streamId: number): Buffer {
  return Buffer.concat(frames.filter((sent) => sent.type === Frame.Data && sent.streamId === streamId).map(({ payload }) => payload));
}

describe('windows', () => {
  test('one for sending grows to the largest and no further', () => {
    const window = new SendWindow(10);
    window.take(10);
    expect(window.grow(maxWindow)).toBe(true);
    expect(window.grow(1)).toBe(false);
    expect(window.size).toBe(maxWindow);
  });

  test('one for receiving never allows more than its limit, and never ends for what is consumed', () => {
    const steps = fc.array(fc.tuple(fc.nat(500), fc.nat(500)), { maxLength: 200 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1000 }), steps, (limit, pairs) => {
        const window = new ReceiveWindow(limit);
        // What the peer knows that it may send, and what is unread.
        let allowed = limit;
        let unread = 0;
        for (const [sent, consumed] of pairs) {
          const length = Math.min(sent, allowed);
          expect(window.receive(length)).toBe(true);
          allowed -= length;
          unread += length;
          const back = Math.min(consumed, unread);
          unread -= back;
          allowed += window.consume(back);
          expect(allowed + unread).toBeLessThanOrEqual(limit);
          // What is kept back is less than a quarter.
          expect((limit - allowed - unread) * 4).toBeLessThan(Math.max(limit, 1));
        }
        expect(window.receive(allowed + 1)).toBe(false);
      }),
    );
  });
});

describe('sending', () => {
  test('a large request is split by the windows of its stream and of the connection', async () => {
    const peer = new Peer();
    const { stream } = peer.open({ open: true });
    const body = Buffer.from(Array.from({ length: 200_000 }, (_, index) => index % 251));
    stream.write(body);
    stream.end();
    await peer.turn();
    const first = peer.take();
    // Both windows begin with 65,535.
    expect(dataOf(first, 1).length).toBe(65_535);
    expect(first.every(({ payload }) => payload.length <= 16_384)).toBe(true);
    peer.send(Frame.WindowUpdate, 0, 1, uint32(200_000));
    expect(dataOf(peer.take(), 1).length).toBe(0);
    peer.send(Frame.WindowUpdate, 0, 0, uint32(100_000));
    const second = peer.take();
    expect(dataOf(second, 1).length).toBe(100_000);
    peer.send(Frame.WindowUpdate, 0, 0, uint32(100_000));
    const third = peer.take();
    expect(Buffer.concat([dataOf(first, 1), dataOf(second, 1), dataOf(third, 1)])).toEqual(body);
    expect(third.at(-1)?.flags).toBe(Flags.EndStream);
  });

  test('frames are as large as the peer allows', async () => {
    const peer = new Peer({}, [setting(maxFrameSize, 30_000)]);
    peer.open({ open: true }).stream.write(Buffer.alloc(60_000));
    await peer.turn();
    const lengths = peer.take().flatMap(({ type, payload }) => (type === Frame.Data ? [payload.length] : []));
    expect(lengths).toEqual([30_000, 30_000]);
  });

  test('a window that the peer makes smaller in mid-stream may fall below zero', async () => {
    const peer = new Peer({}, [setting(initialWindowSize, 1000)]);
    const { stream } = peer.open({ open: true });
    stream.write(Buffer.alloc(5000, 'x'));
    await peer.turn();
    expect(dataOf(peer.take(), 1).length).toBe(1000);
    // Now -900.
    peer.send(Frame.Settings, 0, 0, setting(initialWindowSize, 100));
    peer.send(Frame.WindowUpdate, 0, 1, uint32(900));
    expect(dataOf(peer.take(), 1).length).toBe(0);
    peer.send(Frame.WindowUpdate, 0, 1, uint32(50));
    expect(dataOf(peer.take(), 1).length).toBe(50);
    peer.send(Frame.Settings, 0, 0, setting(initialWindowSize, 400));
    expect(dataOf(peer.take(), 1).length).toBe(300);
    // A new stream has the new window.
    peer.open({ open: true }).stream.write(Buffer.alloc(5000));
    await peer.turn();
    expect(dataOf(peer.take(), 3).length).toBe(400);
  });

  test('streams take turns', async () => {
    const peer = new Peer();
    const streams = [peer.open({ open: true }), peer.open({ open: true }), peer.open({ open: true })];
    for (const { stream } of streams) stream.write(Buffer.alloc(40_000));
    await peer.turn();
    const order = peer.take().flatMap(({ type, streamId }) => (type === Frame.Data ? [streamId] : []));
    expect(order).toEqual([1, 3, 5, 1]);
  });

  test('the end needs no window', async () => {
    const peer = new Peer({}, [setting(initialWindowSize, 0)]);
    const { stream } = peer.open({ open: true });
    stream.end();
    await peer.turn();
    expect(peer.take().at(-1)).toMatchObject({ type: Frame.Data, flags: Flags.EndStream, streamId: 1, payload: Buffer.alloc(0) });
  });

  test('a writer that is ahead is told to wait, and to go on', async () => {
    const peer = new Peer();
    const { stream, recorder } = peer.open({ open: true });
    expect(stream.write(Buffer.alloc(1000))).toBe(true);
    expect(stream.write(Buffer.alloc(200_000))).toBe(false);
    await peer.turn();
    expect(recorder.events).toEqual([]);
    peer.send(Frame.WindowUpdate, 0, 0, uint32(1_000_000));
    peer.send(Frame.WindowUpdate, 0, 1, uint32(1_000_000));
    expect(recorder.events).toEqual(['drain']);
    expect(stream.write(Buffer.alloc(1000))).toBe(true);
  });

  test('a socket that takes no more holds all back, and one write takes up to 64 KiB', async () => {
    const peer = new Peer({}, [setting(initialWindowSize, 1_000_000)]);
    peer.send(Frame.WindowUpdate, 0, 0, uint32(1_000_000));
    peer.blocked = true;
    const writes = peer.writes;
    const { stream, recorder } = peer.open({ open: true });
    stream.write(Buffer.alloc(300_000));
    await peer.turn();
    const [headers, ...data] = peer.take();
    expect(headers?.type).toBe(Frame.Headers);
    expect(dataOf(data, 1).length).toBeLessThan(2 * 65_536);
    expect(peer.writes).toBe(writes + 1);
    expect(recorder.events).toEqual([]);
    peer.unblock();
    expect(recorder.events).toEqual(['drain']);
    expect(dataOf(data, 1).length + dataOf(peer.take(), 1).length).toBe(300_000);
  });

  test('frames of one turn leave in one write', async () => {
    const peer = new Peer();
    const writes = peer.writes;
    for (let count = 0; count < 10; count++) {
      const { stream } = peer.open({ open: true });
      stream.write(Buffer.from('abc'));
      stream.end();
    }
    peer.connection.ping(() => {});
    await peer.turn();
    expect(peer.writes).toBe(writes + 1);
    expect(peer.take().length).toBe(21);
  });

  test('never more than any window allows, whatever the peer does to it', async () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant('write' as const), stream: fc.nat(2), value: fc.nat(3000) }),
      fc.record({ kind: fc.constant('initial' as const), stream: fc.constant(0), value: fc.nat(4000) }),
      fc.record({ kind: fc.constant('grow' as const), stream: fc.nat(2), value: fc.integer({ min: 1, max: 2000 }) }),
      fc.record({ kind: fc.constant('growAll' as const), stream: fc.constant(0), value: fc.integer({ min: 1, max: 4000 }) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
        let initial = 1000;
        const peer = new Peer({}, [setting(initialWindowSize, initial)]);
        const streams = [peer.open({ open: true }), peer.open({ open: true }), peer.open({ open: true })];
        const windows = [initial, initial, initial];
        const written = [0, 0, 0];
        const sent = [0, 0, 0];
        let all = 65_535;
        for (const { kind, stream, value } of steps) {
          if (kind === 'write') {
            streams[stream]?.stream.write(Buffer.alloc(value));
            written[stream] = (written[stream] ?? 0) + value;
          } else if (kind === 'initial') {
            for (const index of windows.keys()) windows[index] = (windows[index] ?? 0) + value - initial;
            initial = value;
            peer.send(Frame.Settings, 0, 0, setting(initialWindowSize, value));
          } else if (kind === 'grow') {
            windows[stream] = (windows[stream] ?? 0) + value;
            peer.send(Frame.WindowUpdate, 0, 2 * stream + 1, uint32(value));
          } else {
            all += value;
            peer.send(Frame.WindowUpdate, 0, 0, uint32(value));
          }
          await peer.turn();
          for (const { type, streamId, payload } of peer.take()) {
            if (type !== Frame.Data) continue;
            const index = (streamId - 1) / 2;
            windows[index] = (windows[index] ?? 0) - payload.length;
            sent[index] = (sent[index] ?? 0) + payload.length;
            all -= payload.length;
            expect(windows[index]).toBeGreaterThanOrEqual(0);
          }
          expect(all).toBeGreaterThanOrEqual(0);
          // And nothing waits without a reason.
          for (const index of windows.keys()) {
            const waits = (written[index] ?? 0) > (sent[index] ?? 0);
            if (waits) expect(Math.min(windows[index] ?? 0, all)).toBeLessThanOrEqual(0);
          }
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('receiving', () => {
  /** A peer with a response under way. */
  function respond(options: { streamWindow?: number; connectionWindow?: number } = {}, greedy = false) {
    const peer = new Peer(options);
    const opened = peer.open({ greedy });
    peer.send(Frame.Headers, Flags.EndHeaders, 1, ok);
    peer.take();
    return { peer, ...opened };
  }

  const updates = (peer: Peer, streamId: number) =>
    peer.take().flatMap((sent) => (sent.type === Frame.WindowUpdate && sent.streamId === streamId ? [sent.payload.readUInt32BE(0)] : []));

  test('a stream gets its window back when its bytes are consumed', async () => {
    const { peer, stream, recorder } = respond({ streamWindow: 1000 });
    peer.send(Frame.Data, 0, 1, Buffer.alloc(600));
    expect(updates(peer, 1)).toEqual([]);
    expect(recorder.data.length).toBe(1);
    stream.consume(200);
    await peer.turn();
    expect(updates(peer, 1)).toEqual([]);
    stream.consume(100);
    await peer.turn();
    expect(updates(peer, 1)).toEqual([300]);
    stream.consume(300);
    await peer.turn();
    expect(updates(peer, 1)).toEqual([300]);
  });

  test('the connection gets its window back as bytes arrive', () => {
    const { peer } = respond({ connectionWindow: 80_000 });
    peer.send(Frame.Data, 0, 1, Buffer.alloc(15_000));
    expect(updates(peer, 0)).toEqual([]);
    peer.send(Frame.Data, 0, 1, Buffer.alloc(15_000));
    expect(updates(peer, 0)).toEqual([30_000]);
  });

  test('padding is given back at once', async () => {
    const { peer, stream } = respond({ streamWindow: 1000 });
    peer.send(Frame.Data, Flags.Padded, 1, Buffer.concat([Buffer.from([255]), Buffer.from('ab'), Buffer.alloc(255)]));
    expect(updates(peer, 1)).toEqual([256]);
    stream.consume(2);
  });

  test('DATA of a stream that was given up counts for the connection', () => {
    const { peer, stream } = respond({ connectionWindow: 80_000 });
    stream.reset(8);
    peer.send(Frame.Data, 0, 1, Buffer.alloc(16_000));
    peer.send(Frame.Data, 0, 1, Buffer.alloc(16_000));
    expect(updates(peer, 0)).toEqual([32_000]);
    expect(peer.cause).toBeUndefined();
  });

  test('a window is not given back for a response that is over', async () => {
    const { peer, stream } = respond({ streamWindow: 1000 });
    peer.send(Frame.Data, Flags.EndStream, 1, Buffer.alloc(600));
    stream.consume(600);
    await peer.turn();
    expect(peer.take()).toEqual([]);
  });

  test('more than the window of a stream resets it', () => {
    const { peer, recorder } = respond({ streamWindow: 1000 });
    peer.send(Frame.Data, 0, 1, Buffer.alloc(1000));
    expect(recorder.closed).toBeUndefined();
    peer.send(Frame.Data, 0, 1, 'x');
    expect(recorder.closed).toMatchObject({ kind: 'error', error: { code: 3 } });
    expect(peer.resetOf(1)).toBe(3);
    expect(peer.cause).toBeUndefined();
  });

  test('the windows that were asked for are announced', () => {
    const peer = new Peer({ streamWindow: 16 << 20, connectionWindow: 2 ** 31 - 1 }, 'none');
    const [settings, update] = peer.take();
    expect(settings?.type).toBe(Frame.Settings);
    expect(settings?.payload.toString('hex')).toContain(setting(initialWindowSize, 16 << 20).toString('hex'));
    expect(update).toMatchObject({ type: Frame.WindowUpdate, streamId: 0, payload: uint32(2 ** 31 - 1 - 65_535) });
  });
});
