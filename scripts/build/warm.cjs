// Runs the bundle as bin/etcdctl-ts does and keeps V8's code of what ran: node warm.cjs <bundle> <cache> <argument ...>
const { readFileSync, writeFileSync } = require('node:fs');
const { wrap } = require('node:module');
const { dirname } = require('node:path');
const { Script } = require('node:vm');

const [node, , bundle, cache, ...args] = process.argv;
process.argv = [node, bundle, ...args];
const script = new Script(wrap(readFileSync(bundle, 'latin1')), { filename: bundle });
process.once('exit', (code) => {
  if (code === 0) writeFileSync(cache, script.createCachedData());
});
script.runInThisContext()(exports, require, module, bundle, dirname(bundle));
