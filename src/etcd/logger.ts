/** What the library says while it works, in the words and fields of Go's client library (contract 5.3). */
export interface Logger {
  log(level: 'info' | 'warn' | 'error', message: string, fields: Readonly<Record<string, string | number>>): Promise<void>;
}

export const silent: Logger = { log: async () => {} };
