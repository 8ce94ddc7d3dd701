import type { Program } from './cli/program.js';
import { CliError, Exit, wrongValue } from './command/errors.js';
import { isOffered } from './command/extension.js';
import { root } from './commands/index.js';
import { configure } from './connect/settings.js';
import { unguarded } from './host/terminal.js';
import { type FormatRow, formats } from './output/formats.js';

/** The program as it is shipped. What not every command needs is loaded when it is. */
export const program: Program = {
  root,
  async configure(globals, given, host) {
    const config = await configure(globals, given, host);
    chooseFormat(globals.writeOut, host.program);
    return config;
  },
  async connect(config, host, options) {
    const { openClient } = await import('./connect/client.js');
    return openClient(config, host, options);
  },
  async print(reply, { writeOut, hex, raw }, host) {
    const stdout = raw ? unguarded(host.stdout) : host.stdout;
    const { render, UnsupportedReplyError } = await import('./output/printer.js');
    try {
      for await (const piece of render(reply, chooseFormat(writeOut, host.program), hex)) if (piece.length > 0) await stdout.write(piece);
    } catch (error) {
      throw error instanceof UnsupportedReplyError ? new CliError(error.message, Exit.BadFeature, { cause: error }) : error;
    }
  },
};

/** @throws CliError where the program has no format of this name; the case counts */
function chooseFormat(name: string, programName: string): FormatRow {
  const offered = formats.filter((row) => isOffered(row, programName));
  const format = offered.find((row) => row.name === name);
  if (format) return format;
  throw wrongValue(
    'unsupported output format',
    '--write-out',
    offered.map((row) => row.name),
  );
}
