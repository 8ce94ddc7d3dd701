import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { chmod, copyFile, mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { projectRoot, type Say } from '../project.js';
import type { Binary, Tool } from './binary.js';
import { minorOf, newestFirst } from './versions.js';

/**
 * Below the project, so that a clone that is deleted leaves nothing behind and `npm ci` does not empty it; ETCD_CACHE names a folder that
 * several clones share. Each program, `etcd-3.5.30`, appears whole or not at all, and has its sha256 beside it in `etcd-3.5.30.sha256`.
 */
export const cacheDirectory = process.env['ETCD_CACHE'] ?? join(projectRoot, '.cache', 'etcd');

/** The programs in the cache, newest first. */
export async function listCache(tool: Tool): Promise<Binary[]> {
  const files = await readdir(cacheDirectory).catch(() => []);
  return files
    .flatMap((file) => {
      const version = file.startsWith(`${tool}-`) ? file.slice(tool.length + 1) : '';
      if (!/^\d+\.\d+\.\d+$/.test(version)) return [];
      return [{ tool, version, minor: minorOf(version), path: join(cacheDirectory, file), source: 'cache' }];
    })
    .sort(newestFirst);
}

/** Puts a copy of the program into the cache. */
export async function addToCache(tool: Tool, version: string, file: string, source: string): Promise<Binary> {
  const path = join(cacheDirectory, `${tool}-${version}`);
  const partial = `${path}.${process.pid}.partial`;
  await copyFile(file, partial);
  await chmod(partial, 0o755);
  await writeFile(`${partial}.sha256`, `${await digestOf(partial)}\n`);
  // The sum first, so that whoever sees the program can check it.
  await rename(`${partial}.sha256`, sumOf(path));
  await rename(partial, path);
  intact.add(path);
  return { tool, version, minor: minorOf(version), path, source };
}

/** Programs that were checked, so that each is read once in a process. */
const intact = new Set<string>();

/** Whether the program in the cache is the one that was put there. */
export async function isIntact(path: string): Promise<boolean> {
  if (intact.has(path)) return true;
  const sum = await readFile(sumOf(path), 'utf8').catch(() => '');
  if (sum === '' || sum.trim() !== (await digestOf(path).catch(() => undefined))) return false;
  intact.add(path);
  return true;
}

export async function removeFromCache(path: string): Promise<void> {
  await rm(path, { force: true });
  await rm(sumOf(path), { force: true });
}

const sumOf = (path: string) => `${path}.sha256`;

async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

/** Runs `work` with an empty folder of its own, removed afterwards. */
export async function withWorkDirectory<T>(work: (directory: string) => Promise<T>): Promise<T> {
  const directory = join(cacheDirectory, `work-${process.pid}`);
  await mkdir(directory, { recursive: true });
  try {
    return await work(directory);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/**
 * Runs `work` while no other process fetches. It saves double work only: renames keep the cache right whoever breaks the lock. So a holder
 * that died, by its process id, or that took over half an hour, is passed by.
 */
export async function withCacheLock<T>(say: Say, work: () => Promise<T>): Promise<T> {
  await mkdir(cacheDirectory, { recursive: true });
  const path = join(cacheDirectory, 'lock');
  for (let waiting = false; !(await takeLock(path)); await sleep(200)) {
    const holder = Number(await readFile(path, 'utf8').catch(() => ''));
    const age = Date.now() - (await stat(path).catch(() => ({ mtimeMs: Date.now() }))).mtimeMs;
    if (age > 1_800_000 || (age > 2_000 && !isAlive(holder))) {
      await rm(path, { force: true });
    } else if (!waiting) {
      waiting = true;
      say('etcd: another process is fetching; waiting for it');
    }
  }
  try {
    return await work();
  } finally {
    await rm(path, { force: true });
  }
}

async function takeLock(path: string): Promise<boolean> {
  try {
    const file = await open(path, 'wx');
    await file.writeFile(String(process.pid));
    await file.close();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function isAlive(pid: number): boolean {
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Of another user, so alive.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
