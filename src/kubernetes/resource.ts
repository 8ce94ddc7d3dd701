import type { Table } from './table.js';

/** A resource by its group, which is empty for core/v1, and its plural name. */
export interface Resource {
  readonly group: string;
  readonly name: string;
}

/** Where kube-apiserver keeps resources under another name than their own. */
const renamed: ReadonlyMap<string, string> = new Map([
  ['minions', 'nodes'],
  ['controllers', 'replicationcontrollers'],
  ['ingress', 'ingresses'],
  ['services/specs', 'services'],
  ['services/endpoints', 'endpoints'],
]);

/** Of the resource by its kind: `NetworkPolicy` is `networkpolicies`. */
export function pluralOf(kind: string): string {
  const name = kind.toLowerCase();
  if (name === 'endpoints') return name;
  if (name.endsWith('s')) return `${name}es`;
  return name.endsWith('y') ? `${name.slice(0, -1)}ies` : `${name}s`;
}

/** The groups that each built-in resource is in, by plural name: a key has none. */
export function groupsOfResources(table: Table): Map<string, Set<string>> {
  const groups = new Map<string, Set<string>>();
  for (const { apiVersion, kind } of table.kinds) {
    const name = pluralOf(kind);
    const slash = apiVersion.lastIndexOf('/');
    groups.set(name, (groups.get(name) ?? new Set()).add(slash < 0 ? '' : apiVersion.slice(0, slash)));
  }
  return groups;
}

/**
 * The resources that a key of etcd may belong to: several where a name was in several groups, none where it's not one of kube-apiserver's.
 * @param prefix of kube-apiserver's keys, `/registry`
 */
export function resourcesOfKey(key: string, prefix: string, groups: ReadonlyMap<string, ReadonlySet<string>>): Resource[] {
  const root = prefix.replace(/\/*$/, '/');
  if (!key.startsWith(root)) return [];
  const [first = '', second = ''] = key.slice(root.length).split('/');
  // A group has a dot, a built-in resource has none.
  if (first.includes('.')) return [{ group: first, name: second }];
  const name = renamed.get(first) ?? renamed.get(`${first}/${second}`) ?? first;
  return [...(groups.get(name) ?? [])].map((group) => ({ group, name }));
}
