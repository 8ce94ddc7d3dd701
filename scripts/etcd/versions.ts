/** The release of each minor version that the program works with, newest first: what is fetched or built where a machine has none. */
export const releases: readonly string[] = ['3.7.1', '3.6.16', '3.5.35', '3.4.37'];

/** Go's etcdctl that the program takes the place of, and is compared with. */
export const peerVersion = '3.7.1';

/** `3.5` of `3.5.30`. */
export function minorOf(version: string): string {
  return version.split('.', 2).join('.');
}

/** Minor versions that the program works with, newest first. */
export const supportedMinors: readonly string[] = releases.map(minorOf);

/** Orders `3.10.2` before `3.9.9`: newest first. */
export function newestFirst(a: { readonly version: string }, b: { readonly version: string }): number {
  return b.version.localeCompare(a.version, 'en', { numeric: true });
}
