import type { Wiring } from './cli/run.js';
import { CliError, Exit } from './command/errors.js';
import { root } from './commands/index.js';
import { configure } from './connect/settings.js';
import { type FormatRow, findFormat } from './output/formats.js';

/** The program as it is shipped. What not every command needs is loaded when it is. */
export const wiring: Wiring = {
  root,
  async configure(globals, given, host) {
    const config = await configure(globals, given, host);
    chooseFormat(globals.writeOut, host.program);
    return config;
  },
  async connect(config, host, loggerName) {
    const { makeClient } = await import('./etcd/client.js');
    return makeClient({ config, host, ...(loggerName === undefined ? {} : { loggerName }) });
  },
  async print(reply, { writeOut, hex }, { program, stdout }) {
    const { render, UnsupportedReplyError } = await import('./output/printer.js');
    try {
      for await (const piece of render(reply, chooseFormat(writeOut, program), hex)) if (piece.length > 0) await stdout.write(piece);
    } catch (error) {
      throw error instanceof UnsupportedReplyError ? new CliError(error.message, Exit.BadFeature, { cause: error }) : error;
    }
  },
};

/** @throws CliError where there is no such format; the case counts */
function chooseFormat(writeOut: string, program: string): FormatRow {
  const format = findFormat(writeOut, program);
  if (format === undefined) throw new CliError('unsupported output format', Exit.BadFeature);
  return format;
}
