import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Binary, execute, type Fetch, onPath, type Tool } from './binary.js';
import { addToCache, withWorkDirectory } from './cache.js';
import { minorOf, releases } from './versions.js';

/** The module of each tool, and what its main function calls. `go install` refuses these modules for their replace lines. */
const mains: Readonly<Record<Tool, { readonly module: string; readonly source: string }>> = {
  etcd: {
    module: 'go.etcd.io/etcd/server/v3',
    source: `package main

import (
	"os"

	"go.etcd.io/etcd/server/v3/etcdmain"
)

func main() { etcdmain.Main(os.Args) }
`,
  },
  etcdctl: {
    module: 'go.etcd.io/etcd/etcdctl/v3',
    source: `package main

import "go.etcd.io/etcd/etcdctl/v3/ctlv3"

func main() { ctlv3.MustStart() }
`,
  },
};

const minutes = 10;

/** etcd's published Go modules, built by the machine's Go with its own settings and caches; 3.4 is not among them. */
export const buildModules: Fetch = async (tool, minors, most, say) => {
  const go = await onPath('go');
  if (go === undefined) throw new Error('no go here');
  const versions = releases.filter((version) => minors.includes(minorOf(version)) && minorOf(version) !== '3.4').slice(0, most);
  const binaries: Binary[] = [];
  for (const version of versions) {
    say(`${tool}: building ${version} from its Go modules, which takes a minute or two, once`);
    binaries.push(await withWorkDirectory((directory) => build(go, tool, version, directory)));
  }
  return binaries;
};

async function build(go: string, tool: Tool, version: string, directory: string): Promise<Binary> {
  const { module, source } = mains[tool];
  // The go line makes Go read the modules that are needed alone, and not all that they could ever need.
  await writeFile(join(directory, 'go.mod'), `module build\n\ngo 1.21\n\nrequire ${module} v${version}\n`);
  await writeFile(join(directory, 'main.go'), source);
  // A static program, as etcd's releases are; the folder may lie below somebody's go.work and in a repository that isn't etcd's.
  const env = { ...process.env, CGO_ENABLED: '0', GOWORK: 'off' };
  const args = ['build', '-mod=mod', '-buildvcs=false', '-trimpath', '-ldflags=-s -w', '-o', tool, '.'];
  try {
    await execute(go, args, { cwd: directory, env, timeout: minutes * 60_000, maxBuffer: 1 << 24 });
  } catch (error) {
    throw new Error(complaintOf(error as Error & { stderr?: string; killed?: boolean }));
  }
  return addToCache(tool, version, join(directory, tool), 'Go modules');
}

/** What Go says in one line, without its progress. */
function complaintOf({ message, stderr = '', killed = false }: Error & { stderr?: string; killed?: boolean }): string {
  const lines = stderr.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('go: downloading '));
  const said = lines.map((line) => line.trim()).join('; ');
  if (killed) return `go build was stopped after ${minutes} minutes${said && `: ${said}`}`;
  return said || message;
}
