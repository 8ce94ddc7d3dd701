import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, expect, test } from 'vitest';
import { projectRoot } from '../../scripts/project.js';
import { ownDirectory } from '../support/directory.js';
import { type Cluster, describeEtcds, startEtcd } from '../support/etcd.js';
import { installPackage } from '../support/package.js';
import { runProgram } from '../support/process.js';

/** The Node that runs this, and those in folders of NODE_VERSIONS_DIR, as `<folder>/bin/node`. */
const versions = process.env['NODE_VERSIONS_DIR'];
const others = versions === undefined ? [] : readdirSync(versions).map((name) => join(versions, name, 'bin', 'node'));
const nodes = [process.execPath, ...others];

const directory = ownDirectory();
let consumer = '';

/** The program that README shows, for another endpoint. */
const source = async (endpoint: string): Promise<string> => {
  const readme = await readFile(join(projectRoot, 'README.md'), 'utf8');
  const [, program = ''] = /^```ts\n(.*?)^```$/ms.exec(readme) ?? [];
  expect(program).toContain("['127.0.0.1:2379']");
  return program.replace('127.0.0.1:2379', endpoint);
};

beforeAll(async () => {
  ({ consumer } = await installPackage(directory));
  await writeFile(join(consumer, 'package.json'), '{ "type": "module" }');
  // Of the packages that this project has, those alone that whoever compiles for Node has.
  await mkdir(join(consumer, 'node_modules', '@types'));
  await symlink(join(projectRoot, 'node_modules', '@types', 'node'), join(consumer, 'node_modules', '@types', 'node'));
});

describeEtcds('the library on etcd $minor', (etcd) => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await startEtcd({ etcd });
    const [endpoint = ''] = cluster.endpoints;
    await writeFile(join(consumer, 'program.ts'), await source(endpoint));
    const strict = { strict: true, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true, skipLibCheck: false };
    const compilerOptions = { ...strict, module: 'nodenext', target: 'es2022', rootDir: '.', outDir: etcd.minor };
    await writeFile(join(consumer, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['program.ts'] }));
    const tsc = join(projectRoot, 'node_modules', 'typescript', 'bin', 'tsc');
    await promisify(execFile)(process.execPath, [tsc], { cwd: consumer }).catch(({ stdout }) => expect.fail(stdout));
  });

  test.each(nodes)('puts, ranges, watches and ends by %s', async (node) => {
    expect(existsSync(node)).toBe(true);
    expect(await runProgram(node, [join(consumer, etcd.minor, 'program.js')])).toEqual({
      out: 'app/color is red\napp/color was set to red\napp/color was set to blue\n',
      err: '',
      code: 0,
    });
  });
});

test('says why it fails, and ends too', async () => {
  await writeFile(join(consumer, 'away.mjs'), (await source('127.0.0.1:1')).replace('endpoints:', 'reachTimeout: 200, endpoints:'));
  const { out, err, code } = await runProgram(process.execPath, [join(consumer, 'away.mjs')]);
  expect({ out, code }).toEqual({ out: '', code: 0 });
  expect(err).toContain('connection refused');
});
