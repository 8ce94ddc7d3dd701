import { wrongValue } from '../command/arguments.js';
import { CliError, Exit } from '../command/errors.js';
import { renderRange } from './range.js';
import type { Rendered, Renderers, Reply } from './reply.js';

/** Of --write-out. */
export const formats = ['fields', 'json', 'protobuf', 'simple', 'table'] as const;
export type Format = (typeof formats)[number];

/** @throws CliError where `text` names no format; the case counts. */
export function parseFormat(text: string): Format {
  const format = formats.find((f) => f === text);
  if (format === undefined) throw wrongValue('unsupported output format', '--write-out', formats);
  return format;
}

export interface Printer {
  readonly format: Format;
  /**
   * A reply as output; a range comes in pieces, each made when the one before is written.
   * @throws CliError where the format has no handler for this kind of reply.
   */
  render(reply: Reply): Rendered | AsyncIterable<Rendered>;
}

/** Loads one format alone: tables bring a package with them. */
export async function makePrinter(format: Format, hex: boolean): Promise<Printer> {
  const renderers = await loadRenderers(format);
  return {
    format,
    render(reply) {
      const rendered = reply.kind === 'range' ? renderRange(format, reply, hex) : renderWith(renderers, reply, hex);
      if (rendered === undefined) throw new CliError(`${format} not supported as output format`, Exit.BadFeature);
      return rendered;
    },
  };
}

function renderWith(renderers: Renderers, reply: Exclude<Reply, { kind: 'range' }>, hex: boolean): Rendered | undefined {
  // TypeScript can't see that the handler found by a reply's kind takes that reply.
  const renderer = renderers[reply.kind] as ((reply: Reply, hex: boolean) => Rendered) | undefined;
  return renderer?.(reply, hex);
}

async function loadRenderers(format: Format): Promise<Renderers> {
  switch (format) {
    case 'simple':
      return (await import('./formats/simple.js')).simple;
    case 'json':
      return (await import('./formats/json.js')).json;
    case 'fields':
      return (await import('./formats/fields.js')).fields;
    case 'protobuf':
      return (await import('./formats/protobuf.js')).protobuf;
    case 'table':
      return (await import('./formats/table.js')).table;
  }
}
