import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { projectRoot } from '../project.js';

/** Declarations of a package that ours refer to: copied, since nobody who installs the library has the package. */
interface Borrowed {
  /** In `node_modules`. */
  readonly source: string;
  /** Among ours. */
  readonly target: string;
  readonly adapt?: (declarations: string) => string;
}

const borrowed: Readonly<Record<string, Borrowed>> = {
  '@bufbuild/protobuf/wire': { source: '@bufbuild/protobuf/dist/esm/wire/binary-encoding.d.ts', target: 'packages/protobuf.d.ts' },
  'etcd3/lib/rpc.js': { source: 'etcd3/lib/rpc.d.ts', target: 'packages/etcd3.d.ts', adapt: withoutGrpc },
};

/** Of grpc-js etcd3's clients take the options of calls, for which the library has its own, and objects that nobody sees. */
function withoutGrpc(declarations: string): string {
  return declarations.replace(/^import .*\n/gm, '').replace(/\bgrpc\.\w+|\bCallOptionsFactory\b/g, 'unknown');
}

/**
 * Makes emitted declarations complete in themselves: what `entry` doesn't reach is removed, and what they need of packages is copied beside
 * them. They depend on Node's types alone, which have to be those of whoever imports the library.
 * @param folder of the declarations
 * @param entry its path in the folder
 * @throws Error where they need a package that isn't known here
 */
export async function closeTypes(folder: string, entry: string): Promise<void> {
  const reached = new Set<string>();
  const waiting = [entry];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (reached.has(file)) continue;
    reached.add(file);
    const { text, imports } = await resolveImports(file, await readFile(join(folder, file), 'utf8'), folder);
    const head = file === entry ? '/// <reference types="node" />\n' : '';
    await writeFile(join(folder, file), head + text);
    waiting.push(...imports);
  }
  for (const file of await readdir(folder, { recursive: true })) {
    if (file.endsWith('.d.ts') && !reached.has(file.replaceAll('\\', '/'))) await rm(join(folder, file));
  }
}

interface Resolved {
  readonly text: string;
  /** Paths in the folder. */
  readonly imports: readonly string[];
}

const specifiers = /(\bfrom |\bimport\()(["'])([^"']+)\2/g;

async function resolveImports(file: string, text: string, folder: string): Promise<Resolved> {
  const imports: string[] = [];
  const replaced = new Map<string, string>();
  for (const [, , , specifier = ''] of text.matchAll(specifiers)) {
    if (specifier.startsWith('node:')) continue;
    if (specifier.startsWith('.')) imports.push(posix.join(posix.dirname(file), specifier.replace(/\.js$/, '.d.ts')));
    else {
      const target = await borrow(specifier, folder);
      imports.push(target);
      replaced.set(specifier, posix.relative(posix.dirname(file), target).replace(/\.d\.ts$/, '.js'));
    }
  }
  const own = (match: string, before: string, quote: string, specifier: string) => {
    const path = replaced.get(specifier);
    return path === undefined ? match : `${before}${quote}${path.startsWith('.') ? path : `./${path}`}${quote}`;
  };
  return { text: text.replace(specifiers, own), imports };
}

async function borrow(specifier: string, folder: string): Promise<string> {
  const found = borrowed[specifier];
  if (found === undefined) throw new Error(`the library's types need ${specifier}, which nobody who installs it has`);
  const { source, target, adapt = (declarations: string) => declarations } = found;
  await mkdir(join(folder, posix.dirname(target)), { recursive: true });
  await writeFile(join(folder, target), adapt(await readFile(join(projectRoot, 'node_modules', source), 'utf8')));
  return target;
}
