/**
 * How a field that is in no table yet is sent: into the dynamic table; or without, since it won't be sent again; or `never`, which no
 * one on the way may index either, for secrets (RFC 7541 section 7.1.3).
 */
export type Indexing = 'index' | 'without' | 'never';

/** A header field: the name in lower case; name and value as Latin-1, a character for a byte. */
export type Field = readonly [name: string, value: string, indexing?: Indexing];
