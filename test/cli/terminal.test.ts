import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Context } from '../../src/command/context.js';
import type { CommandRoot } from '../../src/command/spec.js';
import { withProgress } from '../../src/commands/check/test-keys.js';
import { toBytes } from '../../src/go/text.js';
import { Code, StatusError } from '../../src/grpc/status.js';
import { escapeControls } from '../../src/host/terminal.js';
import type { Reply } from '../../src/output/reply.js';
import { program } from '../../src/program.js';
import { RangeResponse } from '../../src/proto/etcdserverpb/rpc.js';
import { replies } from '../golden/replies.js';
import { type RunOptions, runCommand } from '../support/host.js';
import { goFormats } from '../support/output.js';

/** What a terminal may obey, or what isn't text. */
const steering = /[^\P{Cc}\t\n]|\ufffd/u;

const title = '\x1b]0;owned\x07';
const shownTitle = '\\x1b]0;owned\\x07';

const range = (...pairs: readonly (readonly [key: string, value: string])[]): Reply => ({
  kind: 'range',
  pages: [
    RangeResponse.encode(
      RangeResponse.fromPartial({ kvs: pairs.map(([key, value]) => ({ key: toBytes(key), value: toBytes(value) })) }),
    ).finish(),
  ],
});

/** A program of one command. */
const doing = (run: (context: Context) => Promise<void>): CommandRoot => ({
  summary: '',
  commands: [{ name: 'do', summary: '', load: async () => ({ run }) }],
});

const ours: RunOptions = { program: 'etcdctl-ts', tty: ['stdout', 'stderr'], print: program.print };

async function print(reply: Reply, options: RunOptions = {}, flags: readonly string[] = []): Promise<string> {
  const { host, err, code } = await runCommand(['do', ...flags], { ...ours, root: doing(({ print }) => print(reply)), ...options });
  expect({ err, code }).toEqual({ err: '', code: 0 });
  return host.stdout.bytes.toString('latin1');
}

describe('control characters of keys and values', () => {
  const reply = range([`k${title}`, `two\n\tlines\r\n`], ['\udcff\udcc2', '\x7f\u009b\u0085é😀\\x1b']);
  const plain = toBytes(`k${title}\ntwo\n\tlines\r\n\n\udcff\udcc2\n\x7f\u009b\u0085é😀\\x1b\n`).toString('latin1');
  const escaped = Buffer.from(`k${shownTitle}\ntwo\n\tlines\\x0d\n\n\\xff\\xc2\n\\u007f\\u009b\\u0085é😀\\x1b\n`).toString('latin1');

  test('are escaped on a terminal', async () => {
    expect(await print(reply)).toBe(escaped);
  });

  test.each<[string, RunOptions, string[]]>([
    ['in a pipe', { tty: ['stderr'] }, []],
    ['with --raw', {}, ['--raw']],
    ['under the name etcdctl', { program: 'etcdctl' }, []],
  ])('are as they are %s', async (_, options, flags) => {
    expect(await print(reply, options, flags)).toBe(plain);
  });

  test('in hexadecimal are hexadecimal', async () => {
    expect(await print(range(['\x1b', '\n']), {}, ['--hex'])).toBe('\\x1b\n\\x0a\n');
  });

  test('--raw is unknown to etcdctl, as in Go, and options leaves it out', async () => {
    expect((await runCommand(['version', '--raw'])).err).toMatch(/^Error: unknown flag: --raw\n/);
    expect((await runCommand(['options'])).out).not.toContain('--raw');
    expect((await runCommand(['options'], { program: 'etcdctl-ts' })).out).toContain('      --raw   ');
  });

  test('ETCDCTL_RAW is --raw', async () => {
    const root = doing(async ({ configure, print }) => {
      await configure();
      await print(reply);
    });
    const { host, err } = await runCommand(['do'], { ...ours, root, env: { ETCDCTL_RAW: 'true' } });
    expect({ err, out: host.stdout.bytes.toString('latin1') }).toEqual({ err: '', out: plain });
  });
});

const samples = Object.entries(replies).flatMap(([kind, named]) =>
  Object.entries(named).map(([name, reply]) => [`${kind}: ${name}`, reply] as const),
);

describe.each(goFormats)('%s on a terminal', (format) => {
  test.each(samples)('%s has nothing that a terminal would obey', async (_, reply) => {
    const { host } = await runCommand(['do', '-w', format], { ...ours, root: doing(({ print }) => print(reply as Reply)) });
    expect(host.stdout.text).not.toMatch(steering);
    expect(host.stderr.text).not.toMatch(steering);
  });
});

test.each(samples.filter(([name]) => !name.startsWith('lease-expired')))('json of %s stays JSON on a terminal', async (_, reply) => {
  const out = Buffer.from(await print(reply, {}, ['-w', 'json']), 'latin1').toString();
  const piped = Buffer.from(await print(reply, { tty: [] }, ['-w', 'json']), 'latin1').toString();
  expect(JSON.parse(out)).toEqual(JSON.parse(piped));
});

describe('on stderr', () => {
  const refusal = new StatusError(Code.Unknown, `etcdserver: ${title}`);

  test('what a server says is escaped', async () => {
    const root = doing(() => Promise.reject(refusal));
    expect((await runCommand(['do'], { ...ours, root })).err).toBe(`Error: rpc error: code = Unknown desc = etcdserver: ${shownTitle}\n`);
    expect((await runCommand(['do', '--raw'], { ...ours, root })).err).toContain(shownTitle);
    expect((await runCommand(['do'], { ...ours, root, tty: ['stdout'] })).err).toContain(title);
    expect((await runCommand(['do'], { ...ours, root, program: 'etcdctl' })).err).toContain(title);
  });

  test('what a command says beside its output is escaped', async () => {
    const root = doing(async ({ host }) => {
      await host.stderr.write(`watch was canceled (${title})\n`);
      await host.stdout.write(`Finished defragmenting etcd member[${title}].\n`);
    });
    expect(await runCommand(['do'], { ...ours, root })).toMatchObject({
      err: `watch was canceled (${shownTitle})\n`,
      out: `Finished defragmenting etcd member[${shownTitle}].\n`,
    });
  });
});

describe('our own control characters', () => {
  test('headings of help are bold', async () => {
    for (const argv of [
      ['get', '--help'],
      ['help', 'get'],
    ]) {
      expect((await runCommand(argv, { ...ours })).out).toContain('\x1b[1mFlags:\x1b[22m\n');
    }
  });

  test('progress is drawn over itself', async () => {
    const root = doing(({ host }) => withProgress(host, Promise.resolve(), () => [1, 1]));
    expect((await runCommand(['do'], { ...ours, root, columns: 18 })).err).toMatch(/^\r\[=+\] 100%(\r\[=+\] 100%)*\n$/);
  });
});

describe('escapeControls', () => {
  test('leaves nothing to obey, and all else as it is', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(escapeControls(bytes)).not.toMatch(/[^\P{Cc}\t\n]|[\ud800-\udfff]/u);
      }),
    );
    fc.assert(
      fc.property(
        fc.string({ unit: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }).filter((c) => !steering.test(c)) }),
        (text) => {
          expect(escapeControls(Buffer.from(text))).toBe(text);
          expect(escapeControls(text)).toBe(text);
        },
      ),
    );
  });
});
