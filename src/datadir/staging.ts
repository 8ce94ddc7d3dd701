import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { quote } from '../go/quote.js';
import { DatadirError } from './errors.js';

/**
 * A data directory in the making. Its files are written below names that no server looks at, within the directories they are for
 * (which may be mount points, so that no rename can bring them there), and get their names when all are complete.
 */
export class Staging {
  readonly snapDir: string;
  readonly walDir: string;
  readonly #member: Renaming;
  /** The log's, where that is not below the data directory. */
  readonly #wal: Renaming | undefined;
  /** Directories that were not there before, and what of ours is in the others. */
  readonly #made: string[] = [];

  private constructor(dataDir: string, walDir: string) {
    this.#member = renaming(join(dataDir, 'member'));
    const within = relative(resolve(this.#member.to), resolve(walDir));
    const isOutside = within === '' || within === '..' || within.startsWith(`..${sep}`) || resolve(within) === within;
    if (isOutside) this.#wal = renaming(walDir);
    this.snapDir = join(this.#member.from, 'snap');
    this.walDir = this.#wal?.from ?? join(this.#member.from, within);
  }

  /**
   * Makes the directories, has `fill` write the files and gives them their names. On an error, and when `fill` fails, everything that
   * was made is removed.
   * @throws DatadirError with etcd's words where the data directory has contents, or the log's is there already.
   */
  static async fill(dataDir: string, walDir: string, fill: (staging: Staging) => Promise<void>): Promise<void> {
    if ((await exists(dataDir)) && !(await isEmpty(dataDir)))
      throw new DatadirError(`data-dir ${quote(dataDir)} not empty or could not be read`);
    if (await exists(walDir)) throw new DatadirError(`wal-dir ${quote(walDir)} exists`);
    const staging = new Staging(dataDir, walDir);
    try {
      await staging.#make(staging.snapDir, staging.#member.from);
      await staging.#make(staging.walDir, staging.#wal?.from ?? staging.walDir);
      await fill(staging);
      await staging.#finish();
    } catch (error) {
      for (const path of staging.#made.reverse()) await rm(path, { recursive: true, force: true });
      throw error;
    }
  }

  /** `own` is to be removed with all that is in it, where no directory above it had to be made. */
  async #make(path: string, own: string): Promise<void> {
    const first = await mkdir(path, { recursive: true, mode: 0o700 });
    if (first === undefined) throw new DatadirError(`mkdir ${path}: file exists`);
    this.#made.push(own, first);
  }

  async #finish(): Promise<void> {
    for (const { from, to } of [this.#wal, this.#member].filter((renaming) => renaming !== undefined)) {
      await syncDirectory(from);
      await rename(from, to);
      this.#made.push(to);
      await syncDirectory(dirname(to));
    }
  }
}

interface Renaming {
  readonly from: string;
  readonly to: string;
}

const renaming = (to: string): Renaming => ({ from: `${to}.restoring`, to });

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

async function isEmpty(path: string): Promise<boolean> {
  return readdir(path).then(
    (names) => names.length === 0,
    () => false,
  );
}

/** So that names survive a crash. */
async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}
