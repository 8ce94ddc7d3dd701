import { describe, expect, test } from 'vitest';
import { Pace } from '../../src/commands/check/load.js';
import { judge } from '../../src/commands/check/perf.js';
import { loadNamed, perfLoads, randomPuts } from '../../src/commands/check/workload.js';
import { drawProgress } from '../../src/output/progress.js';
import { PutRequest } from '../../src/proto/etcdserverpb/rpc.js';
import { TestClock } from '../support/host.js';

describe('the verdict of check perf', () => {
  const none = new Map<string, number>();

  test('passes what is quick and even', () => {
    expect(judge({ latencies: [0.1, 0.2, 0.3], elapsed: 1, errors: none }, 3)).toEqual({
      lines: ['PASS: Throughput is 4 writes/s', 'PASS: Slowest request took 0.300000s', 'PASS: Stddev is 0.081650s'],
      passed: true,
    });
  });

  test('names each thing that is not', () => {
    expect(judge({ latencies: [0.1, 0.6], elapsed: 1, errors: none }, 150)).toEqual({
      lines: ['FAIL: Throughput too low: 3 writes/s', 'Slowest request took too long: 0.600000s', 'Stddev too high: 0.250000s'],
      passed: false,
    });
  });

  test('fails at just nine tenths of the rate', () => {
    expect(judge({ latencies: Array(9).fill(0.1), elapsed: 1, errors: none }, 10).passed).toBe(false);
    expect(judge({ latencies: Array(10).fill(0.1), elapsed: 1, errors: none }, 10).passed).toBe(true);
  });

  test('of no put at all is what Go makes of it', () => {
    const { lines } = judge({ latencies: [], elapsed: 1, errors: none }, 150);
    expect(lines).toEqual(['FAIL: Throughput too low: 1 writes/s', 'PASS: Slowest request took 0.000000s', 'PASS: Stddev is NaNs']);
  });
});

test('a pace gives one token at once and the others at their time, and none for the past', async () => {
  const clock = new TestClock(0);
  const stop = new AbortController();
  const pace = new Pace(clock, 100, stop.signal);
  const times: number[] = [];
  const take = async () => {
    expect(await pace.token()).toBe(true);
    times.push(clock.monotonic());
  };
  await take();
  await take();
  await clock.sleep(1000);
  await take();
  await take();
  expect(times).toEqual([0, 10, 1010, 1020]);
  stop.abort();
  expect(await pace.token()).toBe(false);
});

test('puts differ in their keys alone, which begin with a Go varint', () => {
  const next = randomPuts(Buffer.from('p/'), 256, 1024);
  const [a, b] = [PutRequest.decode(next()), PutRequest.decode(next())];
  expect(a.key.equals(b.key)).toBe(false);
  for (const { key, value } of [a, b]) {
    expect([key.length, value.equals(Buffer.alloc(1024))]).toEqual([258, true]);
    expect([...key.subarray(2, 12)].map((byte) => byte >= 0x80)).toEqual([...Array(9).fill(true), false]);
    expect(key.subarray(12).equals(Buffer.alloc(246))).toBe(true);
  }
});

test.each(['s', 'small'])('the load %s is the smallest', (name) => {
  expect(loadNamed(perfLoads, name)).toEqual({ limit: 150, clients: 50, duration: 60 });
});

test.each(['', 'S', 'toString'])('there is no load %j', (name) => {
  expect(() => loadNamed(perfLoads, name)).toThrow(`unknown load option ${name}`);
});

test('progress is drawn to the width of the terminal', () => {
  expect([0, 5, 10].map((done) => drawProgress(done, 10, 18))).toEqual(['[>         ]   0%', '[=====>    ]  50%', '[==========] 100%']);
  expect(drawProgress(1, 1, 4)).toBe('[] 100%');
});
