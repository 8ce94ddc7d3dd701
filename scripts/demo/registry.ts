import { createHash } from 'node:crypto';
import { BinaryWriter } from '@bufbuild/protobuf/wire';

/** A key of a Kubernetes cluster and what its API server stores there. */
export interface Entry {
  readonly key: string;
  readonly value: Buffer;
}

interface Kind {
  /** Below `/registry/`. */
  readonly path: string;
  readonly apiVersion: string;
  readonly kind: string;
  /** `namespace/name`, or `name`. */
  readonly names: readonly string[];
  /** Kinds that the API server keeps as JSON: what custom resource definitions and aggregation bring. */
  readonly isJson?: boolean;
}

const nodes = ['control-plane', 'worker-1', 'worker-2'];

const kinds: readonly Kind[] = [
  { path: 'namespaces', apiVersion: 'v1', kind: 'Namespace', names: ['default', 'kube-node-lease', 'kube-public', 'kube-system', 'shop'] },
  { path: 'minions', apiVersion: 'v1', kind: 'Node', names: nodes },
  {
    path: 'pods',
    apiVersion: 'v1',
    kind: 'Pod',
    names: [
      'kube-system/etcd-control-plane',
      'kube-system/kube-apiserver-control-plane',
      'kube-system/coredns-5d78c9869d-7kz2x',
      'kube-system/coredns-5d78c9869d-nq8wv',
      'shop/cart-6f7b9c4d8-2xk5p',
      'shop/cart-6f7b9c4d8-z9t4m',
      'shop/catalog-0',
    ],
  },
  { path: 'deployments', apiVersion: 'apps/v1', kind: 'Deployment', names: ['kube-system/coredns', 'shop/cart'] },
  { path: 'statefulsets', apiVersion: 'apps/v1', kind: 'StatefulSet', names: ['shop/catalog'] },
  {
    path: 'configmaps',
    apiVersion: 'v1',
    kind: 'ConfigMap',
    names: ['kube-system/kubeadm-config', 'kube-system/coredns', 'shop/settings'],
  },
  { path: 'secrets', apiVersion: 'v1', kind: 'Secret', names: ['kube-system/bootstrap-token-abcdef', 'shop/registry-login'] },
  { path: 'serviceaccounts', apiVersion: 'v1', kind: 'ServiceAccount', names: ['default/default', 'kube-system/coredns', 'shop/default'] },
  { path: 'services/specs', apiVersion: 'v1', kind: 'Service', names: ['default/kubernetes', 'kube-system/kube-dns', 'shop/cart'] },
  { path: 'services/endpoints', apiVersion: 'v1', kind: 'Endpoints', names: ['default/kubernetes', 'shop/cart'] },
  { path: 'endpointslices', apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice', names: ['default/kubernetes', 'shop/cart-x7c2d'] },
  { path: 'leases', apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', names: nodes.map((node) => `kube-node-lease/${node}`) },
  {
    path: 'events',
    apiVersion: 'v1',
    kind: 'Event',
    names: ['shop/cart-6f7b9c4d8-2xk5p.17a9c2f4b1d03e55', 'shop/catalog-0.17a9c2f5a8e1c0b7'],
  },
  { path: 'clusterroles', apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', names: ['cluster-admin', 'view'] },
  { path: 'clusterrolebindings', apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRoleBinding', names: ['cluster-admin'] },
  { path: 'roles', apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', names: ['kube-public/kubeadm:bootstrap-signer-clusterinfo'] },
  {
    path: 'apiextensions.k8s.io/customresourcedefinitions',
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    names: ['coupons.shop.example.com'],
    isJson: true,
  },
  { path: 'shop.example.com/coupons', apiVersion: 'shop.example.com/v1', kind: 'Coupon', names: ['shop/spring'], isJson: true },
  {
    path: 'apiregistration.k8s.io/apiservices',
    apiVersion: 'apiregistration.k8s.io/v1',
    kind: 'APIService',
    names: ['v1.apps', 'v1.shop.example.com'],
    isJson: true,
  },
];

const createdAt = Date.UTC(2026, 0, 15, 9, 30) / 1000;

/** What a small Kubernetes cluster has in its etcd: the same keys and shapes of values each time, with nothing real in them. */
export function registryEntries(): Entry[] {
  return kinds.flatMap((kind) =>
    kind.names.map((path) => {
      const [name = '', namespace] = path.split('/').reverse();
      const value = kind.isJson ? jsonValue(kind, name, namespace) : protobufValue(kind, name, namespace);
      return { key: `/registry/${kind.path}/${path}`, value };
    }),
  );
}

function jsonValue({ apiVersion, kind }: Kind, name: string, namespace: string | undefined): Buffer {
  const creationTimestamp = new Date(createdAt * 1000).toISOString().replace('.000', '');
  const metadata = { name, ...(namespace !== undefined && { namespace }), uid: uidOf(kind, name), generation: 1, creationTimestamp };
  return Buffer.from(`${JSON.stringify({ apiVersion, kind, metadata, spec: {} })}\n`);
}

/** `k8s`, a zero, and Kubernetes' `runtime.Unknown` around the object, of which only the metadata is here. */
function protobufValue({ apiVersion, kind }: Kind, name: string, namespace: string | undefined): Buffer {
  const metadata = new BinaryWriter().uint32(tag(1)).string(name);
  if (namespace !== undefined) metadata.uint32(tag(3)).string(namespace);
  metadata.uint32(tag(5)).string(uidOf(kind, name));
  const timestamp = new BinaryWriter().uint32(8).int64(createdAt).finish();
  metadata.uint32(tag(8)).bytes(timestamp);
  const label = new BinaryWriter().uint32(tag(1)).string('app').uint32(tag(2)).string(name).finish();
  metadata.uint32(tag(11)).bytes(label);
  const type = new BinaryWriter().uint32(tag(1)).string(apiVersion).uint32(tag(2)).string(kind).finish();
  const object = new BinaryWriter().uint32(tag(1)).bytes(metadata.finish()).finish();
  const unknown = new BinaryWriter()
    .uint32(tag(1))
    .bytes(type)
    .uint32(tag(2))
    .bytes(object)
    .uint32(tag(3))
    .string('')
    .uint32(tag(4))
    .string('');
  return Buffer.concat([Buffer.from('k8s\0'), unknown.finish()]);
}

/** A length-delimited field. */
function tag(field: number): number {
  return (field << 3) | 2;
}

function uidOf(kind: string, name: string): string {
  const hex = createHash('sha256').update(`${kind}/${name}`).digest('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
}
