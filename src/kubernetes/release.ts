import type { Kind, Releases, Table } from './table.js';

/**
 * Which releases a cluster can run, by the APIs that kube-apiserver registers for itself: one that became stable is there from then on, a
 * preview is not there any more when its time is over.
 * @param apiServices names of the APIService objects, `v1.apps`
 */
export function releasesOf(table: Table, apiServices: Iterable<string>): Releases {
  const served = new Set(apiServices);
  let { since, until } = table.releases;
  for (const [name, kinds] of groupVersions(table)) {
    const introduced = Math.min(...kinds.map((kind) => kind.introduced ?? Number.POSITIVE_INFINITY));
    const removed = Math.max(...kinds.map((kind) => kind.removed ?? Number.POSITIVE_INFINITY));
    if (served.has(name)) {
      if (Number.isFinite(introduced)) since = Math.max(since, introduced);
      if (Number.isFinite(removed)) until = Math.min(until, removed - 1);
    } else if (/^v\d+\./.test(name) && Number.isFinite(introduced) && introduced > since) {
      until = Math.min(until, introduced - 1);
    }
  }
  return { since, until };
}

/** The kinds by group and version, in the form of an APIService's name. */
function groupVersions(table: Table): Map<string, Kind[]> {
  const found = new Map<string, Kind[]>();
  for (const kind of table.kinds) {
    const slash = kind.apiVersion.lastIndexOf('/');
    const name = slash < 0 ? `${kind.apiVersion}.` : `${kind.apiVersion.slice(slash + 1)}.${kind.apiVersion.slice(0, slash)}`;
    found.set(name, [...(found.get(name) ?? []), kind]);
  }
  return found;
}
