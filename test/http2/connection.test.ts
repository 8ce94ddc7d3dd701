import { describe, expect, test } from 'vitest';
import { ConnectionError, ErrorCode } from '../../src/http2/errors.js';
import type { Field } from '../../src/http2/hpack/field.js';
import { SocketError } from '../../src/http2/socket.js';
import { block, Flags, Frame, frame, ok, Peer, Recorder, request, setting, uint32 } from '../support/http2-peer.js';

const { PROTOCOL_ERROR, FLOW_CONTROL_ERROR, STREAM_CLOSED, FRAME_SIZE_ERROR, COMPRESSION_ERROR, ENHANCE_YOUR_CALM } = ErrorCode;
const eight = Buffer.from('12345678');

describe('the begin', () => {
  test('preface, SETTINGS and a window in one write', () => {
    const peer = new Peer({}, 'none');
    expect(peer.writes).toBe(1);
    const [settings, update] = peer.take();
    expect(settings).toMatchObject({ type: Frame.Settings, flags: 0, streamId: 0 });
    expect(settings?.payload).toEqual(Buffer.concat([setting(2, 0), setting(4, 100_000), setting(6, 65_536)]));
    expect(update).toMatchObject({ type: Frame.WindowUpdate, streamId: 0 });
  });

  test('SETTINGS make it ready, once, and are acknowledged each time', () => {
    const peer = new Peer({}, 'none');
    peer.take();
    expect(peer.ready).toBe(0);
    for (let count = 0; count < 2; count++) peer.send(Frame.Settings, 0, 0);
    expect(peer.ready).toBe(1);
    expect(peer.take().map(({ type, flags }) => [type, flags])).toEqual([
      [Frame.Settings, Flags.Ack],
      [Frame.Settings, Flags.Ack],
    ]);
  });

  test.each([
    ['PING', frame(Frame.Ping, 0, 0, eight), 'initial http2 frame from server is not a settings frame: *http2.PingFrame'],
    ['GOAWAY', frame(Frame.GoAway, 0, 0, uint32(0, 0)), 'initial http2 frame from server is not a settings frame: *http2.GoAwayFrame'],
    ['an acknowledgement', frame(Frame.Settings, 1, 0), 'initial http2 frame from server is not a settings frame: *http2.SettingsFrame'],
    ['something unknown', frame(99, 0, 0), 'initial http2 frame from server is not a settings frame: *http2.UnknownFrame'],
    ['DATA', frame(Frame.Data, 0, 1), 'initial http2 frame from server is not a settings frame: *http2.DataFrame'],
    ['SMTP', Buffer.from('220 mail.example.com ESMTP\r\n'), 'http2: frame too large'],
  ])('%s instead of SETTINGS', (_, bytes, message) => {
    const peer = new Peer({}, 'none');
    peer.connection.onData(bytes);
    expect(peer.cause?.message).toBe(message);
    expect(peer.goAway?.code).toBe(bytes[0] === 0x32 ? FRAME_SIZE_ERROR : PROTOCOL_ERROR);
    expect(peer.destroyed).toBe(true);
  });

  test('a request may be sent before SETTINGS', async () => {
    const peer = new Peer({}, 'none');
    peer.open();
    await peer.turn();
    expect(peer.take().at(-1)?.type).toBe(Frame.Headers);
  });
});

/** Bytes that a server may not send on a connection where stream 1 was answered, 3 is open, 5 was given up, 7 is being answered. */
const malformed: readonly (readonly [what: string, bytes: Buffer, code: number])[] = [
  ['a frame that is too large', frame(Frame.Headers, Flags.EndHeaders, 3, Buffer.alloc(16_385)), FRAME_SIZE_ERROR],

  ['DATA without a stream', frame(Frame.Data, 0, 0, 'x'), PROTOCOL_ERROR],
  ['DATA of a stream that was never opened', frame(Frame.Data, 0, 99, 'x'), PROTOCOL_ERROR],
  ["DATA of a stream of the server's", frame(Frame.Data, 0, 2, 'x'), PROTOCOL_ERROR],
  ['DATA of a closed stream', frame(Frame.Data, 0, 1, 'x'), STREAM_CLOSED],
  ['DATA shorter than its padding', frame(Frame.Data, Flags.Padded, 7, Buffer.from([1])), PROTOCOL_ERROR],
  ['padded DATA without padding', frame(Frame.Data, Flags.Padded, 7), FRAME_SIZE_ERROR],

  ['HEADERS without a stream', frame(Frame.Headers, Flags.EndHeaders, 0, ok), PROTOCOL_ERROR],
  ['HEADERS of a stream that was never opened', frame(Frame.Headers, Flags.EndHeaders, 99, ok), PROTOCOL_ERROR],
  ["HEADERS of a stream of the server's", frame(Frame.Headers, Flags.EndHeaders, 2, ok), PROTOCOL_ERROR],
  ['HEADERS of a closed stream', frame(Frame.Headers, Flags.EndHeaders, 1, ok), STREAM_CLOSED],
  ['HEADERS shorter than their padding', frame(Frame.Headers, Flags.EndHeaders | Flags.Padded, 3, Buffer.from([9, 1])), PROTOCOL_ERROR],
  ['padded HEADERS without padding', frame(Frame.Headers, Flags.EndHeaders | Flags.Padded, 3), FRAME_SIZE_ERROR],
  [
    'HEADERS shorter than their priority',
    frame(Frame.Headers, Flags.EndHeaders | Flags.Priority, 3, Buffer.from('1234')),
    FRAME_SIZE_ERROR,
  ],
  ['HEADERS that are not HPACK', frame(Frame.Headers, Flags.EndHeaders, 3, Buffer.from([0xff, 0xff])), COMPRESSION_ERROR],

  ['PRIORITY without a stream', frame(Frame.Priority, 0, 0, Buffer.alloc(5)), PROTOCOL_ERROR],

  ['RST_STREAM without a stream', frame(Frame.Reset, 0, 0, uint32(8)), PROTOCOL_ERROR],
  ['RST_STREAM of a stream that was never opened', frame(Frame.Reset, 0, 99, uint32(8)), PROTOCOL_ERROR],
  ['RST_STREAM that is short', frame(Frame.Reset, 0, 3, Buffer.alloc(3)), FRAME_SIZE_ERROR],
  ['RST_STREAM that is long', frame(Frame.Reset, 0, 3, Buffer.alloc(5)), FRAME_SIZE_ERROR],

  ['SETTINGS on a stream', frame(Frame.Settings, 0, 3, setting(3, 1)), PROTOCOL_ERROR],
  ['SETTINGS that are cut', frame(Frame.Settings, 0, 0, Buffer.alloc(7)), FRAME_SIZE_ERROR],
  ['an acknowledgement of SETTINGS on a stream', frame(Frame.Settings, Flags.Ack, 3), PROTOCOL_ERROR],
  ['an acknowledgement of SETTINGS with settings', frame(Frame.Settings, Flags.Ack, 0, setting(3, 1)), FRAME_SIZE_ERROR],
  ['SETTINGS that switch push on', frame(Frame.Settings, 0, 0, setting(2, 1)), PROTOCOL_ERROR],
  ['SETTINGS with a strange switch for push', frame(Frame.Settings, 0, 0, setting(2, 2)), PROTOCOL_ERROR],
  ['SETTINGS with a window that is too large', frame(Frame.Settings, 0, 0, setting(4, 2 ** 31)), FLOW_CONTROL_ERROR],
  ['SETTINGS with frames that are too small', frame(Frame.Settings, 0, 0, setting(5, 16_383)), PROTOCOL_ERROR],
  ['SETTINGS with frames that are too large', frame(Frame.Settings, 0, 0, setting(5, 2 ** 24)), PROTOCOL_ERROR],

  ['PUSH_PROMISE', frame(Frame.PushPromise, Flags.EndHeaders, 3, Buffer.concat([uint32(2), ok])), PROTOCOL_ERROR],

  ['PING on a stream', frame(Frame.Ping, 0, 3, eight), PROTOCOL_ERROR],
  ['PING that is short', frame(Frame.Ping, 0, 0, eight.subarray(1)), FRAME_SIZE_ERROR],
  ['PING that is long', frame(Frame.Ping, Flags.Ack, 0, Buffer.alloc(9)), FRAME_SIZE_ERROR],

  ['GOAWAY on a stream', frame(Frame.GoAway, 0, 3, uint32(0, 0)), PROTOCOL_ERROR],
  ['GOAWAY that is short', frame(Frame.GoAway, 0, 0, Buffer.alloc(7)), FRAME_SIZE_ERROR],
  ["GOAWAY with a stream of the server's", frame(Frame.GoAway, 0, 0, uint32(2, 0)), PROTOCOL_ERROR],
  [
    'GOAWAY with a later stream than before',
    Buffer.concat([frame(Frame.GoAway, 0, 0, uint32(3, 0)), frame(Frame.GoAway, 0, 0, uint32(5, 0))]),
    PROTOCOL_ERROR,
  ],

  ['WINDOW_UPDATE that is short', frame(Frame.WindowUpdate, 0, 0, Buffer.alloc(3)), FRAME_SIZE_ERROR],
  ['WINDOW_UPDATE that is long', frame(Frame.WindowUpdate, 0, 3, Buffer.alloc(5)), FRAME_SIZE_ERROR],
  ['WINDOW_UPDATE of the connection by nothing', frame(Frame.WindowUpdate, 0, 0, uint32(0)), PROTOCOL_ERROR],
  ['WINDOW_UPDATE of the connection beyond the largest', frame(Frame.WindowUpdate, 0, 0, uint32(2 ** 31 - 1)), FLOW_CONTROL_ERROR],
  ['WINDOW_UPDATE of a stream that was never opened', frame(Frame.WindowUpdate, 0, 99, uint32(1)), PROTOCOL_ERROR],
  [
    'SETTINGS that make a window larger than the largest',
    Buffer.concat([frame(Frame.WindowUpdate, 0, 3, uint32(2 ** 31 - 1 - 65_535)), frame(Frame.Settings, 0, 0, setting(4, 65_536))]),
    FLOW_CONTROL_ERROR,
  ],

  ['CONTINUATION of nothing', frame(Frame.Continuation, Flags.EndHeaders, 3, ok), PROTOCOL_ERROR],
  [
    'CONTINUATION of another stream',
    Buffer.concat([frame(Frame.Headers, 0, 3, ok), frame(Frame.Continuation, Flags.EndHeaders, 7)]),
    PROTOCOL_ERROR,
  ],
  ['a header block with DATA in it', Buffer.concat([frame(Frame.Headers, 0, 3, ok), frame(Frame.Data, 0, 3, 'x')]), PROTOCOL_ERROR],
  ['a header block with PING in it', Buffer.concat([frame(Frame.Headers, 0, 3, ok), frame(Frame.Ping, 0, 0, eight)]), PROTOCOL_ERROR],
  ['a header block with an unknown frame in it', Buffer.concat([frame(Frame.Headers, 0, 3, ok), frame(99, 0, 0)]), PROTOCOL_ERROR],
];

/** See `malformed`. */
function busyPeer() {
  const peer = new Peer();
  const recorders = [peer.open(), peer.open({ open: true }), peer.open(), peer.open()];
  peer.send(Frame.Headers, Flags.EndHeaders | Flags.EndStream, 1, ok);
  recorders[2]?.stream.reset(ErrorCode.CANCEL);
  peer.send(Frame.Headers, Flags.EndHeaders, 7, ok);
  return { peer, open: recorders[1] as (typeof recorders)[0], all: recorders.map(({ recorder }) => recorder) };
}

describe('what ends the connection, with a GOAWAY', () => {
  test.each(malformed)('%s', (_, bytes, code) => {
    const { peer, open, all } = busyPeer();
    peer.connection.onData(bytes);
    expect(peer.cause).toBeInstanceOf(ConnectionError);
    expect(peer.cause).toMatchObject({ code });
    expect(peer.goAway?.code).toBe(code);
    expect(peer.goAway?.debug).not.toBe('');
    expect(peer.destroyed).toBe(true);
    expect(open.recorder.closed?.kind).toMatch(/lost|refused/);
    expect(all.map(({ closed }) => closed?.kind)[2]).toBeUndefined();
    expect(peer.connection.accepting).toBe(false);
    expect(() => peer.open()).toThrow();
    // And it stays so.
    peer.connection.onData(frame(Frame.Ping, 0, 0, eight));
    peer.connection.onSocketClose(undefined);
    open.stream.write(Buffer.from('x'));
    open.stream.reset(8);
  });

  test('the cause reaches each stream, and Go would word it so', () => {
    const { peer, open } = busyPeer();
    peer.send(Frame.Ping, 0, 3, eight);
    expect(open.recorder.closed).toEqual({ kind: 'lost', cause: peer.cause });
    expect(peer.cause?.message).toBe('connection error: PROTOCOL_ERROR');
  });
});

const end = Flags.EndHeaders | Flags.EndStream;

describe('what ends a stream, with a RST_STREAM', () => {
  test.each<[what: string, bytes: Buffer, code: number]>([
    ['DATA before HEADERS', frame(Frame.Data, 0, 1, 'x'), PROTOCOL_ERROR],
    ['no status', frame(Frame.Headers, end, 1, block(['a', 'b'])), PROTOCOL_ERROR],
    ['nothing at all', frame(Frame.Headers, end, 1), PROTOCOL_ERROR],
    ['two statuses', frame(Frame.Headers, end, 1, block([':status', '200'], [':status', '200'])), PROTOCOL_ERROR],
    ['a status behind a field', frame(Frame.Headers, end, 1, block(['a', 'b'], [':status', '200'])), PROTOCOL_ERROR],
    ['a status that is no number', frame(Frame.Headers, end, 1, block([':status', '2x0'])), PROTOCOL_ERROR],
    ['a status that is too long', frame(Frame.Headers, end, 1, block([':status', '2000'])), PROTOCOL_ERROR],
    ['status 101', frame(Frame.Headers, Flags.EndHeaders, 1, block([':status', '101'])), PROTOCOL_ERROR],
    ['an interim response that ends the stream', frame(Frame.Headers, end, 1, block([':status', '103'])), PROTOCOL_ERROR],
    ["a request's pseudo-header field", frame(Frame.Headers, end, 1, block([':status', '200'], [':path', '/'])), PROTOCOL_ERROR],
    ['an unknown pseudo-header field', frame(Frame.Headers, end, 1, block([':status', '200'], [':x', '/'])), PROTOCOL_ERROR],
    ['a name in upper case', frame(Frame.Headers, end, 1, block([':status', '200'], ['Name', 'x'])), PROTOCOL_ERROR],
    ['an empty name', frame(Frame.Headers, end, 1, block([':status', '200'], ['', 'x'])), PROTOCOL_ERROR],
    ['a name with a space', frame(Frame.Headers, end, 1, block([':status', '200'], ['a b', 'x'])), PROTOCOL_ERROR],
    ['a name beyond ASCII', frame(Frame.Headers, end, 1, block([':status', '200'], ['\xe9', 'x'])), PROTOCOL_ERROR],
    ['NUL in a value', frame(Frame.Headers, end, 1, block([':status', '200'], ['a', 'x\0y'])), PROTOCOL_ERROR],
    ['CR in a value', frame(Frame.Headers, end, 1, block([':status', '200'], ['a', 'x\ry'])), PROTOCOL_ERROR],
    ['LF in a value', frame(Frame.Headers, end, 1, block([':status', '200'], ['a', 'x\ny'])), PROTOCOL_ERROR],
    ...['connection', 'keep-alive', 'proxy-connection', 'transfer-encoding', 'upgrade'].map((name): [string, Buffer, number] => [
      name,
      frame(Frame.Headers, end, 1, block([':status', '200'], [name, 'x'])),
      PROTOCOL_ERROR,
    ]),
    ['a length that is no number', frame(Frame.Headers, end, 1, block([':status', '200'], ['content-length', '-1'])), PROTOCOL_ERROR],
    [
      'two lengths',
      frame(Frame.Headers, end, 1, block([':status', '200'], ['content-length', '1'], ['content-length', '2'])),
      PROTOCOL_ERROR,
    ],
    ['a body that is missing', frame(Frame.Headers, end, 1, block([':status', '200'], ['content-length', '1'])), PROTOCOL_ERROR],
    ['PRIORITY of a broken length', frame(Frame.Priority, 0, 1, Buffer.alloc(4)), FRAME_SIZE_ERROR],
    ['WINDOW_UPDATE by nothing', frame(Frame.WindowUpdate, 0, 1, uint32(0)), PROTOCOL_ERROR],
    ['WINDOW_UPDATE beyond the largest', frame(Frame.WindowUpdate, 0, 1, uint32(2 ** 31 - 1)), FLOW_CONTROL_ERROR],
  ])('%s', (_, bytes, code) => {
    const peer = new Peer();
    const first = peer.open({ open: true });
    const second = peer.open();
    peer.connection.onData(bytes);
    expect(first.recorder.closed).toMatchObject({ kind: 'error', error: { name: 'StreamError', code } });
    expect(peer.resetOf(1)).toBe(code);
    expect(peer.cause).toBeUndefined();
    // The others go on, and what comes late is ignored.
    peer.send(Frame.Headers, Flags.EndHeaders, 1, ok);
    peer.send(Frame.Data, Flags.EndStream, 1, 'late');
    peer.send(Frame.WindowUpdate, 0, 1, uint32(1));
    peer.send(Frame.Reset, 0, 1, uint32(0));
    peer.send(Frame.Headers, end, 3, ok);
    expect(second.recorder.events).toEqual(['headers :status=200 end', 'end', 'close complete']);
    expect(first.recorder.events).toEqual(['close error']);
  });

  test.each<[what: string, frames: Buffer[], code: number]>([
    ['trailers that do not end it', [frame(Frame.Headers, Flags.EndHeaders, 1, block(['a', 'b']))], PROTOCOL_ERROR],
    ['trailers with a status', [frame(Frame.Headers, end, 1, ok)], PROTOCOL_ERROR],
    ['trailers with a bad name', [frame(Frame.Headers, end, 1, block(['A', 'b']))], PROTOCOL_ERROR],
    ['a body that is too long', [frame(Frame.Data, 0, 1, 'abcde')], PROTOCOL_ERROR],
    ['a body that is too short', [frame(Frame.Data, Flags.EndStream, 1, 'abc')], PROTOCOL_ERROR],
    ['a body that trailers end too early', [frame(Frame.Data, 0, 1, 'abc'), frame(Frame.Headers, end, 1)], PROTOCOL_ERROR],
    ['DATA after the end', [frame(Frame.Data, Flags.EndStream, 1, 'abcd'), frame(Frame.Data, 0, 1, 'x')], STREAM_CLOSED],
    ['HEADERS after the end', [frame(Frame.Data, Flags.EndStream, 1, 'abcd'), frame(Frame.Headers, end, 1, ok)], STREAM_CLOSED],
  ])('%s', (_, frames, code) => {
    const peer = new Peer();
    const { recorder } = peer.open({ open: true });
    peer.send(Frame.Headers, Flags.EndHeaders, 1, block([':status', '200'], ['content-length', '4']));
    peer.connection.onData(Buffer.concat(frames));
    expect(recorder.closed).toMatchObject({ kind: 'error', error: { code } });
    expect(peer.resetOf(1)).toBe(code);
    expect(peer.cause).toBeUndefined();
  });

  test('a header section that is too large', () => {
    const peer = new Peer({ maxHeaderListSize: 1000 });
    const { recorder } = peer.open();
    const next = peer.open();
    peer.send(Frame.Headers, end, 1, block([':status', '200'], ...Array.from({ length: 30 }, () => ['a', 'b'] as const)));
    expect(recorder.closed).toMatchObject({ kind: 'error', error: { message: 'peer header list size exceeded limit' } });
    peer.send(Frame.Headers, end, 3, ok);
    expect(next.recorder.closed).toEqual({ kind: 'complete' });
  });
});

describe('a response', () => {
  test('headers, body, trailers', async () => {
    const peer = new Peer();
    const { recorder } = peer.open();
    peer.send(Frame.Headers, Flags.EndHeaders, 1, block([':status', '200'], ['a', 'b']));
    peer.send(Frame.Data, 0, 1, 'abc');
    peer.send(Frame.Data, Flags.Padded, 1, '\x02defxx');
    peer.send(Frame.Headers, end, 1, block(['grpc-status', '0']));
    expect(recorder.events).toEqual(['headers :status=200 a=b', 'trailers grpc-status=0', 'end', 'close complete']);
    expect(recorder.body).toBe('abcdef');
  });

  test('headers alone, behind interim responses', () => {
    const peer = new Peer();
    const { recorder } = peer.open();
    for (const status of ['100', '103']) peer.send(Frame.Headers, Flags.EndHeaders, 1, block([':status', status], ['x', 'y']));
    peer.send(Frame.Headers, end, 1, ok);
    expect(recorder.events).toEqual(['headers :status=200 end', 'end', 'close complete']);
  });

  test('with padding and a priority', () => {
    const peer = new Peer();
    const { recorder } = peer.open();
    const payload = Buffer.concat([Buffer.from([4]), Buffer.alloc(5), ok, Buffer.alloc(4)]);
    peer.send(Frame.Headers, end | Flags.Padded | Flags.Priority, 1, payload);
    expect(recorder.events[0]).toBe('headers :status=200 end');
  });

  test('whose header block comes in many frames', () => {
    const peer = new Peer();
    const { recorder } = peer.open();
    const whole = block([':status', '200'], ['a', 'b'.repeat(300)]);
    const parts = [...whole].map((byte) => Buffer.from([byte]));
    peer.send(Frame.Headers, Flags.EndStream, 1, parts[0]);
    for (const part of parts.slice(1, -1)) peer.send(Frame.Continuation, 0, 1, part);
    peer.send(Frame.Continuation, Flags.EndHeaders, 1, parts.at(-1));
    expect(recorder.events[0]).toBe(`headers :status=200 a=${'b'.repeat(300)} end`);
  });

  test('white space around a value is let through', () => {
    const peer = new Peer();
    const { recorder } = peer.open();
    peer.send(Frame.Headers, end, 1, block([':status', '200'], ['grpc-message', ' no such key ']));
    expect(recorder.events[0]).toBe('headers :status=200 grpc-message= no such key  end');
  });

  test('before the request is complete: the stream stays until our side ends', async () => {
    const peer = new Peer();
    const { stream, recorder } = peer.open({ open: true });
    peer.send(Frame.Headers, end, 1, ok);
    expect(recorder.events).toEqual(['headers :status=200 end', 'end']);
    peer.take();
    stream.end();
    await peer.turn();
    expect(peer.take()).toMatchObject([{ type: Frame.Data, flags: Flags.EndStream }]);
    expect(recorder.closed).toEqual({ kind: 'complete' });
  });

  test('a handler may give up its stream at any point', async () => {
    for (const at of ['onHeaders', 'onData', 'onTrailers', 'onEnd'] as const) {
      const peer = new Peer();
      const recorder = new Recorder();
      const calls: string[] = [];
      const stream = peer.connection.open(
        request,
        {
          onHeaders: () => step('onHeaders'),
          onData: () => step('onData'),
          onTrailers: () => step('onTrailers'),
          onEnd: () => step('onEnd'),
          onDrain: () => step('onDrain'),
          onClose: (end) => recorder.onClose(end),
        },
        false,
      );
      const step = (name: string) => {
        calls.push(name);
        if (name === at) stream.reset(ErrorCode.CANCEL);
      };
      peer.send(Frame.Headers, Flags.EndHeaders, 1, ok);
      peer.connection.onData(Buffer.concat([frame(Frame.Data, 0, 1, 'abc'), frame(Frame.Headers, end, 1, block(['a', 'b']))]));
      await peer.turn();
      expect(calls.at(-1)).toBe(at);
      expect(recorder.closed).toBeUndefined();
      expect(peer.resetOf(1)).toBe(ErrorCode.CANCEL);
    }
  });

  test('a handler may end the connection at any point', () => {
    const peer = new Peer();
    const other = peer.open();
    peer.connection.open(request, {
      onHeaders: () => {},
      onData: () => peer.connection.close(new Error('enough')),
      onTrailers: () => expect.unreachable(),
      onEnd: () => expect.unreachable(),
      onDrain: () => {},
      onClose: () => {},
    });
    peer.send(Frame.Headers, Flags.EndHeaders, 3, ok);
    peer.connection.onData(Buffer.concat([frame(Frame.Data, 0, 3, 'abc'), frame(Frame.Data, Flags.EndStream, 3, 'def')]));
    expect(peer.cause?.message).toBe('enough');
    expect(other.recorder.closed).toEqual({ kind: 'lost', cause: peer.cause });
    expect(peer.goAway).toEqual({ code: 0, debug: '' });
  });
});

describe('a request', () => {
  const decode = (fields: readonly Field[]) => fields.map(([name, value]) => [name, value]);

  test('has its fields, in frames that the peer takes', async () => {
    const peer = new Peer();
    const long: Field = ['x', 'é'.repeat(40_000)];
    peer.connection.open([...request, long], new Recorder(), true);
    await peer.turn();
    const frames = peer.take();
    expect(frames.map(({ type, flags }) => [type, flags])).toEqual([
      [Frame.Headers, Flags.EndStream],
      [Frame.Continuation, 0],
      [Frame.Continuation, Flags.EndHeaders],
    ]);
    const { Decoder } = await import('../../src/http2/hpack/decoder.js');
    const fields = new Decoder(1e6).decode(Buffer.concat(frames.map(({ payload }) => payload)));
    expect(fields).toEqual(decode([...request, long]));
  });

  test('the header section may not be larger than the peer takes', () => {
    const peer = new Peer({}, [setting(6, 200)]);
    const fields: Field[] = [...request, ['x', 'y'.repeat(100)]];
    expect(() => peer.connection.open(fields, new Recorder())).toThrow(
      'header list size to send violates the maximum size (200 bytes) set by server',
    );
    expect(peer.take()).toEqual([]);
  });

  test('what is written after the end or after a reset is not sent', async () => {
    const peer = new Peer();
    const first = peer.open({ open: true }).stream;
    first.end();
    first.end();
    first.write(Buffer.from('x'));
    const second = peer.open({ open: true }).stream;
    second.write(Buffer.from('x'));
    second.reset(ErrorCode.CANCEL);
    second.reset(ErrorCode.CANCEL);
    second.write(Buffer.from('y'));
    second.end();
    await peer.turn();
    expect(peer.take().map(({ type, streamId, payload }) => [type, streamId, payload.length > 9 ? 'block' : payload.toString()])).toEqual([
      [Frame.Headers, 1, expect.anything()],
      [Frame.Headers, 3, expect.anything()],
      [Frame.Reset, 3, uint32(8).toString()],
      [Frame.Data, 1, ''],
    ]);
  });

  test('a table size of the peer is followed', async () => {
    const peer = new Peer({}, [setting(1, 0)]);
    for (let count = 0; count < 2; count++) peer.connection.open([['a', 'b']], new Recorder());
    await peer.turn();
    expect(peer.take().map(({ payload }) => payload.toString('hex'))).toEqual(['20000161' + '0162', '000161' + '0162']);
  });
});

describe('RST_STREAM', () => {
  test.each([ErrorCode.REFUSED_STREAM, ErrorCode.CANCEL, ErrorCode.NO_ERROR, 99])('code %i', (code) => {
    const peer = new Peer();
    const { stream, recorder } = peer.open({ open: true });
    peer.send(Frame.Reset, 0, 1, uint32(code));
    expect(recorder.closed).toEqual({ kind: 'reset', code });
    stream.write(Buffer.from('x'));
    stream.reset(8);
    expect(peer.take().filter(({ type }) => type !== Frame.Headers)).toEqual([]);
  });

  test('of streams that are given up in thousands, all is remembered as far as it may matter', () => {
    const peer = new Peer();
    for (let count = 0; count < 3000; count++) peer.open({ open: true }).stream.reset(ErrorCode.CANCEL);
    for (const id of [1, 2999, 5999]) {
      peer.send(Frame.Headers, Flags.EndHeaders, id, ok);
      peer.send(Frame.Data, Flags.EndStream, id, 'x');
    }
    expect(peer.cause).toBeUndefined();
  });
});

describe('MAX_CONCURRENT_STREAMS', () => {
  const three = 3;

  test('lets streams wait, in order', async () => {
    const peer = new Peer({}, [setting(three, 2)]);
    const all = Array.from({ length: 5 }, () => peer.open({ open: true }));
    for (const [index, { stream }] of all.entries()) {
      stream.write(Buffer.from(String(index)));
      stream.end();
    }
    await peer.turn();
    const bodies = () => peer.take().flatMap(({ type, streamId, payload }) => (type === Frame.Data ? [`${streamId}:${payload}`] : []));
    expect(bodies()).toEqual(['1:0', '3:1']);
    expect(all.map(({ stream }) => stream.id)).toEqual([1, 3, 0, 0, 0]);
    peer.send(Frame.Headers, end, 3, ok);
    expect(bodies()).toEqual(['5:2']);
    peer.send(Frame.Settings, 0, 0, setting(three, 10));
    expect(bodies()).toEqual(['7:3', '9:4']);
  });

  test('a stream that waits can be given up: nothing is sent for it', async () => {
    const peer = new Peer({}, [setting(three, 0)]);
    const { stream, recorder } = peer.open();
    stream.reset(ErrorCode.CANCEL);
    peer.send(Frame.Settings, 0, 0, setting(three, 1));
    await peer.turn();
    expect(peer.take().filter(({ type }) => type !== Frame.Settings)).toEqual([]);
    expect(recorder.events).toEqual([]);
  });

  test.each(['reset', 'error', 'given up'])('a stream that ends by %s makes room', async (how) => {
    const peer = new Peer({}, [setting(three, 1)]);
    const first = peer.open();
    const second = peer.open();
    if (how === 'reset') peer.send(Frame.Reset, 0, 1, uint32(0));
    else if (how === 'error') peer.send(Frame.Data, 0, 1, 'x');
    else first.stream.reset(ErrorCode.CANCEL);
    expect(second.stream.id).toBe(3);
  });

  test('streams that wait when the connection ends were surely not processed', () => {
    const peer = new Peer({}, [setting(three, 1)]);
    const [active, waiting] = [peer.open(), peer.open()];
    peer.connection.onSocketClose(undefined);
    expect(active.recorder.closed).toMatchObject({ kind: 'lost' });
    expect(waiting.recorder.closed).toEqual({ kind: 'refused' });
  });
});

describe('GOAWAY', () => {
  test('graceful: what is under way goes on, what waits does not', () => {
    const peer = new Peer({}, [setting(3, 2)]);
    const [first, second, third] = [peer.open(), peer.open(), peer.open()];
    peer.send(Frame.GoAway, 0, 0, uint32(2 ** 31 - 1, 0));
    expect([first, second, third].map(({ recorder }) => recorder.closed?.kind)).toEqual([undefined, undefined, 'refused']);
    expect(peer.connection.accepting).toBe(false);
    expect(peer.connection.closed).toBe(false);
    peer.send(Frame.GoAway, 0, 0, uint32(1, 0));
    expect(second.recorder.closed).toEqual({ kind: 'refused' });
    peer.send(Frame.Headers, end, 1, ok);
    expect(first.recorder.closed).toEqual({ kind: 'complete' });
    expect(peer.goAways.map((goAway) => goAway?.lastStreamId)).toEqual([2 ** 31 - 1, 1]);
    expect(() => peer.open()).toThrow('the connection takes no more streams');
  });

  test('with an error: the code and the debug data are reported, the rest is the listener’s', () => {
    const peer = new Peer();
    const { recorder } = peer.open();
    peer.send(Frame.GoAway, 0, 0, Buffer.concat([uint32(1, 11), Buffer.from('too_many_pings')]));
    expect(peer.goAways).toMatchObject([{ lastStreamId: 1, code: 11, debug: Buffer.from('too_many_pings') }]);
    expect(recorder.closed).toBeUndefined();
  });

  test('its listener may end the connection: streams beyond are refused, not lost', () => {
    const peer = new Peer();
    const [first, second] = [peer.open(), peer.open()];
    peer.onDraining = () => peer.connection.close(new Error('closing'));
    peer.send(Frame.GoAway, 0, 0, uint32(1, 11));
    expect(first.recorder.closed).toMatchObject({ kind: 'lost' });
    expect(second.recorder.closed).toEqual({ kind: 'refused' });
  });
});

test('stream IDs are used up: no more streams, those under way go on', async () => {
  const peer = new Peer({ firstStreamId: 2 ** 31 - 3 }, [setting(3, 1)]);
  const [first, second, third] = [peer.open(), peer.open(), peer.open()];
  peer.send(Frame.Headers, end, 2 ** 31 - 3, ok);
  expect(first.recorder.closed).toEqual({ kind: 'complete' });
  expect(second.stream.id).toBe(2 ** 31 - 1);
  expect(peer.connection.accepting).toBe(false);
  expect(() => peer.open()).toThrow('the connection takes no more streams');
  await peer.turn();
  expect(peer.goAways).toEqual([undefined]);
  expect(third.recorder.closed).toEqual({ kind: 'refused' });
  peer.send(Frame.Headers, end, 2 ** 31 - 1, ok);
  expect(second.recorder.closed).toEqual({ kind: 'complete' });
});

describe('PING', () => {
  test('is answered with its payload', () => {
    const peer = new Peer();
    peer.send(Frame.Ping, 0, 0, eight);
    expect(peer.take()).toMatchObject([{ type: Frame.Ping, flags: Flags.Ack, payload: eight }]);
  });

  test('of ours calls back when it is answered, in any order', async () => {
    const peer = new Peer();
    const answered: number[] = [];
    for (const number of [1, 2, 3]) peer.connection.ping(() => answered.push(number));
    await peer.turn();
    const payloads = peer.take().map(({ payload }) => payload);
    expect(payloads.length).toBe(3);
    peer.send(Frame.Ping, Flags.Ack, 0, payloads[1]);
    peer.send(Frame.Ping, Flags.Ack, 0, payloads[0]);
    peer.send(Frame.Ping, Flags.Ack, 0, payloads[0]);
    peer.send(Frame.Ping, Flags.Ack, 0, eight);
    expect(answered).toEqual([2, 1]);
  });

  test('something that arrives is a sign of life, before it is understood', () => {
    const peer = new Peer();
    const before = peer.reads;
    peer.connection.onData(frame(99, 0, 0).subarray(0, 3));
    expect(peer.reads).toBe(before + 1);
  });
});

describe('floods', () => {
  const chunk = (bytes: Buffer, count: number) => Buffer.concat(Array.from({ length: count }, () => bytes));

  test.each([
    ['PING', frame(Frame.Ping, 0, 0, eight)],
    ['SETTINGS', frame(Frame.Settings, 0, 0)],
  ])('%s that are read are answered', (_, bytes) => {
    const peer = new Peer();
    peer.connection.onData(chunk(bytes, 20_000));
    expect(peer.take().length).toBe(20_000);
    expect(peer.cause).toBeUndefined();
  });

  test.each([
    ['PING', frame(Frame.Ping, 0, 0, eight)],
    ['SETTINGS', frame(Frame.Settings, 0, 0)],
  ])('%s that are not read end the connection', (_, bytes) => {
    const peer = new Peer();
    peer.blocked = true;
    for (let count = 0; count < 20_000 && peer.cause === undefined; count++) peer.connection.onData(bytes);
    expect(peer.goAway?.code).toBe(ENHANCE_YOUR_CALM);
    expect(peer.take().length).toBeLessThan(1100);
  });

  test('streams that break rules, from a peer that does not read', () => {
    const peer = new Peer();
    const all = Array.from({ length: 2000 }, () => peer.open());
    peer.blocked = true;
    for (let id = 1; id < 4000 && peer.cause === undefined; id += 2) peer.send(Frame.Data, 0, id, 'x');
    expect(peer.goAway?.code).toBe(ENHANCE_YOUR_CALM);
    expect(all.every(({ recorder }) => recorder.closed !== undefined)).toBe(true);
  });

  test('DATA without data', () => {
    const peer = new Peer();
    peer.open();
    peer.send(Frame.Headers, Flags.EndHeaders, 1, ok);
    for (let count = 0; count < 900; count++) peer.send(Frame.Data, 0, 1);
    peer.send(Frame.Data, 0, 1, 'x');
    for (let count = 0; count < 900; count++) peer.send(Frame.Data, 0, 1);
    expect(peer.cause).toBeUndefined();
    for (let count = 0; count < 200; count++) peer.send(Frame.Data, 0, 1);
    expect(peer.goAway?.code).toBe(ENHANCE_YOUR_CALM);
  });

  test('CONTINUATION without data', () => {
    const peer = new Peer();
    peer.open();
    peer.send(Frame.Headers, 0, 1, ok);
    for (let count = 0; count < 2000 && peer.cause === undefined; count++) peer.send(Frame.Continuation, 0, 1);
    expect(peer.goAway?.code).toBe(ENHANCE_YOUR_CALM);
  });

  test('a header block without end', () => {
    const peer = new Peer({ maxHeaderListSize: 100_000 });
    peer.open();
    peer.send(Frame.Headers, 0, 1, ok);
    let sent = 0;
    for (; peer.cause === undefined; sent++) peer.send(Frame.Continuation, 0, 1, Buffer.alloc(16_384));
    expect(peer.goAway?.code).toBe(ENHANCE_YOUR_CALM);
    expect(sent).toBe(7);
  });

  test('an answer that is small when compressed and huge when not', () => {
    const peer = new Peer();
    const { recorder } = peer.open();
    const large = Buffer.concat([Buffer.from([0x88, 0x40, 1, 0x61, 0x7f, 0xf9, 0x1d]), Buffer.alloc(127 + 0x79 + (0x1d << 7), 'b')]);
    peer.send(Frame.Headers, 0, 1, large);
    peer.send(Frame.Continuation, Flags.EndHeaders, 1, Buffer.alloc(16_000, 0x80 | 62));
    expect(recorder.closed).toMatchObject({ kind: 'error', error: { message: 'peer header list size exceeded limit' } });
  });
});

describe('the end', () => {
  test.each([
    ['between frames', Buffer.alloc(0), 'EOF'],
    ['within a frame', frame(Frame.Ping, 0, 0, eight).subarray(0, 12), 'unexpected EOF'],
  ])('the peer ends the connection %s', (_, bytes, message) => {
    const peer = new Peer();
    const { recorder } = peer.open();
    peer.connection.onData(bytes);
    peer.connection.onSocketClose(undefined);
    expect(peer.cause).toMatchObject({ name: 'EndOfFileError', message });
    expect(recorder.closed).toEqual({ kind: 'lost', cause: peer.cause });
    expect(peer.goAway).toBeUndefined();
    expect(peer.destroyed).toBe(true);
  });

  test('an error of the socket', () => {
    const peer = new Peer();
    const error = new SocketError('open', Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET', syscall: 'read' }));
    peer.connection.onSocketClose(error);
    expect(peer.cause).toBe(error);
  });

  test('closing tells the peer, lets go of the socket, and ends all streams once', () => {
    const peer = new Peer();
    const { recorder, stream } = peer.open();
    const why = new Error('closing');
    peer.connection.close(why);
    peer.connection.close(new Error('again'));
    peer.connection.onSocketClose(undefined);
    expect(peer.cause).toBe(why);
    expect(recorder.closed).toEqual({ kind: 'lost', cause: why });
    expect(peer.goAway).toEqual({ code: 0, debug: '' });
    expect(peer.destroyed).toBe(true);
    stream.consume(1e9);
    stream.reset(8);
    peer.connection.ping(() => expect.unreachable());
    peer.connection.hold(true);
  });
});
