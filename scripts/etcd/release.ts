import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Binary, execute, type Fetch } from './binary.js';
import { addToCache, withWorkDirectory } from './cache.js';
import { minorOf, releases } from './versions.js';

/** etcd's own release archives, each checked against the sha256 that the release publishes. */
export const fetchReleases: Fetch = async (tool, minors, most, say) => {
  const platform = process.platform === 'darwin' ? 'darwin' : 'linux';
  const architecture = process.arch === 'x64' ? 'amd64' : process.arch;
  const binaries: Binary[] = [];
  for (const version of releases.filter((release) => minors.includes(minorOf(release)))) {
    const name = `etcd-v${version}-${platform}-${architecture}`;
    const archive = `${name}.${platform === 'darwin' ? 'zip' : 'tar.gz'}`;
    // A machine without the internet finds out here, soon.
    const sums = (await download(version, 'SHA256SUMS', 5_000)).toString();
    const [sum] =
      sums
        .split('\n')
        .find((line) => line.endsWith(` ${archive}`))
        ?.split(' ', 1) ?? [];
    if (sum === undefined) continue;
    say(`${tool}: fetching the release ${version}`);
    const bytes = await download(version, archive, 300_000);
    if (createHash('sha256').update(bytes).digest('hex') !== sum) throw new Error(`${archive} has another sha256 than published`);
    const unpack = async (directory: string) => {
      await writeFile(join(directory, archive), bytes);
      await execute('tar', ['-xf', archive], { cwd: directory });
      return addToCache(tool, version, join(directory, name, tool), 'release');
    };
    binaries.push(await withWorkDirectory(unpack));
    if (binaries.length === most) break;
  }
  return binaries;
};

async function download(version: string, file: string, milliseconds: number): Promise<Buffer> {
  const url = `https://github.com/etcd-io/etcd/releases/download/v${version}/${file}`;
  const response = await fetch(url, { signal: AbortSignal.timeout(milliseconds) });
  if (!response.ok) throw new Error(`${file} of ${version}: HTTP ${response.status}`);
  return Buffer.from(await response.arrayBuffer());
}
