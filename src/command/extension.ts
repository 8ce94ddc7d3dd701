/** What may be marked as more than Go's etcdctl has: a command, a flag, a format. */
export interface Extendable {
  readonly extension?: true;
}

/** Whether the program has it under the name that it was called by: `etcdctl` is the drop-in, our own name the superset (ADR 0004). */
export function isOffered({ extension }: Extendable, program: string): boolean {
  return !extension || program !== 'etcdctl';
}
