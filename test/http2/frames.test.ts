import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ConnectionError, ErrorCode } from '../../src/http2/errors.js';
import { FrameParser, type FrameSink } from '../../src/http2/frame-parser.js';
import { FrameWriter } from '../../src/http2/frame-writer.js';
import { Flags, Frame, frame } from '../support/http2-peer.js';

/** Writes down what it is given, data joined. */
class Notes implements FrameSink {
  readonly lines: string[] = [];
  readonly views: Uint8Array[] = [];
  #data = '';

  onDataStart(streamId: number, length: number, endStream: boolean): void {
    this.lines.push(`data ${streamId} ${length} ${endStream}`);
    this.#data = '';
  }

  onDataBytes(bytes: Uint8Array): void {
    if (bytes.length === 0) throw new Error('no bytes');
    this.views.push(bytes);
    this.#data += Buffer.from(bytes).toString('hex');
  }

  onDataEnd(): void {
    this.lines.push(this.#data);
  }

  onFrame(type: number, flags: number, streamId: number, payload: Uint8Array): void {
    this.lines.push(`frame ${type} ${flags} ${streamId} ${Buffer.from(payload).toString('hex')}`);
  }
}

function parse(chunks: readonly Uint8Array[]): { lines: string[]; error?: unknown; partial: boolean } {
  const notes = new Notes();
  const parser = new FrameParser(notes);
  try {
    for (const chunk of chunks) parser.push(chunk);
  } catch (error) {
    return { lines: notes.lines, error, partial: parser.partial };
  }
  return { lines: notes.lines, partial: parser.partial };
}

/** Cuts `whole` at arbitrary places. */
function cut(whole: Uint8Array, places: readonly number[]): Uint8Array[] {
  const ends = [...places.map((place) => place % (whole.length + 1)), whole.length].sort((a, b) => a - b);
  return ends.map((end, index) => whole.subarray(index === 0 ? 0 : ends[index - 1], end));
}

const anyFrame = fc
  .record({
    type: fc.integer({ min: 0, max: 12 }),
    flags: fc.integer({ min: 0, max: 255 }),
    streamId: fc.integer({ min: 0, max: 2 ** 31 - 1 }),
    payload: fc.uint8Array({ maxLength: 40 }),
  })
  .map(({ type, flags, streamId, payload }) => frame(type, flags, streamId, payload));

describe('the parser', () => {
  test('reads the same however the bytes are cut', () => {
    fc.assert(
      fc.property(fc.array(anyFrame, { maxLength: 20 }), fc.array(fc.nat(), { maxLength: 100 }), (frames, places) => {
        const bytes = Buffer.concat(frames);
        const whole = parse([bytes]);
        expect(parse(cut(bytes, places))).toEqual(whole);
        expect(parse([...bytes].map((byte) => Uint8Array.of(byte)))).toEqual(whole);
        expect(whole.partial).toBe(whole.error !== undefined && whole.partial);
      }),
      { numRuns: 300 },
    );
  });

  test('any bytes are frames or an error, however they are cut', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.array(fc.nat()), (bytes, places) => {
        const whole = parse([bytes]);
        const parts = parse(cut(bytes, places));
        expect(parts.error).toEqual(whole.error);
        expect(parts.lines).toEqual(whole.lines);
      }),
      { numRuns: 1000 },
    );
  });

  test('copies no data', () => {
    const notes = new Notes();
    const parser = new FrameParser(notes);
    const bytes = Buffer.concat([frame(Frame.Data, 0, 1, 'abc'), frame(Frame.Data, 0, 1, 'def')]);
    parser.push(bytes.subarray(0, 14));
    parser.push(bytes.subarray(14));
    expect(notes.views.map((view) => view.buffer === bytes.buffer)).toEqual([true, true]);
  });

  test('padding is left out and counted', () => {
    const { lines } = parse([frame(Frame.Data, Flags.Padded | Flags.EndStream, 1, Buffer.from('\x03abcxyz'))]);
    expect(lines).toEqual(['data 1 7 true', Buffer.from('abc').toString('hex')]);
  });

  test('the reserved bit of a stream ID has no meaning', () => {
    expect(parse([frame(Frame.Reset, 0, 2 ** 31 + 5, 'abcd')]).lines).toEqual(['frame 3 0 5 61626364']);
  });

  test('knows whether it stands within a frame', () => {
    const bytes = frame(Frame.Data, Flags.Padded, 1, Buffer.from('\x01abx'));
    for (let length = 0; length <= bytes.length; length++) {
      expect(parse([bytes.subarray(0, length)]).partial).toBe(length > 0 && length < bytes.length);
    }
  });

  test('stopped in the middle of a chunk, it reads no more', () => {
    const notes = new Notes();
    const parser: FrameParser = new FrameParser({
      onDataStart: (...args) => notes.onDataStart(...args),
      onDataBytes: () => parser.stop(),
      onDataEnd: () => notes.onDataEnd(),
      onFrame: (...args) => notes.onFrame(...args),
    });
    parser.push(Buffer.concat([frame(Frame.Data, 0, 1, 'abc'), frame(Frame.Ping, 0, 0, '12345678')]));
    expect(notes.lines.filter((line) => line.startsWith('frame'))).toEqual([]);
  });

  test.each([
    ['the largest frame', frame(Frame.Ping, 0, 0, Buffer.alloc(16_384)), undefined],
    ['a larger one', frame(Frame.Ping, 0, 0, Buffer.alloc(16_385)), 'http2: frame too large'],
    ['larger DATA', frame(Frame.Data, 0, 1, Buffer.alloc(16_385)), 'http2: frame too large'],
    [
      'HTTP/1.1',
      Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n'),
      'http2: failed reading the frame payload: http2: frame too large, note that the frame header looked like an HTTP/1.1 header',
    ],
    ['SMTP', Buffer.from('220 mail.example.com ESMTP\r\n'), 'http2: frame too large'],
  ])('%s', (_, bytes, message) => {
    for (const chunks of [[bytes], [...bytes].map((byte) => Uint8Array.of(byte))]) {
      const { error } = parse(chunks);
      if (message === undefined) expect(error).toBeUndefined();
      else expect(error).toMatchObject({ name: 'ConnectionError', code: ErrorCode.FRAME_SIZE_ERROR, message });
    }
  });

  test.each([
    ['padded DATA without a length', frame(Frame.Data, Flags.Padded, 1), ErrorCode.FRAME_SIZE_ERROR],
    ['DATA shorter than its padding', frame(Frame.Data, Flags.Padded, 1, Buffer.from([3, 1, 2])), ErrorCode.PROTOCOL_ERROR],
  ])('%s', (_, bytes, code) => {
    expect(parse([bytes]).error).toMatchObject({ code });
    expect(parse([bytes]).error).toBeInstanceOf(ConnectionError);
  });
});

describe('the writer', () => {
  test('writes what the parser reads', () => {
    const writer = new FrameWriter();
    writer.data(1, Buffer.from('abc'), true);
    writer.resetStream(3, 8);
    writer.settings([
      [2, 0],
      [4, 2 ** 31 - 1],
    ]);
    writer.settingsAck();
    writer.ping(Buffer.from('12345678'), true);
    writer.goAway(0, 0xffff_ffff, 'why');
    writer.windowUpdate(2 ** 31 - 1, 1);
    expect(parse([writer.take()]).lines).toEqual([
      'data 1 3 true',
      '616263',
      'frame 3 0 3 00000008',
      'frame 4 0 0 00020000000000047fffffff',
      'frame 4 1 0 ',
      'frame 6 1 0 3132333435363738',
      'frame 7 0 0 00000000ffffffff776879',
      'frame 8 0 2147483647 00000001',
    ]);
    expect(writer.length).toBe(0);
  });

  test.each([
    [0, ['1 5 0']],
    [10, ['1 5 10']],
    [11, ['1 1 10', '9 4 1']],
    [25, ['1 1 10', '9 0 10', '9 4 5']],
    [30, ['1 1 10', '9 0 10', '9 4 10']],
  ])('a header block of %i bytes in frames of 10', (length, expected) => {
    const writer = new FrameWriter();
    const block = Buffer.from(Array.from({ length }, (_, index) => index));
    writer.headers(7, block, true, 10);
    const { lines } = parse([writer.take()]);
    const frames = lines.map((line) => line.split(' '));
    expect(frames.map(([, type, flags, id, hex = '']) => (id === '7' ? `${type} ${flags} ${hex.length / 2}` : id))).toEqual(expected);
    expect(frames.map((parts) => parts[4]).join('')).toBe(block.toString('hex'));
  });

  test('what was taken stays', () => {
    const writer = new FrameWriter();
    writer.settingsAck();
    const first = Buffer.from(writer.take());
    const taken = writer.take();
    writer.data(1, Buffer.alloc(100_000, 1), false);
    expect(taken.length).toBe(0);
    expect(first).toEqual(frame(Frame.Settings, Flags.Ack, 0));
    expect(writer.length).toBe(100_009);
  });
});
