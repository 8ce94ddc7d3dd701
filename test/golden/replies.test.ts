import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { toText } from '../../src/go/text.js';
import { goFormats, renderAll } from '../support/output.js';
import { replies } from './replies.js';

// What each kind of reply is in each format, bytes that aren't UTF-8 as go/text.ts has them. A format that is missing doesn't print the
// reply; `--hex` is there where it makes a difference.

// Read here, since a lone surrogate isn't JSON to the loader.
const file = new URL('replies.json', import.meta.url);
const recordings = JSON.parse(readFileSync(file, 'utf8')) as Readonly<Record<string, Readonly<Record<string, string>>>>;

const samples = Object.entries(replies).flatMap(([kind, named]) =>
  Object.entries(named).map(([name, reply]) => [`${kind}: ${name}`, reply] as const),
);

describe.each(samples)('%s', (name, reply) => {
  test.each(goFormats.flatMap((format) => [`${format}`, `${format} --hex`]))('%s', async (how) => {
    const [format = '', hex] = how.split(' ');
    const recording = recordings[name] ?? expect.unreachable();
    const expected = recording[how] ?? recording[format];
    const output = renderAll(reply, format, { hex: hex !== undefined });
    if (expected === undefined) await expect(output).rejects.toThrow(`${format} not supported as output format`);
    else expect(toText(await output)).toBe(expected);
  });
});

test('each recording is that of a reply', () => {
  expect(Object.keys(recordings)).toEqual(samples.map(([name]) => name));
});
