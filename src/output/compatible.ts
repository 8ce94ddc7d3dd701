/** The release of Go's etcdctl that the program is compatible with; what differs from one release to the next is decided here. */
export const compatibleVersion = '3.7.1';
export const compatibleApi = '3.7';

/** `endpoint status -w fields` has `"RaftTerm"` twice, of the header and of the member; since 3.7.2 once. */
export const repeatsRaftTerm = precedes(compatibleVersion, '3.7.2');

/** Whether release `a` came before release `b`, both of three numbers. */
export function precedes(a: string, b: string): boolean {
  const numbers = (release: string) => release.split('.').map(Number);
  const others = numbers(b);
  for (const [i, number] of numbers(a).entries()) {
    const other = others[i] ?? 0;
    if (number !== other) return number < other;
  }
  return false;
}
