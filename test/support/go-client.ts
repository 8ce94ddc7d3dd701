import { inject } from 'vitest';

/** Go's etcdctl, where the machine has it or can make it; tests that need it are skipped without. */
export const goClient: string | undefined = inject('etcdctl')?.path;
