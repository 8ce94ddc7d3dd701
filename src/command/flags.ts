import type { FlagType } from '../go/pflag.js';
import type { Source } from './source.js';

/** A flag as plain data; parsing, help, completion and the docs are made from it. */
export interface Flag<T = unknown> {
  readonly type: FlagType;
  readonly default: T;
  readonly usage: string;
  readonly short?: string;
  /** The values that it can have; the shell completes them. */
  readonly values?: Source;
  /** Sub-commands take it too. */
  readonly persistent?: true;
  /** Left out of help, yet valid. */
  readonly hidden?: true;
  /** Not in Go's etcdctl: under the name `etcdctl` it's unknown, and `run` sees its default. */
  readonly extension?: true;
}

export type Flags = Readonly<Record<string, Flag>>;

export type NoFlags = Readonly<Record<never, never>>;

/** What `run` sees of its flags: kebab-case names in camelCase, each with the type of its default. */
export type FlagValues<F extends Flags> = { readonly [K in keyof F as Camel<K & string>]: F[K] extends Flag<infer T> ? T : never };

type Camel<S extends string> = S extends `${infer A}-${infer B}` ? `${A}${Capitalize<Camel<B>>}` : S;

/** The values of a command's flags. */
export type FlagsOf<C extends { readonly flags?: Flags }> = NonNullable<C['flags']> extends infer F extends Flags ? FlagValues<F> : never;

export const bool = (usage: string, more: Partial<Flag<boolean>> = {}): Flag<boolean> => ({ type: 'bool', default: false, usage, ...more });
export const string = (usage: string, more: Partial<Flag<string>> = {}): Flag<string> => ({ type: 'string', default: '', usage, ...more });
export const int64 = (usage: string, more: Partial<Flag<bigint>> = {}): Flag<bigint> => ({ type: 'int64', default: 0n, usage, ...more });
export const int = (usage: string, more: Partial<Flag<bigint>> = {}): Flag<bigint> => ({ type: 'int', default: 0n, usage, ...more });
export const uint = (usage: string, more: Partial<Flag<bigint>> = {}): Flag<bigint> => ({ type: 'uint', default: 0n, usage, ...more });
/** Milliseconds, fractions kept. */
export const duration = (usage: string, more: Partial<Flag<number>> = {}): Flag<number> => ({
  type: 'duration',
  default: 0,
  usage,
  ...more,
});
export const strings = (usage: string, more: Partial<Flag<readonly string[]>> = {}): Flag<readonly string[]> => ({
  type: 'strings',
  default: [],
  usage,
  ...more,
});
