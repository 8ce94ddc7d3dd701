import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { backoff } from '../../src/grpc/backoff.js';
import { Balancer } from '../../src/grpc/balancer.js';
import { MessageReader, prefixMessage } from '../../src/grpc/message.js';
import { decodeMessage, outcomeOfForeignHeaders } from '../../src/grpc/outcome.js';
import type { Subchannel } from '../../src/grpc/subchannel.js';
import { encodeTimeout } from '../../src/grpc/timeout.js';

describe('encodeTimeout', () => {
  test.each([
    [0, '0n'],
    [-1, '0n'],
    [Number.NaN, '0n'],
    [0.000_001, '1n'],
    [1, '1000000n'],
    [99, '99000000n'],
    [100, '100000u'],
    [5000, '5000000u'],
    [99_999.5, '99999500u'],
    [100_000, '100000m'],
    [86_400_000, '86400000m'],
    [100_000_000, '100000S'],
    [1e11, '1666667M'],
    [1e13, '2777778H'],
    [1e20, '99999999H'],
  ])('%f ms', (milliseconds, text) => {
    expect(encodeTimeout(milliseconds)).toBe(text);
  });

  test('never less than asked for, and at most eight digits', () => {
    const size = { n: 1e-6, u: 1e-3, m: 1, S: 1000, M: 60_000, H: 3_600_000 };
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 1e14, noNaN: true }), (milliseconds) => {
        const [, digits = '', unit] = /^(\d{1,8})([numSMH])$/.exec(encodeTimeout(milliseconds)) ?? [];
        expect(Number(digits) * size[unit as keyof typeof size]).toBeGreaterThanOrEqual(milliseconds * (1 - 1e-12));
      }),
    );
  });
});

test('backoff grows from one second to two minutes, within a fifth', () => {
  expect(backoff(0)).toBe(1000);
  expect(backoff(1, () => 0.5)).toBe(1600);
  expect(backoff(2, () => 0)).toBeCloseTo(2048);
  expect(backoff(2, () => 1)).toBeCloseTo(3072);
  expect(backoff(1000, () => 0.5)).toBe(120_000);
});

test.each([
  [0, 'abc'],
  [0.34, 'bca'],
  [0.99, 'cab'],
])('the balancer dials all endpoints, first any of them (%d)', (random, order) => {
  const dialed: string[] = [];
  const subchannels = ['a', 'b', 'c'].map((name) => ({ connect: () => dialed.push(name) }) as unknown as Subchannel);
  new Balancer(subchannels, () => random).wait(() => {});
  expect(dialed.join('')).toBe(order);
});

describe('MessageReader', () => {
  const bytes = fc.uint8Array({ maxLength: 300 });

  /** Cuts `whole` at arbitrary places. */
  function cut(whole: Buffer, places: readonly number[]): Buffer[] {
    const ends = [...places.map((place) => place % (whole.length + 1)), whole.length].sort((a, b) => a - b);
    return ends.map((end, index) => whole.subarray(index === 0 ? 0 : ends[index - 1], end));
  }

  test('gives back messages however they were cut', () => {
    fc.assert(
      fc.property(fc.array(bytes), fc.array(fc.nat()), fc.boolean(), (messages, places, eager) => {
        const reader = new MessageReader(1000, undefined);
        const read: Uint8Array[] = [];
        const drain = () => {
          for (let message = reader.next(); message !== undefined; message = reader.next()) read.push(message);
        };
        for (const chunk of cut(Buffer.concat(messages.map(prefixMessage)), places)) {
          reader.push(chunk);
          if (eager) drain();
        }
        drain();
        expect(read.map((message) => [...message])).toEqual(messages.map((message) => [...message]));
        expect(reader.partial).toBe(false);
      }),
    );
  });

  test('gives their bytes in pieces', () => {
    fc.assert(
      fc.property(fc.array(bytes), fc.array(fc.nat()), (messages, places) => {
        const reader = new MessageReader(1000, undefined);
        const read: Uint8Array[] = [];
        for (const chunk of cut(Buffer.concat(messages.map(prefixMessage)), places)) {
          reader.push(chunk);
          for (let piece = reader.nextPiece(); piece !== undefined; piece = reader.nextPiece()) read.push(piece);
        }
        expect(Buffer.concat(read)).toEqual(Buffer.concat(messages));
        expect(reader.partial).toBe(false);
      }),
    );
  });

  test('knows when it stands in the middle of a message', () => {
    const frame = prefixMessage(Buffer.from('abc'));
    for (let length = 1; length < frame.length; length++) {
      const reader = new MessageReader(1000, undefined);
      reader.push(frame.subarray(0, length));
      expect(reader.next()).toBeUndefined();
      expect(reader.partial).toBe(true);
    }
  });
});

describe('an answer that is not gRPC', () => {
  const html = ['content-type', 'text/html'] as const;

  test.each(['application/grpc', 'application/grpc+proto', 'Application/GRPC;x'])('is not one of %s, whatever its status', (type) => {
    expect(
      outcomeOfForeignHeaders([
        [':status', '500'],
        ['content-type', type],
      ]),
    ).toBeUndefined();
  });

  test.each([
    ['418', "I'm a teapot"],
    ['416', 'Requested Range Not Satisfiable'],
    ['306', ''],
    ['999', ''],
  ])('of status %s', (status, text) => {
    expect(outcomeOfForeignHeaders([[':status', status], html])?.details).toContain(`received from server: ${status} (${text}); `);
  });
});

test('decodeMessage undoes percent-encoding of any text', () => {
  // Any but surrogates.
  const character = fc.integer({ min: 0, max: 0x10f7ff }).map((rune) => String.fromCodePoint(rune < 0xd800 ? rune : rune + 0x800));
  fc.assert(
    fc.property(fc.string({ unit: character }), (text) => {
      const encoded = [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
      expect(decodeMessage(encoded)).toBe(Buffer.from(text).toString());
    }),
  );
});
