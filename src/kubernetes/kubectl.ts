import { isMembers, type Members, type Tree } from './tree.js';

/**
 * The object as the API answers it to kubectl: with the revision of its key as resourceVersion, which is never stored. It shares what it
 * doesn't change.
 * @param revision at which the key was modified, decimal
 */
export function withRevision(members: Members, revision: string): Members {
  const metadata = members.get('metadata');
  const named: Members = new Map(isMembers(metadata) ? metadata : []);
  return new Map(members).set('metadata', named.set('resourceVersion', revision));
}

/** What `kubectl get` prints for several objects, or for none. */
export function listOf(items: readonly Members[]): Members {
  return new Map<string, Tree>([
    ['apiVersion', 'v1'],
    ['items', [...items]],
    ['kind', 'List'],
    ['metadata', new Map([['resourceVersion', '']])],
  ]);
}
