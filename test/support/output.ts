import { isOffered } from '../../src/command/extension.js';
import { toBytes } from '../../src/go/text.js';
import { formats } from '../../src/output/formats.js';
import { render } from '../../src/output/printer.js';
import type { Reply } from '../../src/output/reply.js';

/** The formats that Go's etcdctl has. */
export const goFormats = formats.filter((row) => isOffered(row, 'etcdctl')).map(({ name }) => name);

/** All of a reply's output. */
export async function renderAll(reply: Reply, formatName: string, { hex = false } = {}): Promise<Buffer> {
  const format = formats.find(({ name }) => name === formatName);
  if (format === undefined) throw new Error(`no format ${formatName}`);
  const pieces: Uint8Array[] = [];
  for await (const piece of render(reply, format, hex)) pieces.push(typeof piece === 'string' ? toBytes(piece) : piece);
  return Buffer.concat(pieces);
}
