import type { Program } from './cli/program.js';
import { root } from './commands/index.js';
import { configure } from './connect/settings.js';
import { makePrinter, parseFormat } from './output/printer.js';

/** The program as it is shipped. What not every command needs is loaded when it is. */
export const program: Program = {
  root,
  async configure(globals, given, host) {
    const config = await configure(globals, given, host);
    parseFormat(globals.writeOut);
    return config;
  },
  async connect(config, host, options) {
    const { openClient } = await import('./connect/client.js');
    return openClient(config, host, options);
  },
  async print(reply, { writeOut, hex }, { stdout }) {
    const printer = await makePrinter(parseFormat(writeOut), hex);
    const output = printer.render(reply);
    if (typeof output === 'string' || output instanceof Uint8Array) {
      if (output.length > 0) await stdout.write(output);
      return;
    }
    for await (const piece of output) if (piece.length > 0) await stdout.write(piece);
  },
};
