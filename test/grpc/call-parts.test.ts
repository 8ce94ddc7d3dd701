import { describe, expect, test } from 'vitest';
import type { ClientStream } from '../../src/grpc/client-stream.js';
import { Deadline } from '../../src/grpc/deadline.js';
import { MessageReader, prefixMessage } from '../../src/grpc/message.js';
import { ReplayBuffer } from '../../src/grpc/replay-buffer.js';
import { RequestWriter } from '../../src/grpc/request-writer.js';
import { ResponseReader } from '../../src/grpc/response-reader.js';
import { Code, StatusError } from '../../src/grpc/status.js';

/** A stream that notes what it's asked for; `room` is how many writes it takes before it is behind. */
function makeStream(room = Number.POSITIVE_INFINITY) {
  const seen: string[] = [];
  let taken = 0;
  const messages = new MessageReader(1000, undefined, (length) => {
    taken += length;
  });
  const stream = {
    messages,
    connection: {},
    write: (data: Buffer) => {
      seen.push(data.toString());
      return --room >= 0;
    },
    end: (data?: Buffer) => void seen.push(`${data ?? ''}.`),
  } as unknown as ClientStream;
  return { stream, seen, messages, taken: () => taken };
}

const bytes = (text: string) => Buffer.from(text);
const tick = () => new Promise((resolve) => setImmediate(resolve));

describe('ReplayBuffer', () => {
  test('keeps requests until it is committed', () => {
    const buffer = new ReplayBuffer();
    buffer.push(bytes('a'), false);
    buffer.push(bytes('b'), true);
    expect(buffer.requests.join('')).toBe('ab');
    expect(buffer.committed).toBe(false);
    buffer.commit();
    buffer.push(bytes('c'), true);
    expect(buffer.requests).toEqual([]);
    expect(buffer.committed).toBe(true);
  });

  test('keeps a large one that has gone nowhere, and none once it is sent', () => {
    const buffer = new ReplayBuffer();
    buffer.push(Buffer.alloc(300 << 10), false);
    expect(buffer.requests).toHaveLength(1);
    buffer.push(bytes('x'), true);
    expect(buffer.committed).toBe(true);
  });
});

describe('RequestWriter', () => {
  test('sends each stream all requests, in order, the last with the end', () => {
    const writer = new RequestWriter();
    const [first, second] = [makeStream(), makeStream()];
    writer.write(bytes('a'), false);
    writer.attach(first.stream);
    writer.write(bytes('b'), true);
    expect(first.seen).toEqual(['a', 'b.']);
    writer.detach();
    expect(writer.replayable).toBe(true);
    writer.attach(second.stream);
    expect(second.seen).toEqual(['a', 'b.']);
  });

  test('ends once, with no request too', () => {
    const writer = new RequestWriter();
    const { stream, seen } = makeStream();
    writer.end();
    writer.end();
    writer.attach(stream);
    writer.end();
    expect(seen).toEqual(['.']);
  });

  test('a writer waits for a stream, and for room in it', async () => {
    const writer = new RequestWriter();
    const { stream } = makeStream(1);
    const passed: string[] = [];
    const write = async (text: string) => {
      writer.write(bytes(text), false);
      await writer.flushed();
      passed.push(text);
    };
    const writes = [write('a')];
    await tick();
    expect(passed).toEqual([]);
    writer.attach(stream);
    await tick();
    expect(passed).toEqual(['a']);
    writes.push(write('b'));
    await tick();
    expect(passed).toEqual(['a']);
    writer.unblock();
    await Promise.all(writes);
    expect(passed).toEqual(['a', 'b']);
  });

  test('those who wait when the call ends learn how', async () => {
    const error = new StatusError(Code.Unavailable, 'gone');
    const failed = new RequestWriter();
    const waiting = failed.flushed();
    failed.close(error);
    await expect(waiting).rejects.toBe(error);
    await expect(failed.flushed()).rejects.toBe(error);
    const ended = new RequestWriter();
    const other = ended.flushed();
    ended.close(undefined);
    await other;
    expect(ended.replayable).toBe(false);
  });
});

describe('ResponseReader', () => {
  const make = () => {
    const events: string[] = [];
    const reader = new ResponseReader({
      onMessage: () => void events.push('message'),
      onInvalid: (error) => void events.push(error.details),
    });
    return { reader, events };
  };

  test('a message is taken when somebody asks, and no earlier', async () => {
    const { reader, events } = make();
    const { stream, messages, taken } = makeStream();
    reader.attach(stream);
    messages.push(prefixMessage(bytes('x')));
    reader.feed();
    expect(taken()).toBe(0);
    expect(String(await reader.read('next'))).toBe('x');
    expect(taken()).toBe(6);
    messages.push(prefixMessage(bytes('y')));
    reader.feed();
    expect(taken()).toBe(6);
    expect(events).toEqual(['message']);
    const read = reader.read('next');
    expect(taken()).toBe(12);
    expect(String(await read)).toBe('y');
  });

  test('a message that the end cuts off is reported when it is asked for', async () => {
    const { reader } = make();
    const { stream, messages } = makeStream();
    reader.attach(stream);
    messages.push(Buffer.concat([prefixMessage(bytes('x')), prefixMessage(bytes('abc')).subarray(0, -1)]));
    reader.close(undefined, false);
    expect(String(await reader.read('next'))).toBe('x');
    await expect(reader.read('next')).rejects.toMatchObject({ code: Code.Internal, details: 'unexpected EOF' });
  });

  test('what is no message is reported behind the end, too', async () => {
    const { reader, events } = make();
    const { stream, messages } = makeStream();
    reader.attach(stream);
    messages.push(Buffer.from([7, 0, 0, 0, 0]));
    reader.close(undefined, false);
    await expect(reader.read('next')).rejects.toMatchObject({ details: 'grpc: received unexpected payload format 7' });
    expect(events).toEqual([]);
  });

  test('what has been read comes before the end', async () => {
    const { reader } = make();
    const { stream, messages } = makeStream();
    reader.attach(stream);
    messages.push(Buffer.concat([prefixMessage(bytes('x')), prefixMessage(bytes('y'))]));
    const error = new StatusError(Code.Unavailable, 'gone');
    reader.close(error, false);
    expect(String(await reader.read('next'))).toBe('x');
    expect(String(await reader.read('nextPiece'))).toBe('y');
    await expect(reader.read('next')).rejects.toBe(error);
  });

  test('nothing more comes once the call is given up', async () => {
    const { reader } = make();
    const { stream, messages } = makeStream();
    reader.attach(stream);
    messages.push(prefixMessage(bytes('x')));
    const error = new StatusError(Code.Canceled, 'context canceled');
    reader.close(error, true);
    await expect(reader.read('next')).rejects.toBe(error);
  });

  test('what is no message ends the call', async () => {
    const { reader, events } = make();
    const { stream, messages } = makeStream();
    reader.attach(stream);
    const read = reader.read('next');
    messages.push(Buffer.from([7, 0, 0, 0, 0]));
    reader.feed();
    expect(events).toEqual(['grpc: received unexpected payload format 7']);
    const error = new StatusError(Code.Internal, 'x');
    reader.close(error, true);
    await expect(read).rejects.toBe(error);
  });
});

describe('Deadline', () => {
  test('goes by the clock that it was made with', async () => {
    let now = 1000;
    let expired = 0;
    const deadline = new Deadline(1001, { now: () => now }, () => expired++);
    deadline.start();
    // This clock stands still, whatever the timers do.
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(expired).toBe(0);
    now++;
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(expired).toBe(1);
  });

  test('has passed at the start', () => {
    let expired = 0;
    new Deadline(1000, { now: () => 1000 }, () => expired++).start();
    expect(expired).toBe(1);
  });

  test('does nothing once stopped', async () => {
    let expired = 0;
    const deadline = new Deadline(Date.now() + 5, { now: Date.now }, () => expired++);
    deadline.start();
    deadline.stop();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(expired).toBe(0);
  });
});
