import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join, relative } from 'node:path';
import { build, type Loader, type Plugin } from 'esbuild';
import { expect, onTestFinished, test } from 'vitest';
import { bundleOptions } from '../../scripts/build/bundle.js';
import { projectRoot } from '../../scripts/project.js';
import { RangeResponse } from '../../src/proto/etcdserverpb/rpc.js';
import { runProgram } from '../support/process.js';
import { grpcFrame, RawServer } from '../support/raw-server.js';

/** A module of ours by its file, one of a package by the package's name: the bundle has only part of its files. */
const nameOf = (path: string) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? relative(projectRoot, path);

/** Each module of the bundle notes when it's evaluated, at the start or when an `import()` asks for it. */
const notingModules: Plugin = {
  name: 'noting-modules',
  setup({ onLoad }) {
    onLoad({ filter: /\.[cm]?[jt]s$/ }, async ({ path }) => ({
      contents: `globalThis.noteModule(${JSON.stringify(nameOf(path))});\n${await readFile(path, 'utf8')}`,
      loader: extname(path).slice(-2) as Loader,
    }));
  },
};

/** Loaded before the bundle: writes down what it evaluates and which modules of Node it asks for. */
const notes = `
const { appendFileSync } = require('node:fs');
const Module = require('node:module');
const seen = new Set();
globalThis.noteModule = (name) => {
  if (!seen.has(name)) appendFileSync(process.env.NOTES, name + '\\n');
  seen.add(name);
};
const load = Module._load;
Module._load = function (request, ...rest) {
  if (Module.isBuiltin(request)) noteModule('node:' + request.replace(/^node:/, ''));
  return load.call(this, request, ...rest);
};
`;

/** A server that has one key. */
async function startServer(): Promise<RawServer> {
  const kv = { key: Buffer.from('foo'), value: Buffer.from('bar'), create_revision: '2', mod_revision: '2', version: '1' };
  const answer = RangeResponse.encode(RangeResponse.fromPartial({ header: { revision: '2' }, kvs: [kv], count: '1' })).finish();
  const server = await RawServer.listen({
    onRequest(connection, stream) {
      connection.respond(stream);
      connection.data(stream, grpcFrame(answer));
      connection.trailers(stream);
    },
  });
  onTestFinished(() => server.close());
  return server;
}

// What a start costs is what it evaluates. A module that it needs anew is added by `npx vitest run test/unit/start-path.test.ts -u`,
// after asking whether an import() where it's used would do.
test('get foo evaluates these modules and no others', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'etcdctl-ts-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const [bundle, hook, noted] = ['main.cjs', 'notes.cjs', 'notes.txt'].map((name) => join(folder, name)) as [string, string, string];
  const { plugins = [], ...options } = bundleOptions();
  await build({ ...options, plugins: [...plugins, notingModules], outfile: bundle });
  await writeFile(hook, notes);
  const { endpoint } = await startServer();
  const result = await runProgram(process.execPath, ['--require', hook, bundle, 'get', 'foo', '--endpoints', endpoint], {
    env: { NOTES: noted },
  });
  expect(result).toEqual({ out: 'foo\nbar\n', err: '', code: 0 });
  const names = (await readFile(noted, 'utf8')).split('\n').filter(Boolean);
  await expect(`${names.toSorted().join('\n')}\n`).toMatchFileSnapshot('start-path.txt');
});
