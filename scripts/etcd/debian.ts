import { existsSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Binary, execute, type Fetch, onPath } from './binary.js';
import { addToCache, withWorkDirectory } from './cache.js';
import { minorOf, newestFirst } from './versions.js';

/** Suites whose etcd differs: 3.4, 3.5 and whatever is newest. A Go binary of any of them runs on any Linux. */
const suites = ['bookworm', 'trixie', 'sid'];
const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';
const name = 'etcd-server';

/**
 * Debian's packages of the server, unpacked without being installed: apt gets lists, sources and a cache of its own, so that the system stays as it is and
 * no rights are needed. apt checks the archive's signature.
 */
export const fetchDebian: Fetch = async (tool, minors, most, say) => {
  if ((await onPath('apt-get')) === undefined || (await onPath('dpkg-deb')) === undefined) throw new Error('no apt-get here');
  const mirrors = await listMirrors();
  if (mirrors.length === 0) throw new Error('no Debian mirror among apt sources');
  return withWorkDirectory(async (directory) => {
    const apt = await createApt(directory, mirrors);
    say(`${tool}: asking Debian's archive which versions it has`);
    const update = await apt('apt-get', ['update']).catch((error: Error) => error);
    const available = (await listVersions(apt)).filter(({ version }) => minors.includes(minorOf(version))).slice(0, most);
    // A suite that the mirror has not fails the update and does not matter while others are there.
    if (available.length === 0 && update instanceof Error) throw new Error(firstComplaint(update));

    const binaries: Binary[] = [];
    for (const { version, packageVersion } of available) {
      say(`${tool}: fetching Debian's ${name} ${packageVersion} (unpacked into the cache, not installed)`);
      const folder = join(directory, version);
      await mkdir(folder);
      await apt('apt-get', ['download', `${name}=${packageVersion}`], folder);
      const [file = ''] = await readdir(folder);
      await execute('dpkg-deb', ['-x', file, 'tree'], { cwd: folder });
      binaries.push(await addToCache(tool, version, join(folder, 'tree', 'usr', 'bin', tool), 'Debian'));
    }
    return binaries;
  });
};

/** Base addresses of the mirrors in the machine's own apt sources, whichever format they are written in. Works before any update. */
async function listMirrors(): Promise<string[]> {
  const { stdout } = await execute('apt-get', ['update', '--print-uris']);
  const found = [...stdout.matchAll(/^'(\S+?)\/dists\/([\w-]+)\/InRelease'/gm)];
  const known = /^(bookworm|trixie|forky|sid|testing|unstable|(old)?stable)$/;
  return [...new Set(found.flatMap(([, base = '', suite = '']) => (known.test(suite) ? [base] : [])))];
}

type Apt = (program: 'apt-get' | 'apt-cache', args: readonly string[], directory?: string) => Promise<string>;

/** apt with everything that it writes below the folder. The machine's settings, its proxy for one, still apply. */
async function createApt(directory: string, mirrors: readonly string[]): Promise<Apt> {
  const at = (name: string) => join(directory, name);
  await mkdir(at('lists/partial'), { recursive: true });
  await mkdir(at('cache/archives/partial'), { recursive: true });
  const signedBy = existsSync(keyring) ? [`Signed-By: ${keyring}`] : [];
  const sources = ['Types: deb', `URIs: ${mirrors.join(' ')}`, `Suites: ${suites.join(' ')}`, 'Components: main', ...signedBy];
  // May hold a mirror's password, as the system's own does.
  await writeFile(at('debian.sources'), `${sources.join('\n')}\n`, { mode: 0o600 });
  const settings = [
    `Dir::State::Lists "${at('lists')}";`,
    `Dir::Etc::SourceList "${at('debian.sources')}";`,
    'Dir::Etc::SourceParts "/dev/null";',
    `Dir::Cache "${at('cache')}";`,
    // Container images switch these off to save space, at seconds for each call.
    'Dir::Cache::pkgcache "packages.bin";',
    'Dir::Cache::srcpkgcache "sources.bin";',
    'Acquire::GzipIndexes "false";',
    'Acquire::Languages "none";',
    'Acquire::Retries "1";',
    'Acquire::http::Timeout "15";',
    // The folder may be out of reach for apt's own user.
    'APT::Sandbox::User "root";',
    // What the machine hangs on an update of its own lists, such as cleaning its cache.
    '#clear APT::Update::Post-Invoke;',
    '#clear APT::Update::Post-Invoke-Success;',
    // Lists of packages, without whatever else the machine's tools want.
    '#clear Acquire::IndexTargets;',
    `Acquire::IndexTargets::deb::Packages { MetaKey "$(COMPONENT)/binary-$(ARCHITECTURE)/Packages"; ShortDescription "Packages"; Description "$(RELEASE)/$(COMPONENT) $(ARCHITECTURE) Packages"; };`,
  ];
  await writeFile(at('apt.conf'), `${settings.join('\n')}\n`);
  return async (program, args, cwd = directory) => {
    const options = ['-c', at('apt.conf'), '--quiet=2', ...args];
    return (await execute(program, options, { cwd, timeout: 300_000, maxBuffer: 1 << 24 })).stdout;
  };
}

/** The newest package of each minor version, newest first. */
async function listVersions(apt: Apt): Promise<{ version: string; packageVersion: string }[]> {
  const output = await apt('apt-cache', ['madison', name]).catch(() => '');
  const all = output.split('\n').flatMap((line) => {
    const packageVersion = line.split('|')[1]?.trim();
    const version = /^(?:\d+:)?(\d+\.\d+\.\d+)/.exec(packageVersion ?? '')?.[1];
    return packageVersion === undefined || version === undefined ? [] : [{ version, packageVersion }];
  });
  const sorted = all.sort(newestFirst);
  return sorted.filter(({ version }, i) => sorted.findIndex((other) => minorOf(other.version) === minorOf(version)) === i);
}

function firstComplaint(error: Error): string {
  const line = /^E: (.*)$/m.exec(error.message)?.[1] ?? 'apt-get update failed';
  return line.replace(/\/\/[^/\s]*@/g, '//');
}
