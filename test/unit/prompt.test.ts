import { PassThrough } from 'node:stream';
import type { ReadStream } from 'node:tty';
import { describe, expect, test } from 'vitest';
import { askSecret } from '../../src/host/prompt.js';
import { TestHost } from '../support/host.js';

/** A stdin that can be typed on; a terminal notes when its echo goes off and on. */
function makeStdin(isTTY: boolean) {
  const modes: boolean[] = [];
  const stream = new PassThrough();
  const terminal = isTTY ? { isTTY, setRawMode: (raw: boolean) => modes.push(raw) } : {};
  return { stdin: Object.assign(stream, terminal) as unknown as ReadStream, typed: stream, modes };
}

async function ask(isTTY: boolean, ...chunks: (string | Uint8Array)[]) {
  const { stdin, typed, modes } = makeStdin(isTTY);
  const { stdout } = new TestHost();
  for (const chunk of chunks) typed.write(chunk);
  const answer = await askSecret('Password: ', stdin, stdout).catch((error) => error);
  return { answer, modes, out: stdout.text, stdin, typed };
}

describe('without a terminal', () => {
  test('a line is read and trimmed, the rest stays', async () => {
    const { answer, out, stdin } = await ask(false, ' se', 'cret \r\nnext line\n');
    expect({ answer, out }).toEqual({ answer: 'secret', out: 'Password: \n' });
    expect(String(stdin.read())).toBe('next line\n');
  });

  test('the end of the input ends the line', async () => {
    const { stdin, typed } = makeStdin(false);
    typed.end('secret');
    const { stdout } = new TestHost();
    expect(await askSecret('', stdin, stdout)).toBe('secret');
    expect(await askSecret('', stdin, stdout)).toBe('');
  });
});

describe('on a terminal', () => {
  test.each([
    ['abc\r', 'abc'],
    ['abd\x7fc\n', 'abc'],
    ['\x7f\x7fabc\n', 'abc'],
    ['aé\x7fbc\n', 'abc'],
    ['wrong\x15abc\n', 'abc'],
    ['abc\x04', 'abc'],
  ])('%j', async (keys, answer) => {
    expect(await ask(true, keys)).toMatchObject({ answer, modes: [true, false], out: 'Password: \n' });
  });

  test('Ctrl-C gives up and puts the terminal back', async () => {
    expect(await ask(true, 'ab\x03')).toMatchObject({ answer: { name: 'Interrupted' }, modes: [true, false] });
  });
});
