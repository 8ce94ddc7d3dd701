import type { Resource } from '../resource.js';
import type { EncryptionConfiguration } from './configuration.js';

/**
 * Which rule holds for a resource: the first that names it, by itself or with a wildcard. @returns its index; undefined where none does, so that the
 * resource is stored as it is
 */
export function findRule({ rules }: EncryptionConfiguration, resources: readonly Resource[]): number | undefined {
  const index = rules.findIndex((rule) => rule.resources.some((pattern) => resources.some((resource) => matches(pattern, resource))));
  return index < 0 ? undefined : index;
}

/** `secrets` and `deployments.apps` name a resource, `*.` all of core/v1, `*.apps` all of a group, `*.*` all there are. */
function matches(pattern: string, { group, name }: Resource): boolean {
  if (pattern === '*.*') return true;
  const dot = pattern.indexOf('.');
  const wantedName = dot < 0 ? pattern : pattern.slice(0, dot);
  const wantedGroup = dot < 0 ? '' : pattern.slice(dot + 1);
  return wantedGroup === group && (wantedName === '*' ? dot >= 0 : wantedName === name);
}
