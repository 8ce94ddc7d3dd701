import type { StoredObject } from './object.js';
import { isMembers, type Members, memberAt, type Tree } from './tree.js';

/**
 * The object as a current kube-apiserver answers it, where that isn't what it stores: definitions of custom resources are kept as v1beta1, and a
 * few members are filled in whenever an object is read. All others are the same. It shares what it doesn't change.
 */
export function asServed(object: StoredObject): Members {
  const { members } = object;
  switch (`${object.apiVersion} ${object.kind}`) {
    case 'apiextensions.k8s.io/v1beta1 CustomResourceDefinition':
      return serveDefinition(members);
    case 'apps/v1 StatefulSet':
      return change(members, 'spec', (spec) => change(spec, 'volumeClaimTemplates', nameClaims));
    case 'v1 PersistentVolumeClaim':
      return change(members, 'status', (status) => fill(status, 'phase', 'Pending'));
    case 'batch/v1 Job':
      return serveJob(members);
    default:
      return members;
  }
}

/** A copy with one member changed, where it's there. */
function change(tree: Tree | undefined, name: string, to: (member: Tree) => Tree): Members {
  const members: Members = new Map(isMembers(tree) ? tree : []);
  const member = members.get(name);
  return member === undefined ? members : members.set(name, to(member));
}

function fill(tree: Tree, name: string, value: Tree): Tree {
  return isMembers(tree) && !tree.has(name) ? new Map(tree).set(name, value) : tree;
}

/** Objects within objects lose their kind in storage. */
function nameClaims(claims: Tree): Tree {
  if (!Array.isArray(claims)) return claims;
  return claims.map((claim) =>
    isMembers(claim) ? new Map<string, Tree>([['kind', 'PersistentVolumeClaim'], ['apiVersion', 'v1'], ...claim]) : claim,
  );
}

function serveJob(members: Members): Members {
  const labels = memberAt(members, 'spec', 'template', 'metadata', 'labels');
  return labels === undefined ? members : change(members, 'metadata', (metadata) => fill(metadata, 'labels', labels));
}

/** What v1beta1 has once for all versions when they agree. */
const shared = {
  validation: 'schema',
  subresources: 'subresources',
  additionalPrinterColumns: 'additionalPrinterColumns',
  selectableFields: 'selectableFields',
};

function serveDefinition(members: Members): Members {
  const spec: Members = new Map(isMembers(members.get('spec')) ? (members.get('spec') as Members) : []);
  const version = spec.get('version');
  const listed = spec.get('versions');
  const versions = Array.isArray(listed) ? listed : [];
  const all: Tree[] =
    versions.length > 0 || version === undefined
      ? versions
      : [
          new Map<string, Tree>([
            ['name', version],
            ['served', true],
            ['storage', true],
          ]),
        ];
  const common = Object.entries(shared).flatMap(([old, name]) => (spec.has(old) ? [[name, spec.get(old) as Tree] as const] : []));
  const served = all.map((of) => (isMembers(of) ? serveVersion(new Map([...of, ...common.filter(([name]) => !of.has(name))])) : of));
  for (const name of ['version', ...Object.keys(shared)]) spec.delete(name);
  if (spec.get('preserveUnknownFields') === false) spec.delete('preserveUnknownFields');
  spec.set('versions', served);
  const conversion = spec.get('conversion');
  if (isMembers(conversion)) spec.set('conversion', serveConversion(conversion));
  return new Map(members).set('apiVersion', 'apiextensions.k8s.io/v1').set('spec', spec);
}

function serveVersion(version: Members): Members {
  return change(version, 'additionalPrinterColumns', (columns) =>
    Array.isArray(columns) ? columns.map((column) => (isMembers(column) ? rename(column, 'JSONPath', 'jsonPath') : column)) : columns,
  );
}

const rename = (members: Members, from: string, to: string): Members =>
  new Map([...members].map(([name, member]) => [name === from ? to : name, member]));

function serveConversion(conversion: Members): Members {
  const moved = { webhookClientConfig: 'clientConfig', conversionReviewVersions: 'conversionReviewVersions' };
  const webhook: Members = new Map();
  const rest: Members = new Map();
  for (const [name, member] of conversion) {
    if (name in moved) webhook.set(moved[name as keyof typeof moved], member);
    else rest.set(name, member);
  }
  return webhook.size === 0 ? rest : rest.set('webhook', webhook);
}
