import type { RangeWriter } from './range.js';
import type { Rendered, Reply, ReplyOf } from './reply.js';
import type { Show } from './value.js';

/** One way to print. Each kind of reply has a handler or is named as unsupported: a kind that is left out is a type error. */
export type Format = { readonly [K in Reply['kind']]: Handler<K> | typeof unsupported };

/** A range, which may be larger than memory, is written page by page; every other reply comes whole. */
export type Handler<K extends Reply['kind']> = (reply: ReplyOf<K>, options: PrintOptions) => K extends 'range' ? RangeWriter : Rendered;

/** In the place of a handler: the format doesn't print this kind of reply, and says so. */
export const unsupported = 'unsupported';

export interface PrintOptions {
  /** --hex; what it changes is contract 1.11. */
  readonly hex: boolean;
  /** For formats that print keys and values as they are. */
  readonly show: Show;
}
