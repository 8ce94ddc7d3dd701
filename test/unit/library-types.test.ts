import { mkdir, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { closeTypes } from '../../scripts/build/library-types.js';
import { ownDirectory } from '../support/directory.js';

const directory = ownDirectory();

async function declare(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(directory, 'types-'));
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  return folder;
}

test('declarations keep what the entry reaches, and get what they need of packages', async () => {
  const folder = await declare({
    'etcd/index.d.ts': "export type { A } from '../a.js';\n",
    'a.d.ts':
      "import type { Socket } from 'node:net';\nimport { BinaryReader } from \"@bufbuild/protobuf/wire\";\nexport interface A { socket: Socket; reader: BinaryReader; clients: import('etcd3/lib/rpc.js').KVClient }\n",
    'unreached.d.ts': "export * from 'some-package';\n",
  });
  await closeTypes(folder, 'etcd/index.d.ts');
  const left = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith('.d.ts')).toSorted();
  expect(left).toEqual(['a.d.ts', 'etcd/index.d.ts', 'packages/etcd3.d.ts', 'packages/protobuf.d.ts']);
  const a = await readFile(join(folder, 'a.d.ts'), 'utf8');
  expect(a).toContain('from "./packages/protobuf.js"');
  expect(a).toContain("import('./packages/etcd3.js')");
  expect(a).toContain("from 'node:net'");
  expect(await readFile(join(folder, 'packages/etcd3.d.ts'), 'utf8')).not.toMatch(/grpc-js|\bgrpc\./);
});

test('a package that nobody who installs the library has is an error', async () => {
  const folder = await declare({ 'etcd/index.d.ts': "export * from 'some-package';\n" });
  await expect(closeTypes(folder, 'etcd/index.d.ts')).rejects.toThrow('some-package');
});
