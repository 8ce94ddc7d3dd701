// npm runs this when it has installed the packages of a checkout. A script called prepare would do, but whoever installs the packed file
// would be warned of that one, which npm never runs there.
import { spawnSync } from 'node:child_process';
import { hasTools } from './tools.mjs';

// Set by npm while it makes a package of what it has fetched with git: it runs no prepack there, whatever its manual says.
const isFetchedWithGit = process.env._PACOTE_NO_PREPARE_ !== undefined;

if (hasTools() && isFetchedWithGit) process.exitCode = spawnSync('npm', ['run', 'build'], { stdio: 'inherit', shell: true }).status ?? 1;
