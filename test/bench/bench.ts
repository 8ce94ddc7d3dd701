/** `npm run bench -- start`, `npm run bench -- bulk`; then the number of runs, and for bulk the number of keys. */
import { sayOnStderr } from '../../scripts/project.js';
import { benchBulk } from './bulk.js';
import { benchStart } from './start.js';

const benches: Readonly<Record<string, (...numbers: number[]) => Promise<void>>> = { start: benchStart, bulk: benchBulk };

const [name = '', ...numbers] = process.argv.slice(2);
const bench = benches[name];
try {
  if (bench === undefined) throw new Error(`name one of: ${Object.keys(benches).join(', ')}`);
  await bench(...numbers.map(Number));
} catch (error) {
  sayOnStderr(`bench: ${(error as Error).message}`);
  process.exitCode = 1;
}
