export const tableText = `# What a decoder has to know of the objects that Kubernetes stores. Made by scripts/kubernetes/table.ts, never edited.
# Of the Go modules k8s.io/api, k8s.io/apimachinery, k8s.io/apiextensions-apiserver and k8s.io/kube-aggregator:
# v0.24.3 v0.25.9 v0.26.9 v0.27.4 v0.28.3 v0.29.15 v0.30.14 v0.31.4 v0.32.13 v0.33.13 v0.34.13 v0.35.10 v0.36.6 v0.37.2
# Copyright The Kubernetes Authors. Licensed under the Apache License, Version 2.0.
# A kind: apiVersion, kind, line of its message from 0, releases that have it, releases that serve it from and not any more.
# A message: its fields in the order of JSON, NAME=[NUMBER, else the one before + 1]TYPE[?: pointer][!: never left out][~: inline][@releases].

admissionregistration.k8s.io/v1 MutatingAdmissionPolicy 0 36- 36-
admissionregistration.k8s.io/v1 MutatingAdmissionPolicyBinding 15 36- 36-
admissionregistration.k8s.io/v1 MutatingWebhookConfiguration 18 - 16-
admissionregistration.k8s.io/v1 ValidatingAdmissionPolicy 22 30- 30-
admissionregistration.k8s.io/v1 ValidatingAdmissionPolicyBinding 30 30- 30-
admissionregistration.k8s.io/v1 ValidatingWebhookConfiguration 32 - 16-
admissionregistration.k8s.io/v1alpha1 MutatingAdmissionPolicy 0 32- 32-38
admissionregistration.k8s.io/v1alpha1 MutatingAdmissionPolicyBinding 34 32- 32-38
admissionregistration.k8s.io/v1alpha1 ValidatingAdmissionPolicy 37 26- 26-32
admissionregistration.k8s.io/v1alpha1 ValidatingAdmissionPolicyBinding 40 26- 26-32
admissionregistration.k8s.io/v1beta1 MutatingAdmissionPolicy 0 34- 34-40
admissionregistration.k8s.io/v1beta1 MutatingAdmissionPolicyBinding 15 34- 34-40
admissionregistration.k8s.io/v1beta1 MutatingWebhookConfiguration 42 - 9-22
admissionregistration.k8s.io/v1beta1 ValidatingAdmissionPolicy 44 28- 28-34
admissionregistration.k8s.io/v1beta1 ValidatingAdmissionPolicyBinding 30 28- 28-34
admissionregistration.k8s.io/v1beta1 ValidatingWebhookConfiguration 46 - 9-22
apiextensions.k8s.io/v1 CustomResourceDefinition 48 - 16-
apiextensions.k8s.io/v1beta1 CustomResourceDefinition 68 - 7-22
apiregistration.k8s.io/v1 APIService 73 - 10-
apiregistration.k8s.io/v1beta1 APIService 73 - 7-22
apps/v1 ControllerRevision 78 - 9-
apps/v1 DaemonSet 79 - 9-
apps/v1 Deployment 186 - 9-
apps/v1 ReplicaSet 190 - 9-
apps/v1 StatefulSet 193 - 9-
apps/v1beta1 ControllerRevision 78 - 7-16
apps/v1beta1 Deployment 206 - 6-16
apps/v1beta1 Scale 209 - 6-16
apps/v1beta1 StatefulSet 212 - 5-16
apps/v1beta2 ControllerRevision 78 - 8-16
apps/v1beta2 DaemonSet 79 - 8-16
apps/v1beta2 Deployment 186 - 8-16
apps/v1beta2 ReplicaSet 190 - 8-16
apps/v1beta2 Scale 209 - 8-16
apps/v1beta2 StatefulSet 193 - 8-16
authentication.k8s.io/v1 SelfSubjectReview 215 28- 28-
authentication.k8s.io/v1 TokenRequest 218 - 10-
authentication.k8s.io/v1 TokenReview 222 - 6-
authentication.k8s.io/v1alpha1 SelfSubjectReview 215 26- 26-32
authentication.k8s.io/v1beta1 SelfSubjectReview 215 27- 27-33
authentication.k8s.io/v1beta1 TokenReview 222 - 4-22
authorization.k8s.io/v1 LocalSubjectAccessReview 225 - 19-
authorization.k8s.io/v1 SelfSubjectAccessReview 231 - 19-
authorization.k8s.io/v1 SelfSubjectRulesReview 233 - 19-
authorization.k8s.io/v1 SubjectAccessReview 225 - 6-
authorization.k8s.io/v1beta1 LocalSubjectAccessReview 238 - 2-22
authorization.k8s.io/v1beta1 SelfSubjectAccessReview 231 - 2-22
authorization.k8s.io/v1beta1 SelfSubjectRulesReview 233 - 8-22
authorization.k8s.io/v1beta1 SubjectAccessReview 238 - 2-22
autoscaling/v1 HorizontalPodAutoscaler 240 - 2-
autoscaling/v1 Scale 244 - 2-
autoscaling/v2 HorizontalPodAutoscaler 246 - 23-
autoscaling/v2beta1 HorizontalPodAutoscaler 266 -35 8-25
autoscaling/v2beta2 HorizontalPodAutoscaler 281 -35 12-26
batch/v1 CronJob 286 - 21-
batch/v1 Job 305 - 2-
batch/v1beta1 CronJob 286 - 8-25
batch/v1beta1 JobTemplate 308 -26 8-25
certificates.k8s.io/v1 CertificateSigningRequest 309 - 19-
certificates.k8s.io/v1 ClusterTrustBundle 313 37- 37-
certificates.k8s.io/v1 PodCertificateRequest 315 37- 37-
certificates.k8s.io/v1alpha1 ClusterTrustBundle 313 27- 26-37
certificates.k8s.io/v1alpha1 PodCertificateRequest 318 34 34-40
certificates.k8s.io/v1beta1 CertificateSigningRequest 320 - 12-22
certificates.k8s.io/v1beta1 ClusterTrustBundle 313 33- 33-40
certificates.k8s.io/v1beta1 PodCertificateRequest 322 35- 35-40
coordination.k8s.io/v1 Lease 324 - 14-
coordination.k8s.io/v1alpha1 LeaseCandidate 326 31 31-37
coordination.k8s.io/v1alpha2 LeaseCandidate 328 32- 32-38
coordination.k8s.io/v1beta1 Lease 324 - 12-22
coordination.k8s.io/v1beta1 LeaseCandidate 328 33- 33-39
discovery.k8s.io/v1 EndpointSlice 330 - 21-
discovery.k8s.io/v1beta1 EndpointSlice 335 - 16-25
events.k8s.io/v1 Event 337 - 19-
events.k8s.io/v1beta1 Event 337 - 8-25
extensions/v1beta1 DaemonSet 340 - 1-16
extensions/v1beta1 Deployment 206 - 1-16
extensions/v1beta1 Ingress 342 - 1-22
extensions/v1beta1 NetworkPolicy 356 - 3-16
extensions/v1beta1 PodSecurityPolicy 364 -26 2-16
extensions/v1beta1 ReplicaSet 373 - 2-16
extensions/v1beta1 Scale 209 - 1-16
flowcontrol.apiserver.k8s.io/v1 FlowSchema 375 29- 29-
flowcontrol.apiserver.k8s.io/v1 PriorityLevelConfiguration 385 29- 29-
flowcontrol.apiserver.k8s.io/v1alpha1 FlowSchema 375 -28 18-21
flowcontrol.apiserver.k8s.io/v1alpha1 PriorityLevelConfiguration 391 -28 18-21
flowcontrol.apiserver.k8s.io/v1beta1 FlowSchema 375 - 20-26
flowcontrol.apiserver.k8s.io/v1beta1 PriorityLevelConfiguration 391 - 20-26
flowcontrol.apiserver.k8s.io/v1beta2 FlowSchema 375 - 23-29
flowcontrol.apiserver.k8s.io/v1beta2 PriorityLevelConfiguration 391 - 23-29
flowcontrol.apiserver.k8s.io/v1beta3 FlowSchema 375 26- 26-32
flowcontrol.apiserver.k8s.io/v1beta3 PriorityLevelConfiguration 394 26- 26-32
internal.apiserver.k8s.io/v1alpha1 StorageVersion 397
lifecycle.k8s.io/v1alpha1 Eviction 401 37- 37-43
lifecycle.k8s.io/v1alpha1 EvictionRequest 409 37- 37-43
networking.k8s.io/v1 IPAddress 412 33- 33-
networking.k8s.io/v1 Ingress 415 - 19-
networking.k8s.io/v1 IngressClass 424 - 19-
networking.k8s.io/v1 NetworkPolicy 356 - 7-
networking.k8s.io/v1 ServiceCIDR 427 33- 33-
networking.k8s.io/v1alpha1 ClusterCIDR 429 25-28 25-31
networking.k8s.io/v1alpha1 IPAddress 431 27-33 27-33
networking.k8s.io/v1alpha1 ServiceCIDR 427 29-33 27-33
networking.k8s.io/v1beta1 IPAddress 412 31- 31-37
networking.k8s.io/v1beta1 Ingress 342 - 14-22
networking.k8s.io/v1beta1 IngressClass 424 - 18-22
networking.k8s.io/v1beta1 ServiceCIDR 427 31- 31-37
node.k8s.io/v1 RuntimeClass 434 - 20-
node.k8s.io/v1alpha1 RuntimeClass 437
node.k8s.io/v1beta1 RuntimeClass 434 - 13-25
policy/v1 Eviction 439 - 22-
policy/v1 PodDisruptionBudget 442 - 21-
policy/v1beta1 Eviction 439 - 5-25
policy/v1beta1 PodDisruptionBudget 442 - 5-25
policy/v1beta1 PodSecurityPolicy 364 -28 10-25
rbac.authorization.k8s.io/v1 ClusterRole 445 - 8-
rbac.authorization.k8s.io/v1 ClusterRoleBinding 448 - 8-
rbac.authorization.k8s.io/v1 Role 451 - 8-
rbac.authorization.k8s.io/v1 RoleBinding 448 - 8-
rbac.authorization.k8s.io/v1alpha1 ClusterRole 452
rbac.authorization.k8s.io/v1alpha1 ClusterRoleBinding 454
rbac.authorization.k8s.io/v1alpha1 Role 456
rbac.authorization.k8s.io/v1alpha1 RoleBinding 454
rbac.authorization.k8s.io/v1beta1 ClusterRole 445 - 6-22
rbac.authorization.k8s.io/v1beta1 ClusterRoleBinding 448 - 6-22
rbac.authorization.k8s.io/v1beta1 Role 451 - 6-22
rbac.authorization.k8s.io/v1beta1 RoleBinding 448 - 6-22
resource.k8s.io/v1 DeviceClass 457 34- 34-
resource.k8s.io/v1 DeviceTaintRule 464 37- 37-
resource.k8s.io/v1 ResourceClaim 468 34- 34-
resource.k8s.io/v1 ResourceClaimTemplate 485 34- 34-
resource.k8s.io/v1 ResourceSlice 487 34- 34-
resource.k8s.io/v1alpha1 PodScheduling 502 26
resource.k8s.io/v1alpha1 ResourceClaim 506 26
resource.k8s.io/v1alpha1 ResourceClaimTemplate 511 26
resource.k8s.io/v1alpha1 ResourceClass 513 26
resource.k8s.io/v1alpha2 PodSchedulingContext 502 27-30
resource.k8s.io/v1alpha2 ResourceClaim 515 27-30
resource.k8s.io/v1alpha2 ResourceClaimParameters 522 30
resource.k8s.io/v1alpha2 ResourceClaimTemplate 511 27-30
resource.k8s.io/v1alpha2 ResourceClass 527 27-30
resource.k8s.io/v1alpha2 ResourceClassParameters 528 30
resource.k8s.io/v1alpha2 ResourceSlice 531 30
resource.k8s.io/v1alpha3 DeviceClass 539 31-33 31-37
resource.k8s.io/v1alpha3 DeviceTaintRule 541 33- 33-39
resource.k8s.io/v1alpha3 PodSchedulingContext 544 31
resource.k8s.io/v1alpha3 ResourceClaim 547 31-33 31-37
resource.k8s.io/v1alpha3 ResourceClaimTemplate 558 31-33 31-37
resource.k8s.io/v1alpha3 ResourcePoolStatusRequest 560 36- 36-42
resource.k8s.io/v1alpha3 ResourceSlice 567 31-33 31-37
resource.k8s.io/v1beta1 DeviceClass 573 32- 32-38
resource.k8s.io/v1beta1 ResourceClaim 575 32- 32-38
resource.k8s.io/v1beta1 ResourceClaimTemplate 586 32- 32-38
resource.k8s.io/v1beta1 ResourceSlice 588 32- 32-38
resource.k8s.io/v1beta2 DeviceClass 573 33- 33-39
resource.k8s.io/v1beta2 DeviceTaintRule 464 36- 36-42
resource.k8s.io/v1beta2 ResourceClaim 593 33- 33-39
resource.k8s.io/v1beta2 ResourceClaimTemplate 604 33- 33-39
resource.k8s.io/v1beta2 ResourceSlice 606 33- 33-39
scheduling.k8s.io/v1 PriorityClass 609 - 14-
scheduling.k8s.io/v1alpha1 PriorityClass 609 -35
scheduling.k8s.io/v1alpha1 Workload 610 35
scheduling.k8s.io/v1alpha2 PodGroup 615 36
scheduling.k8s.io/v1alpha2 Workload 622 36
scheduling.k8s.io/v1alpha3 CompositePodGroup 625 37-
scheduling.k8s.io/v1alpha3 PodGroup 630 37-
scheduling.k8s.io/v1alpha3 Workload 632 37-
scheduling.k8s.io/v1beta1 PodGroup 630 37- 37-43
scheduling.k8s.io/v1beta1 PriorityClass 609 - 11-22
scheduling.k8s.io/v1beta1 Workload 632 37- 37-43
storage.k8s.io/v1 CSIDriver 636 - 18-
storage.k8s.io/v1 CSINode 639 - 17-
storage.k8s.io/v1 CSIStorageCapacity 646 - 24-
storage.k8s.io/v1 StorageClass 647 - 6-
storage.k8s.io/v1 VolumeAttachment 650 - 13-
storage.k8s.io/v1 VolumeAttributesClass 670 34- 34-
storage.k8s.io/v1alpha1 CSIStorageCapacity 646 - 19-24
storage.k8s.io/v1alpha1 VolumeAttachment 650 - 9-24
storage.k8s.io/v1alpha1 VolumeAttributesClass 670 29- 29-35
storage.k8s.io/v1beta1 CSIDriver 636 - 14-22
storage.k8s.io/v1beta1 CSINode 639 - 14-22
storage.k8s.io/v1beta1 CSIStorageCapacity 646 - 21-27
storage.k8s.io/v1beta1 StorageClass 647 - 4-22
storage.k8s.io/v1beta1 VolumeAttachment 650 - 10-22
storage.k8s.io/v1beta1 VolumeAttributesClass 670 31- 31-37
storagemigration.k8s.io/v1 StorageVersionMigration 671 37- 37-
storagemigration.k8s.io/v1alpha1 StorageVersionMigration 675 30-34 30-36
storagemigration.k8s.io/v1beta1 StorageVersionMigration 671 35- 35-40
v1 Binding 680
v1 ComponentStatus 681
v1 ConfigMap 683 - 2-
v1 Endpoints 684
v1 Event 688
v1 LimitRange 690
v1 Namespace 693
v1 Node 697
v1 PersistentVolume 714
v1 PersistentVolumeClaim 195
v1 Pod 716
v1 PodStatusResult 738 -36
v1 PodTemplate 739
v1 RangeAllocation 740
v1 ReplicationController 741
v1 ResourceQuota 744
v1 Secret 749
v1 Service 750
v1 ServiceAccount 756

metadata=m1! spec=m4!
name=s generateName=s namespace=s selfLink=s uid=s resourceVersion=s generation=i creationTimestamp=T!@-33 creationTimestamp=8T@34- deletionTimestamp=T? deletionGracePeriodSeconds=i? labels=%s annotations=%s ownerReferences=*m2 finalizers=*s clusterName=s@-24 managedFields=17*m3
apiVersion=5s! kind=1s! name=3s! uid=s! controller=6b? blockOwnerDeletion=b?
manager=s operation=s apiVersion=s time=T? fieldsType=6s fieldsV1=R? subresource=s
paramKind=m5? matchConstraints=m6? variables=*m12 mutations=*m13 failurePolicy=s? matchConditions=*m12 reinvocationPolicy=s
apiVersion=s kind=s
namespaceSelector=m7? objectSelector=m7? resourceRules=*m9 excludeResourceRules=*m9 matchPolicy=7s?
matchLabels=%s matchExpressions=*m8
key=s! operator=s! values=*s
resourceNames=*s =m10~
operations=*s =m11~
apiGroups=*s apiVersions=*s resources=*s scope=s?
name=s! expression=s!
patchType=2s! applyConfiguration=m14? jsonPatch=m14?
expression=s
metadata=m1! spec=m16!
policyName=s paramRef=m17? matchResources=m6?
name=s namespace=s selector=m7? parameterNotFoundAction=s?
metadata=m1! webhooks=*m19
name=s! clientConfig=m20! rules=*m10 failurePolicy=s? matchPolicy=9s? namespaceSelector=5m7? objectSelector=11m7? sideEffects=6s?! timeoutSeconds=i? admissionReviewVersions=*s! reinvocationPolicy=10s? matchConditions=12*m12@27-
url=3s? service=1m21? caBundle=y
namespace=s! name=s! path=s? port=i?
metadata=m1! spec=m23! status=m26!
paramKind=m5? matchConstraints=m6? validations=*m24 failurePolicy=s? auditAnnotations=*m25 matchConditions=*m12 variables=*m12
expression=s! message=s reason=s? messageExpression=s
key=s! valueExpression=s!
observedGeneration=i typeChecking=m27? conditions=*m29
expressionWarnings=*m28
fieldRef=2s! warning=s!
type=s! status=s! observedGeneration=i lastTransitionTime=T! reason=s! message=s!
metadata=m1! spec=m31!
policyName=s paramRef=m17? matchResources=m6? validationActions=*s
metadata=m1! webhooks=*m33
name=s! clientConfig=m20! rules=*m10 failurePolicy=s? matchPolicy=9s? namespaceSelector=5m7? objectSelector=10m7? sideEffects=6s?! timeoutSeconds=i? admissionReviewVersions=*s! matchConditions=11*m12@27-
metadata=m1! spec=m35!
policyName=s paramRef=m36? matchResources=m6?
name=s namespace=s selector=m7?@28- parameterNotFoundAction=s?@28-
metadata=m1! spec=m38! status=m26!@27-
paramKind=m5? matchConstraints=m6? validations=*m39!@-26 validations=3*m39@27- failurePolicy=s? auditAnnotations=*m25@27- matchConditions=*m12@27- variables=*m12!@28 variables=7*m12@29-
expression=s! message=s reason=s? messageExpression=s@27-
metadata=m1! spec=m41!
policyName=s paramRef=m36? matchResources=m6? validationActions=*s@27-
metadata=m1! webhooks=*m43
name=s! clientConfig=m20! rules=*m10@-25 rules=3*m10@26- failurePolicy=s? matchPolicy=9s? namespaceSelector=5m7? objectSelector=11m7? sideEffects=6s? timeoutSeconds=i? admissionReviewVersions=*s reinvocationPolicy=10s? matchConditions=12*m12@27-
metadata=m1! spec=m45! status=m26!
paramKind=m5? matchConstraints=m6? validations=*m24 failurePolicy=s? auditAnnotations=*m25 matchConditions=*m12 variables=*m12!@-28 variables=7*m12@29-
metadata=m1! webhooks=*m47
name=s! clientConfig=m20! rules=*m10@-25 rules=3*m10@26- failurePolicy=s? matchPolicy=9s? namespaceSelector=5m7? objectSelector=10m7? sideEffects=6s? timeoutSeconds=i? admissionReviewVersions=*s matchConditions=11*m12@27-
metadata=m1! spec=m49! status=m66!
group=s! names=3m50! scope=s! versions=7*m51! conversion=9m64? preserveUnknownFields=b
plural=s! singular=s shortNames=*s kind=s! listKind=s categories=*s
name=s! served=b! storage=b! deprecated=7b deprecationWarning=s? schema=4m52? subresources=m59? additionalPrinterColumns=*m62 selectableFields=9*m63@30-
openAPIV3Schema=m53?
id=s $schema=s $ref=s? description=s type=s format=s title=s default=R? maximum=d? exclusiveMaximum=b minimum=d? exclusiveMinimum=b maxLength=i? minLength=i? pattern=s maxItems=i? minItems=i? uniqueItems=b multipleOf=d? enum=*R maxProperties=i? minProperties=i? required=*s items=A54? allOf=*m53 oneOf=*m53 anyOf=*m53 not=m53? properties=%m53 additionalProperties=B55? patternProperties=%m53 dependencies=%C56 additionalItems=B55? definitions=%m53 externalDocs=m57? example=R? nullable=b x-kubernetes-preserve-unknown-fields=b? x-kubernetes-embedded-resource=b x-kubernetes-int-or-string=b x-kubernetes-list-map-keys=*s x-kubernetes-list-type=s? x-kubernetes-map-type=s? x-kubernetes-validations=*m58
=m53?! =*m53!
=b! =m53?!
=m53?! =*s!
description=s url=s
rule=s! message=s messageExpression=s@27- reason=s?@28- fieldPath=s@28- optionalOldSelf=b?@29-
status=m60? scale=m61?

specReplicasPath=s! statusReplicasPath=s! labelSelectorPath=s?
name=s! type=s! format=s description=s priority=i jsonPath=s!
jsonPath=s!
strategy=s! webhook=m65?
clientConfig=2m20? conversionReviewVersions=*s!
conditions=*m67! acceptedNames=m50! storedVersions=*s! observedGeneration=i@35-
type=s! status=s! lastTransitionTime=T! reason=s message=s observedGeneration=i@35-
metadata=m1! spec=m69! status=m66!
group=s! version=s names=m50! scope=s! validation=m52? subresources=m59? versions=*m70 additionalPrinterColumns=*m71 selectableFields=11*m63@30- conversion=9m72? preserveUnknownFields=b?
name=s! served=b! storage=b! deprecated=7b deprecationWarning=s? schema=4m52? subresources=m59? additionalPrinterColumns=*m71 selectableFields=9*m63@30-
name=s! type=s! format=s description=s priority=i JSONPath=s!
strategy=s! webhookClientConfig=m20? conversionReviewVersions=*s
metadata=m1! spec=m74! status=m76!
service=m75? group=s version=s insecureSkipTLSVerify=b caBundle=y groupPriorityMinimum=7i! versionPriority=i!
namespace=s name=s port=i?
conditions=*m77
type=s! status=s! lastTransitionTime=T! reason=s message=s
metadata=m1! data=R! revision=i!
metadata=m1! spec=m80! status=m185!
selector=m7?! template=m81! updateStrategy=m183! minReadySeconds=i revisionHistoryLimit=6i?
metadata=m1! spec=m82!
volumes=*m83 initContainers=20*m133 containers=2*m133! ephemeralContainers=34*m161 restartPolicy=3s terminationGracePeriodSeconds=i? activeDeadlineSeconds=i? dnsPolicy=s nodeSelector=%s serviceAccountName=s serviceAccount=s automountServiceAccountToken=21b? nodeName=10s hostNetwork=b hostPID=b hostIPC=b shareProcessNamespace=27b? securityContext=14m162? imagePullSecrets=*m94 hostname=s subdomain=s affinity=m163? schedulerName=s tolerations=22*m171 hostAliases=*m172 priorityClassName=s priority=i? dnsConfig=m173? readinessGates=28*m175 runtimeClassName=s? enableServiceLinks=b? preemptionPolicy=s? overhead=%Q topologySpreadConstraints=*m176 setHostnameAsFQDN=35b? os=m177? hostUsers=b?@25- schedulingGates=*m177@26- resourceClaims=*m178@26- resources=m127?@32- hostnameOverride=s?@34- schedulingGroup=43m180?@36- evictionResponders=*m181@37- workloadRef=42m182?@35
name=s! =m84~
hostPath=m85? emptyDir=m86? gcePersistentDisk=m87? awsElasticBlockStore=m88? gitRepo=m89? secret=m90? nfs=m92? iscsi=m93? glusterfs=m95? persistentVolumeClaim=m96? rbd=m97? flexVolume=m98? cinder=m99? cephfs=m100? flocker=m101? downwardAPI=m102? fc=m106? azureFile=m107? configMap=m108? vsphereVolume=m109? quobyte=m110? azureDisk=m111? photonPersistentDisk=m112? projected=26m113? portworxVolume=24m120? scaleIO=m121? storageos=27m122? csi=m123? ephemeral=m124? image=m132?@31-
path=s! type=s?
medium=s sizeLimit=Q? mode=i?@37-
pdName=s! fsType=s partition=i readOnly=b
volumeID=s! fsType=s partition=i readOnly=b
repository=s! revision=s directory=s
secretName=s items=*m91 defaultMode=i? optional=b? defaultUser=i?@37-
key=s! path=s! mode=i? user=i?@37-
server=s! path=s! readOnly=b
targetPortal=s! iqn=s! lun=i! iscsiInterface=s fsType=s readOnly=b portals=*s chapAuthDiscovery=b chapAuthSession=11b secretRef=10m94? initiatorName=12s?
name=s
endpoints=s! path=s! readOnly=b
claimName=s! readOnly=b
monitors=*s! image=s! fsType=s pool=s user=s keyring=s secretRef=m94? readOnly=b
driver=s! fsType=s secretRef=m94? readOnly=b options=%s
volumeID=s! fsType=s readOnly=b secretRef=m94?
monitors=*s! path=s user=s secretFile=s secretRef=m94? readOnly=b
datasetName=s datasetUUID=s
items=*m103 defaultMode=i? defaultUser=i?@37-
path=s! fieldRef=m104? resourceFieldRef=m105? mode=i? user=i?@37-
apiVersion=s fieldPath=s!
containerName=s resource=s! divisor=Q!
targetWWNs=*s lun=i? fsType=s readOnly=b wwids=*s
secretName=s! shareName=s! readOnly=b
=m94~ items=*m91 defaultMode=i? optional=b? defaultUser=i?@37-
volumePath=s! fsType=s storagePolicyName=s storagePolicyID=s
registry=s! volume=s! readOnly=b user=s group=s tenant=s
diskName=s! diskURI=s! cachingMode=s? fsType=s? readOnly=b? kind=s?
pdID=s! fsType=s
sources=*m114! defaultMode=i? defaultUser=i?@37-
secret=m115? downwardAPI=m116? configMap=m115? serviceAccountToken=m117? clusterTrustBundle=m118?@29- podCertificate=m119?@34-
=m94~ items=*m91 optional=4b?
items=*m103
audience=s expirationSeconds=i? path=s! user=i?@37-
name=s? signerName=s? labelSelector=m7? optional=5b? path=4s! user=6i?@37-
signerName=s keyType=s maxExpirationSeconds=i? credentialBundlePath=s keyPath=s certificateChainPath=s userAnnotations=%s@35- user=i?@37-
volumeID=s! fsType=s readOnly=b
gateway=s! system=s! secretRef=m94?! sslEnabled=b protectionDomain=s storagePool=s storageMode=s volumeName=s fsType=s readOnly=b
volumeName=s volumeNamespace=s fsType=s readOnly=b secretRef=m94?
driver=s! readOnly=b? fsType=s? volumeAttributes=%s nodePublishSecretRef=m94?
volumeClaimTemplate=m125?
metadata=m1! spec=m126!
accessModes=*s selector=4m7? resources=2m127!@-28 resources=2m129!@29- volumeName=s storageClassName=5s? volumeMode=s? dataSource=m130? dataSourceRef=m130?@-25 dataSourceRef=8m131?@26- volumeAttributesClassName=s?@29-
limits=%Q requests=%Q claims=*m128@26-
name=s! request=s@31-
limits=%Q requests=%Q
apiGroup=s?! kind=s! name=s!
apiGroup=s?! kind=s! name=s! namespace=s?
reference=s pullPolicy=s
name=s! image=s command=*s args=*s workingDir=s ports=*m134 envFrom=19*m135 env=7*m137 resources=m127! resizePolicy=23*m141@27- restartPolicy=s?@28- restartPolicyRules=*m142@34- volumeMounts=9*m144 volumeDevices=21*m145 livenessProbe=10m146? readinessProbe=m146? startupProbe=22m146? lifecycle=12m153? terminationMessagePath=s terminationMessagePolicy=20s imagePullPolicy=14s securityContext=m156? stdin=b stdinOnce=b tty=b
name=s hostPort=i containerPort=i! protocol=s hostIP=s
prefix=s configMapRef=m136? secretRef=m136?
=m94~ optional=b?
name=s! value=s valueFrom=m138?
fieldRef=m104? resourceFieldRef=m105? configMapKeyRef=m139? secretKeyRef=m139? fileKeyRef=m140?@34-
=m94~ key=s! optional=b?
volumeName=s! path=s! key=s! optional=b?
resourceName=s! restartPolicy=s!
action=s exitCodes=m143?
operator=s values=*i
name=s! readOnly=b recursiveReadOnly=7s?@30- mountPath=3s! subPath=s mountPropagation=s? subPathExpr=s bindMountOptions=8*s@37-
name=s! devicePath=s!
=m147~ initialDelaySeconds=i timeoutSeconds=i periodSeconds=i successThreshold=i failureThreshold=i terminationGracePeriodSeconds=i?
exec=m148? httpGet=m149? tcpSocket=m151? grpc=m152?
command=*s
path=s port=I! host=s scheme=s httpHeaders=*m150 protocol=s?@37-
name=s! value=s!
port=I! host=s
port=i! service=s?! mode=s?@37-
postStart=m154? preStop=m154? stopSignal=s?@33-
exec=m148? httpGet=m149? tcpSocket=m151? sleep=m155?@29-
seconds=i!
capabilities=m157? privileged=b? seLinuxOptions=m158? windowsOptions=10m159? runAsUser=4i? runAsGroup=8i? runAsNonRoot=5b? readOnlyRootFilesystem=b? allowPrivilegeEscalation=b? procMount=9s? seccompProfile=11m160? appArmorProfile=m160?@30-
add=*s drop=*s
user=s role=s type=s level=s
gmsaCredentialSpecName=s? gmsaCredentialSpec=s? runAsUserName=s? hostProcess=b?
type=s! localhostProfile=s?
=m133~ targetContainerName=s
seLinuxOptions=m158? windowsOptions=8m159? runAsUser=2i? runAsGroup=6i? runAsNonRoot=3b? supplementalGroups=*i supplementalGroupsPolicy=12s?@31- fsGroup=5i? sysctls=7*m150 fsGroupChangePolicy=9s? seccompProfile=m160? appArmorProfile=m160?@30- seLinuxChangePolicy=13s?@32-
nodeAffinity=m164? podAffinity=m168? podAntiAffinity=m168?
requiredDuringSchedulingIgnoredDuringExecution=m165? preferredDuringSchedulingIgnoredDuringExecution=*m167
nodeSelectorTerms=*m166!
matchExpressions=*m8 matchFields=*m8
weight=i! preference=m166!
requiredDuringSchedulingIgnoredDuringExecution=*m169 preferredDuringSchedulingIgnoredDuringExecution=*m170
labelSelector=m7? namespaces=*s topologyKey=s! namespaceSelector=m7? matchLabelKeys=*s@29- mismatchLabelKeys=*s@29-
weight=i! podAffinityTerm=m169!
key=s operator=s value=s effect=s tolerationSeconds=i?
ip=s@-29 ip=1s!@30- hostnames=*s
nameservers=*s searches=*s options=*m174
name=s value=s?
conditionType=s!
maxSkew=i! topologyKey=s! whenUnsatisfiable=s! labelSelector=m7? minDomains=i? nodeAffinityPolicy=s?@25- nodeTaintsPolicy=s?@25- matchLabelKeys=*s@25-
name=s!
name=s! resourceClaimName=3s?@31- resourceClaimTemplateName=s?@31- source=2m179!@-30
resourceClaimName=s? resourceClaimTemplateName=s?
podGroupName=s?
name=s! priority=i?!
name=s! podGroup=s! podGroupReplicaKey=s
type=s rollingUpdate=m184?
maxUnavailable=I? maxSurge=I?
currentNumberScheduled=i! numberMisscheduled=i! desiredNumberScheduled=i! numberReady=i! observedGeneration=i updatedNumberScheduled=i numberAvailable=i numberUnavailable=i collisionCount=i? conditions=*m77
metadata=m1! spec=m187! status=m188!
replicas=i? selector=m7?! template=m81! strategy=m183! minReadySeconds=i revisionHistoryLimit=i? paused=b progressDeadlineSeconds=9i?
observedGeneration=i replicas=i updatedReplicas=i readyReplicas=7i availableReplicas=4i unavailableReplicas=i terminatingReplicas=9i?@33- conditions=6*m189 collisionCount=8i?
type=s! status=s! lastUpdateTime=6T! lastTransitionTime=T! reason=4s message=s
metadata=m1! spec=m191! status=m192!
replicas=i? minReadySeconds=4i selector=2m7?! template=m81!
replicas=i! fullyLabeledReplicas=i readyReplicas=4i availableReplicas=i terminatingReplicas=7i?@33- observedGeneration=3i conditions=6*m77
metadata=m1! spec=m194! status=m205!
replicas=i? selector=m7?! template=m81! volumeClaimTemplates=*m195 serviceName=s! podManagementPolicy=s updateStrategy=m201! revisionHistoryLimit=i? minReadySeconds=i persistentVolumeClaimRetentionPolicy=m203? ordinals=m204?@26-
metadata=m1! spec=m126! status=m196!
phase=s accessModes=*s capacity=%Q conditions=*m197 allocatedResources=%Q allocatedResourceStatuses=7%s@28- currentVolumeAttributesClassName=s?@29- modifyVolumeStatus=m198?@29- healthStatus=m199?@37- resizeStatus=6s?@-27
type=s! status=s! lastProbeTime=T! lastTransitionTime=T! reason=s message=s
targetVolumeAttributesClassName=s status=s!
healthConditions=*m200 lastTransitionTime=T!
status=s! reason=s! message=s
type=s rollingUpdate=m202?
partition=i? maxUnavailable=I?
whenDeleted=s whenScaled=s
start=i!
observedGeneration=i replicas=i! readyReplicas=i currentReplicas=i updatedReplicas=i currentRevision=s updateRevision=s collisionCount=9i? conditions=*m77 availableReplicas=i!
metadata=m1! spec=m207! status=m188!
replicas=i? selector=m7? template=m81! strategy=m183! minReadySeconds=i revisionHistoryLimit=i? paused=b rollbackTo=m208? progressDeadlineSeconds=i?
revision=i
metadata=m1! spec=m210! status=m211!
replicas=i
replicas=i! selector=%s targetSelector=s
metadata=m1! spec=m213! status=m214!
replicas=i? selector=m7? template=m81! volumeClaimTemplates=*m195 serviceName=s! podManagementPolicy=s updateStrategy=m201! revisionHistoryLimit=i? minReadySeconds=i persistentVolumeClaimRetentionPolicy=m203? ordinals=m204?@26-
observedGeneration=i? replicas=i! readyReplicas=i currentReplicas=i updatedReplicas=i currentRevision=s updateRevision=s collisionCount=9i? conditions=*m77 availableReplicas=i!
metadata=m1! status=m216!
userInfo=m217!
username=s uid=s groups=*s extra=%Ls
metadata=m1! spec=m219! status=m221!
audiences=*s! expirationSeconds=4i?! boundObjectRef=3m220?! attestations=5%Ls@37-
kind=s apiVersion=s name=s uid=s
token=s! expirationTimestamp=T!
metadata=m1! spec=m223! status=m224!
token=s audiences=*s
authenticated=b user=m217! audiences=4*s error=3s
metadata=m1! spec=m226! status=m230!
resourceAttributes=m227? nonResourceAttributes=m229? user=s groups=*s extra=%Ls uid=s
namespace=s verb=s group=s version=s resource=s subresource=s name=s fieldSelector=m228?@31- labelSelector=m228?@31-
rawSelector=s requirements=*m8
path=s verb=s
allowed=b! denied=4b reason=2s evaluationError=s
metadata=m1! spec=m232! status=m230!
resourceAttributes=m227? nonResourceAttributes=m229?
metadata=m1! spec=m234! status=m235!
namespace=s
resourceRules=*m236! nonResourceRules=*m237! incomplete=b! evaluationError=s
verbs=*s! apiGroups=*s resources=*s resourceNames=*s
verbs=*s! nonResourceURLs=*s
metadata=m1! spec=m239! status=m230!
resourceAttributes=m227? nonResourceAttributes=m229? user=s group=*s extra=%Ls uid=s
metadata=m1! spec=m241! status=m243!
scaleTargetRef=m242! minReplicas=i? maxReplicas=i! targetCPUUtilizationPercentage=i?
kind=s! name=s! apiVersion=s
observedGeneration=i? lastScaleTime=T? currentReplicas=i! desiredReplicas=i! currentCPUUtilizationPercentage=i?
metadata=m1! spec=m210! status=m245!
replicas=i! selector=s
metadata=m1! spec=m247! status=m258!
scaleTargetRef=m242! minReplicas=i? maxReplicas=i! metrics=*m248 behavior=m255?
type=s! object=m249? pods=m252? resource=m253? containerResource=7m254? external=5m252?
describedObject=m242! target=m250! metric=m251!
type=s! value=Q? averageValue=Q? averageUtilization=i?
name=s! selector=m7?
metric=m251! target=m250!
name=s! target=m250!
name=s! target=m250! container=s!
scaleUp=m256? scaleDown=m256?
stabilizationWindowSeconds=3i? selectPolicy=1s? policies=*m257 tolerance=4Q?@33-
type=s! value=i! periodSeconds=i!
observedGeneration=i? lastScaleTime=T? currentReplicas=i desiredReplicas=i! currentMetrics=*m259! conditions=*m265
type=s! object=m260? pods=m262? resource=m263? containerResource=7m264? external=5m262?
metric=m251! current=m261! describedObject=m242!
value=Q? averageValue=Q? averageUtilization=i?
metric=m251! current=m261!
name=s! current=m261!
name=s! current=m261! container=s!
type=s! status=s! lastTransitionTime=T! reason=s message=s observedGeneration=i?@37-
metadata=m1! spec=m267! status=m274!
scaleTargetRef=m242! minReplicas=i? maxReplicas=i! metrics=*m268
type=s! object=m269? pods=m270? resource=m271? containerResource=7m272? external=5m273?
target=m242! metricName=s! targetValue=Q! selector=m7? averageValue=Q?
metricName=s! targetAverageValue=Q! selector=m7?
name=s! targetAverageUtilization=i? targetAverageValue=Q?
name=s! targetAverageUtilization=i? targetAverageValue=Q? container=s!
metricName=s! metricSelector=m7? targetValue=Q? targetAverageValue=Q?
observedGeneration=i? lastScaleTime=T? currentReplicas=i! desiredReplicas=i! currentMetrics=*m275! conditions=*m77!
type=s! object=m276? pods=m277? resource=m278? containerResource=7m279? external=5m280?
target=m242! metricName=s! currentValue=Q! selector=m7? averageValue=Q?
metricName=s! currentAverageValue=Q! selector=m7?
name=s! currentAverageUtilization=i? currentAverageValue=Q!
name=s! currentAverageUtilization=i? currentAverageValue=Q! container=s!
metricName=s! metricSelector=m7? currentValue=Q! currentAverageValue=Q?
metadata=m1! spec=m282! status=m285!
scaleTargetRef=m242! minReplicas=i? maxReplicas=i! metrics=*m248 behavior=m283?
scaleUp=m284? scaleDown=m284?
stabilizationWindowSeconds=3i? selectPolicy=1s? policies=*m257
observedGeneration=i? lastScaleTime=T? currentReplicas=i! desiredReplicas=i! currentMetrics=*m259! conditions=*m77!
metadata=m1! spec=m287! status=m303!
schedule=s! timeZone=8s? startingDeadlineSeconds=2i? concurrencyPolicy=s suspend=b? jobTemplate=m288! successfulJobsHistoryLimit=i? failedJobsHistoryLimit=i?
metadata=m1! spec=m289!
parallelism=i? completions=i? activeDeadlineSeconds=i? podFailurePolicy=11m290?@25- successPolicy=16m294?@30- backoffLimit=7i? backoffLimitPerIndex=12i?@28- maxFailedIndexes=i?@28- selector=4m7? manualSelector=b? template=m81! ttlSecondsAfterFinished=8i? completionMode=s? suspend=b? podReplacementPolicy=14s?@28- managedBy=s?@30- scheduling=17m296?@37-
rules=*m291!
action=s! onExitCodes=m292?!@-28 onExitCodes=2m292?@29- onPodConditions=*m293!@-28 onPodConditions=3*m293@29-
containerName=s?!@-28 containerName=1s?@29- operator=s! values=*i!
type=s! status=s!
rules=*m295!
succeededIndexes=s? succeededCount=i?
schedulingPolicy=m297? schedulingConstraints=m299? disruptionMode=m301? resourceClaims=*m302
basic=m60? gang=m298?
minCount=i?
topology=*m300
key=s!
single=m60? all=m60?
name=s! resourceClaimName=s? resourceClaimTemplateName=s?
active=*m304 lastScheduleTime=4T? lastSuccessfulTime=T?
kind=s namespace=s name=s uid=s apiVersion=s resourceVersion=s fieldPath=s
metadata=m1! spec=m289! status=m306!
conditions=*m197 startTime=T? completionTime=T? active=i succeeded=i failed=i terminating=11i?@28- completedIndexes=7s failedIndexes=10s?@28- uncountedTerminatedPods=8m307? ready=i?
succeeded=*s failed=*s
metadata=m1! template=m288!
metadata=m1! spec=m310! status=m311!
request=y! signerName=7s! expirationSeconds=i? usages=5*s username=2s uid=s groups=*s extra=6%Ls
conditions=*m312 certificate=y
type=s! status=6s! reason=2s message=s lastUpdateTime=T! lastTransitionTime=T!
metadata=m1! spec=m314!
signerName=s trustBundle=s!
metadata=m1! spec=m316! status=m317!
signerName=s! podName=s! podUID=s! serviceAccountName=s! serviceAccountUID=s! nodeName=s! nodeUID=s! maxExpirationSeconds=i? stubPKCS10Request=12y! unverifiedUserAnnotations=11%s
conditions=*m29 certificateChain=s notBefore=4T? beginRefreshAt=T? notAfter=T?
metadata=m1! spec=m319! status=m317!
signerName=s! podName=s! podUID=s! serviceAccountName=s! serviceAccountUID=s! nodeName=s! nodeUID=s! maxExpirationSeconds=i? pkixPublicKey=y! proofOfPossession=y!
metadata=m1! spec=m321! status=m311!
request=y! signerName=7s? expirationSeconds=i? usages=5*s username=2s uid=s groups=*s extra=6%Ls
metadata=m1! spec=m323! status=m317!
signerName=s! podName=s! podUID=s! serviceAccountName=s! serviceAccountUID=s! nodeName=s! nodeUID=s! maxExpirationSeconds=i? pkixPublicKey=y! proofOfPossession=y! stubPKCS10Request=12y!@36- unverifiedUserAnnotations=11%s
metadata=m1! spec=m325!
holderIdentity=s? leaseDurationSeconds=i? acquireTime=U? renewTime=U? leaseTransitions=i? strategy=s?@31- preferredHolder=s?@31-
metadata=m1! spec=m327!
leaseName=s! pingTime=U? renewTime=U? binaryVersion=s emulationVersion=s preferredStrategies=*s
metadata=m1! spec=m329!
leaseName=s! pingTime=U? renewTime=U? binaryVersion=s! emulationVersion=s strategy=s
metadata=m1! addressType=4s! endpoints=2*m331! ports=*m334!
addresses=*s! conditions=m332! hostname=s? targetRef=m304? deprecatedTopology=%s nodeName=s? zone=s? hints=m333?
ready=b? serving=b? terminating=b?
forZones=*m177 forNodes=*m177@33-
name=s? protocol=s? port=i? appProtocol=s?
metadata=m1! addressType=4s! endpoints=2*m336! ports=*m334!
addresses=*s! conditions=m332! hostname=s? targetRef=m304? topology=%s nodeName=s? hints=m333?
metadata=m1! eventTime=U! series=m338? reportingController=s reportingInstance=s action=s reason=s regarding=m304! related=m304? note=s type=s deprecatedSource=m339! deprecatedFirstTimestamp=T! deprecatedLastTimestamp=T! deprecatedCount=i
count=i! lastObservedTime=U!
component=s host=s
metadata=m1! spec=m341! status=m185!
selector=m7? template=m81! updateStrategy=m183! minReadySeconds=i templateGeneration=i revisionHistoryLimit=i?
metadata=m1! spec=m343! status=m350!
ingressClassName=4s? backend=1m344? tls=*m345 rules=*m346
serviceName=s servicePort=I! resource=m130?
hosts=*s secretName=s
host=s =m347~
http=m348?
paths=*m349!
path=s pathType=3s? backend=2m344!
loadBalancer=m351!@-25 loadBalancer=1m354!@26-
ingress=*m352
ip=s hostname=s ipMode=s?@29- ports=*m353
port=i! protocol=s! error=s?
ingress=*m355
ip=s hostname=s ports=4*m353
metadata=m1! spec=m357! status=m363!@-27
podSelector=m7! ingress=*m358 egress=*m362 policyTypes=*s
ports=*m359 from=*m360
protocol=s? port=I? endPort=i?
podSelector=m7? namespaceSelector=m7? ipBlock=m361?
cidr=s! except=*s
ports=*m359 to=*m360
conditions=*m29
metadata=m1! spec=m365!
privileged=b defaultAddCapabilities=*s requiredDropCapabilities=*s allowedCapabilities=*s volumes=*s hostNetwork=b hostPorts=*m366 hostPID=b hostIPC=b seLinux=m367! runAsUser=m368! runAsGroup=22m368? supplementalGroups=12m369! fsGroup=m369! readOnlyRootFilesystem=b defaultAllowPrivilegeEscalation=b? allowPrivilegeEscalation=b? allowedHostPaths=*m370 allowedFlexVolumes=*m371 allowedCSIDrivers=23*m177 allowedUnsafeSysctls=19*s forbiddenSysctls=*s allowedProcMountTypes=*s runtimeClass=24m372?
min=i! max=i!
rule=s! seLinuxOptions=m158?
rule=s! ranges=*m366
rule=s ranges=*m366
pathPrefix=s readOnly=b
driver=s!
allowedRuntimeClassNames=*s! defaultRuntimeClassName=s?
metadata=m1! spec=m374! status=m192!
replicas=i? minReadySeconds=4i selector=2m7? template=m81!
metadata=m1! spec=m376! status=m383!
priorityLevelConfiguration=m177! matchingPrecedence=i! distinguisherMethod=m377? rules=*m378
type=s!
subjects=*m379! resourceRules=*m381 nonResourceRules=*m382
kind=s! user=m177? group=m177? serviceAccount=m380?
namespace=s! name=s!
verbs=*s! apiGroups=*s! resources=*s! clusterScope=b namespaces=*s!
verbs=*s! nonResourceURLs=6*s!
conditions=*m384
type=s status=s lastTransitionTime=T! reason=s message=s
metadata=m1! spec=m386! status=m383!
type=s! limited=m387? exempt=m390?
nominalConcurrencyShares=i?! limitResponse=m388! lendablePercent=i? borrowingLimitPercent=i?
type=s! queuing=m389?
queues=i! handSize=i! queueLengthLimit=i!
nominalConcurrencyShares=i? lendablePercent=i?
metadata=m1! spec=m392! status=m383!
type=s! limited=m393? exempt=m390?@28-
assuredConcurrencyShares=i! limitResponse=m388! lendablePercent=i?@26- borrowingLimitPercent=i?@26-
metadata=m1! spec=m395! status=m383!
type=s! limited=m396? exempt=m390?@28-
nominalConcurrencyShares=i! limitResponse=m388! lendablePercent=i? borrowingLimitPercent=i?
metadata=m1! spec=m60! status=m398!
storageVersions=*m399 commonEncodingVersion=s? conditions=*m400
apiServerID=s encodingVersion=s decodableVersions=*s servedVersions=*s@28-
type=s! status=s! observedGeneration=i lastTransitionTime=T! reason=s! message=s
metadata=m1! spec=m402! status=m405!
target=m403!
pod=m404?
name=s! uid=s!
conditions=*m29 observedGeneration=i? requesters=*m406 targetResponders=*m407 responders=*m408
name=s! intent=s!
name=s! priority=i?! state=s!
name=s! startTime=T? heartbeatTime=T? expectedCompletionTime=T? completionTime=T? message=s?
metadata=m1! spec=m410! status=m411!
target=m403! requester=s! intent=s!
conditions=*m29 observedGeneration=i?
metadata=m1! spec=m413!
parentRef=m414?
group=s resource=s namespace=s name=s
metadata=m1! spec=m416! status=m350!
ingressClassName=4s? defaultBackend=1m417? tls=*m345 rules=*m420
service=4m418? resource=3m130?
name=s! port=m419!
name=s number=i
host=s =m421~
http=m422?
paths=*m423!
path=s pathType=3s?! backend=2m417!
metadata=m1! spec=m425!
controller=s parameters=m426?
apiGroup=s? kind=s! name=s! scope=s?! namespace=s?
metadata=m1! spec=m428! status=m363!
cidrs=*s
metadata=m1! spec=m430!
nodeSelector=m165? perNodeHostBits=i! ipv4=s! ipv6=s!
metadata=m1! spec=m432!
parentRef=m433?
group=s resource=s namespace=s name=s uid=s@-28
metadata=m1! handler=s! overhead=m435? scheduling=m436?
podFixed=%Q
nodeSelector=%s tolerations=*m171
metadata=m1! spec=m438!
runtimeHandler=s! overhead=m435? scheduling=m436?
metadata=m1! deleteOptions=m440?
gracePeriodSeconds=i? preconditions=m441? orphanDependents=b? propagationPolicy=s? dryRun=*s ignoreStoreReadErrorWithClusterBreakingPotential=b?@32-
uid=s? resourceVersion=s?
metadata=m1! spec=m443! status=m444!
minAvailable=I? selector=m7? maxUnavailable=I? unhealthyPodEvictionPolicy=s?@26-
observedGeneration=i disruptedPods=%T disruptionsAllowed=i! currentHealthy=i! desiredHealthy=i! expectedPods=i! conditions=*m29
metadata=m1! rules=*m446! aggregationRule=m447?
verbs=*s! apiGroups=*s resources=*s resourceNames=*s nonResourceURLs=*s
clusterRoleSelectors=*m7
metadata=m1! subjects=*m449 roleRef=m450!
kind=s! apiGroup=s name=s! namespace=s
apiGroup=s! kind=s! name=s!
metadata=m1! rules=*m446!
metadata=m1! rules=*m453! aggregationRule=m447?
verbs=*s! apiGroups=3*s resources=*s resourceNames=*s nonResourceURLs=*s
metadata=m1! subjects=*m455 roleRef=m450!
kind=s! apiVersion=s name=s! namespace=s
metadata=m1! rules=*m453!
metadata=m1! spec=m458!
selectors=*m459 config=*m461 extendedResourceName=4s?
cel=m460?
expression=s!
=m462~
opaque=m463?
driver=s! parameters=R!
metadata=m1! spec=m465! status=m363!
deviceSelector=m466? taint=m467!
driver=2s? pool=s? device=s?
key=s! value=s effect=s! timeAdded=T?
metadata=m1! spec=m469! status=m477!
devices=m470!
requests=*m471! constraints=*m475 config=*m476
name=s! exactly=m472? firstAvailable=*m474
deviceClassName=s! selectors=*m459 allocationMode=s count=i adminAccess=b? tolerations=*m171 capacity=m473? derivedAttributes=*m12@37-
requests=%Q
name=s! deviceClassName=s! selectors=*m459 allocationMode=s count=i tolerations=*m171 capacity=m473? derivedAttributes=*m12@37-
requests=*s matchAttribute=s? distinctAttribute=s?
requests=*s =m462~
allocation=m478? reservedFor=*m482 devices=4*m483
devices=m479! nodeSelector=3m165? allocationTimestamp=5T?
results=*m480 config=*m481
request=s! driver=s! pool=s! device=s! adminAccess=b? tolerations=*m171 bindingConditions=*s bindingFailureConditions=*s shareID=s? consumedCapacity=%Q skipNodeOperations=*s@37-
source=s! requests=*s =m462~
apiGroup=s resource=3s! name=s! uid=s!
driver=s! pool=s! device=s! shareID=7s? conditions=4*m29! data=R? networkData=m484?
interfaceName=s ips=*s hardwareAddress=s
metadata=m1! spec=m486!
metadata=m1! spec=m469!
metadata=m1! spec=m488!
driver=s! pool=m489! nodeName=s? nodeSelector=m165? allNodes=b? devices=*m490!@-34 devices=6*m490@35- perDeviceNodeSelection=b? sharedCounters=*m501 partitionTypeAttribute=s?@37- skipNodeOperations=*s@37-
name=s! generation=i! resourceSliceCount=i!
name=s! attributes=%m491 capacity=%m492 consumesCounters=*m495 nodeName=s? nodeSelector=m165? allNodes=b? taints=*m467 bindsToNode=b? bindingConditions=*s bindingFailureConditions=*s allowMultipleAllocations=b? nodeAllocatableResources=14%m497@37- nodeAllocatableResourceMappings=13%m500@36
int=2i? bool=b? string=s? version=s? ints=*i@36- bools=*b@36- strings=*s@36- versions=*s@36-
value=Q! requestPolicy=m493?
default=Q?! validValues=3*Q validRange=m494?
min=Q? max=Q? step=Q?
counterSet=s! counters=%m496 compatibilityGroups=*s@37-
value=Q!
mapping=3m498? overhead=m499?
capacityKey=s? capacityMultiplier=Q? deviceMultiplier=Q?
perPod=Q? perContainer=Q?
capacityKey=s? allocationMultiplier=Q?
name=s! counters=%m496
metadata=m1! spec=m503! status=m504!
selectedNode=s potentialNodes=*s
resourceClaims=*m505
name=s unsuitableNodes=*s
metadata=m1! spec=m507! status=m509!
resourceClassName=s! parametersRef=m508? allocationMode=s
apiGroup=s kind=s! name=s!
driverName=s allocation=m510? reservedFor=*m482 deallocationRequested=b
resourceHandle=s availableOnNodes=m165? shareable=b
metadata=m1! spec=m512!
metadata=m1! spec=m507!
metadata=m1! driverName=s! parametersRef=m514? suitableNodes=m165?
apiGroup=s kind=s! name=s! namespace=s
metadata=m1! spec=m507! status=m516!
driverName=s allocation=m517? reservedFor=*m482 deallocationRequested=b
resourceHandles=*m518 availableOnNodes=m165? shareable=b
driverName=s data=s structuredData=5m519?@30-
vendorClassParameters=R! vendorClaimParameters=R! nodeName=4s results=*m520!
vendorRequestParameters=R! =m521~
namedResources=m177?
metadata=m1! generatedFrom=m508? shareable=b driverRequests=*m523
driverName=s vendorParameters=R! requests=*m524
vendorParameters=R! =m525~
namedResources=m526?
selector=s!
metadata=m1! driverName=s! parametersRef=m514? suitableNodes=m165? structuredParameters=b?@30-
metadata=m1! generatedFrom=m514? vendorParameters=*m529 filters=*m530
driverName=s parameters=R!
driverName=s =m525~
metadata=m1! nodeName=s driverName=s! =m532~
namedResources=m533?
instances=*m534!
name=s! attributes=*m535
name=s! =m536~
quantity=6Q? bool=2b? int=7i? intSlice=m537? string=5s? stringSlice=9m538? version=s?
ints=*i!
strings=*s!
metadata=m1! spec=m540!
selectors=*m459 config=*m461 suitableNodes=m165?@-31
metadata=m1! spec=m542! status=m363!@35-
deviceSelector=m543? taint=m467!
deviceClassName=s?@-34 driver=s? pool=s? device=s? selectors=*m459@-34
metadata=m1! spec=m503! status=m545!
resourceClaims=*m546
name=s! unsuitableNodes=*s
metadata=m1! spec=m548! status=m553!
devices=m549! controller=s@-31
requests=*m550! constraints=*m552 config=*m476
name=s! deviceClassName=s! selectors=*m459 allocationMode=s count=i adminAccess=b@-31 adminAccess=6b?@32- firstAvailable=*m551@33- tolerations=*m171@33-
name=s! deviceClassName=s! selectors=*m459 allocationMode=s count=i tolerations=7*m171
requests=*s matchAttribute=s?
allocation=m554? reservedFor=*m482 devices=4*m557@32- deallocationRequested=3b@-31
devices=m555! nodeSelector=3m165? controller=s@-31
results=*m556 config=*m481
request=s! driver=s! pool=s! device=s! adminAccess=b?!@32- tolerations=*m171@33-
driver=s! pool=s! device=s! conditions=*m29! data=R!@-32 data=5R?@33- networkData=m484?
metadata=m1! spec=m559!
metadata=m1! spec=m548!
metadata=m1! spec=m561! status=m562?
driver=s! poolName=s? limit=i? defaultPartitionTypeAttribute=s?@37-
poolCount=6i? pools=2*m563 conditions=*m29
driver=s poolName=s generation=9i! resourceSliceCount=8i? totalDevices=4i? allocatedDevices=i? availableDevices=i? unavailableDevices=i? nodeName=3s? validationError=10s? partitionSummary=*m564@37- shareableSummary=13m565?@37-
attribute=4s type=1s total=i? allocatable=i?
fullyAvailableDevices=i? partiallyAvailableDevices=i? capacity=*m566
name=s total=Q? consumed=Q? available=Q?
metadata=m1! spec=m568!
driver=s! pool=m489! nodeName=s nodeSelector=m165? allNodes=b devices=*m569! perDeviceNodeSelection=b?@33- sharedCounters=*m501@33-
name=s! basic=m570?
attributes=%m571 capacity=%Q consumesCounters=*m572@33- nodeName=s?@33- nodeSelector=m165?@33- allNodes=b?@33- taints=*m467@33-
int=2i? bool=b? string=s? version=s?
counterSet=s! counters=%m496
metadata=m1! spec=m574!
selectors=*m459 config=*m461 extendedResourceName=4s?@34-
metadata=m1! spec=m576! status=m581!
devices=m577!
requests=*m578! constraints=*m580 config=*m476
name=s! deviceClassName=s! selectors=*m459 allocationMode=s count=i adminAccess=b? firstAvailable=*m579@33- tolerations=*m171@33- capacity=m473?@34- derivedAttributes=*m12@37-
name=s! deviceClassName=s! selectors=*m459 allocationMode=s count=i tolerations=7*m171 capacity=m473?@34- derivedAttributes=*m12@37-
requests=*s matchAttribute=s? distinctAttribute=s?@34-
allocation=m582? reservedFor=*m482 devices=4*m585
devices=m583! nodeSelector=3m165? allocationTimestamp=5T?@34-
results=*m584 config=*m481
request=s! driver=s! pool=s! device=s! adminAccess=b?!@-33 adminAccess=5b?@34- tolerations=*m171@33- bindingConditions=*s@34- bindingFailureConditions=*s@34- shareID=s?@34- consumedCapacity=%Q@34- skipNodeOperations=*s@37-
driver=s! pool=s! device=s! shareID=7s?@34- conditions=4*m29! data=R!@-32 data=5R?@33- networkData=m484?
metadata=m1! spec=m587!
metadata=m1! spec=m576!
metadata=m1! spec=m589!
driver=s! pool=m489! nodeName=s nodeSelector=m165? allNodes=b devices=*m590!@-34 devices=6*m590@35- perDeviceNodeSelection=b?@33- sharedCounters=*m501@33- partitionTypeAttribute=s?@37- skipNodeOperations=*s@37-
name=s! basic=m591?
attributes=%m491 capacity=%m592 consumesCounters=*m495@33- nodeName=s?@33- nodeSelector=m165?@33- allNodes=b?@33- taints=*m467@33- bindsToNode=b?@34- bindingConditions=*s@34- bindingFailureConditions=*s@34- allowMultipleAllocations=b?@34- nodeAllocatableResources=14%m497@37- nodeAllocatableResourceMappings=12%m500@36
value=Q! requestPolicy=m493?@34-
metadata=m1! spec=m594! status=m599!
devices=m595!
requests=*m596! constraints=*m580 config=*m476
name=s! exactly=m597? firstAvailable=*m598
deviceClassName=s! selectors=*m459 allocationMode=s count=i adminAccess=b? tolerations=*m171 capacity=m473?@34- derivedAttributes=*m12@37-
name=s! deviceClassName=s! selectors=*m459 allocationMode=s count=i tolerations=*m171 capacity=m473?@34- derivedAttributes=*m12@37-
allocation=m600? reservedFor=*m482 devices=4*m603
devices=m601! nodeSelector=3m165? allocationTimestamp=5T?@34-
results=*m602 config=*m481
request=s! driver=s! pool=s! device=s! adminAccess=b?!@-33 adminAccess=5b?@34- tolerations=*m171 bindingConditions=*s@34- bindingFailureConditions=*s@34- shareID=s?@34- consumedCapacity=%Q@34- skipNodeOperations=*s@37-
driver=s! pool=s! device=s! shareID=7s?@34- conditions=4*m29! data=R? networkData=m484?
metadata=m1! spec=m605!
metadata=m1! spec=m594!
metadata=m1! spec=m607!
driver=s! pool=m489! nodeName=s? nodeSelector=m165? allNodes=b? devices=*m608!@-34 devices=6*m608@35- perDeviceNodeSelection=b? sharedCounters=*m501 partitionTypeAttribute=s?@37- skipNodeOperations=*s@37-
name=s! attributes=%m491 capacity=%m592 consumesCounters=*m495 nodeName=s? nodeSelector=m165? allNodes=b? taints=*m467 bindsToNode=b?@34- bindingConditions=*s@34- bindingFailureConditions=*s@34- allowMultipleAllocations=b?@34- nodeAllocatableResources=14%m497@37- nodeAllocatableResourceMappings=13%m500@36
metadata=m1! value=i! globalDefault=b description=s preemptionPolicy=s?
metadata=m1! spec=m611!
controllerRef=m508? podGroups=*m612!
name=s! policy=3m613!
basic=2m60? gang=m614?
minCount=i!
metadata=m1! spec=m616! status=m620!
podGroupTemplateRef=m617?! schedulingPolicy=m619! schedulingConstraints=m299? resourceClaims=*m302 disruptionMode=s? priorityClassName=s priority=i?
workload=m618?!
workloadName=s! podGroupTemplateName=s!
basic=m60? gang=m614?
conditions=*m29 resourceClaimStatuses=*m621
name=s! resourceClaimName=s?
metadata=m1! spec=m623!
controllerRef=m508? podGroupTemplates=*m624!
name=s! schedulingPolicy=m619! schedulingConstraints=m299?! resourceClaims=*m302 disruptionMode=s? priorityClassName=s priority=i?
metadata=m1! spec=m626! status=m363!
parentCompositePodGroupName=s? workloadRef=m627?! schedulingPolicy=m628! schedulingConstraints=m299? disruptionMode=m301? priorityClassName=s priority=i? preemptionPolicy=s?
workloadName=s! templateName=s!
basic=m60? gang=m629?
minGroupCount=i!
metadata=m1! spec=m631! status=m620!
parentCompositePodGroupName=s? workloadRef=m627? schedulingPolicy=m619! schedulingConstraints=m299? resourceClaims=*m302 disruptionMode=m301? priorityClassName=s priority=i? preemptionPolicy=s?
metadata=m1! spec=m633!
controllerRef=m508? podGroupTemplates=*m634! compositePodGroupTemplates=*m635
name=s! schedulingPolicy=m619! schedulingConstraints=m299?! resourceClaims=*m302 disruptionMode=m301? priorityClassName=s priority=i? preemptionPolicy=s?
name=s! schedulingPolicy=m628! schedulingConstraints=m299? disruptionMode=m301? priorityClassName=s priority=i? preemptionPolicy=s? podGroupTemplates=*m634 compositePodGroupTemplates=*m635
metadata=m1! spec=m637!
attachRequired=b? podInfoOnMount=b? volumeLifecycleModes=*s storageCapacity=b? fsGroupPolicy=s? tokenRequests=*m638 requiresRepublish=b? seLinuxMount=b?@25- nodeAllocatableUpdatePeriodSeconds=i?@33- serviceAccountTokenInSecrets=b?@35- preventPodSchedulingIfMissing=b?@36-
audience=s! expirationSeconds=i?
metadata=m1! spec=m640! status=m643!@37-
drivers=*m641!
name=s! nodeID=s! topologyKeys=*s! allocatable=m642?
count=i?
storageHealth=*m644
name=s! healthConditions=*m645
status=s! reason=s! message=s accessMode=s? volumeMode=s? lastTransitionTime=T!
metadata=m1! nodeTopology=m7? storageClassName=s! capacity=Q? maximumVolumeSize=Q?
metadata=m1! provisioner=s! parameters=%s reclaimPolicy=s? mountOptions=*s allowVolumeExpansion=b? volumeBindingMode=s? allowedTopologies=*m648
matchLabelExpressions=*m649
key=s! values=*s!
metadata=m1! spec=m651! status=m668!
attacher=s! source=m652! nodeName=s!
persistentVolumeName=s? inlineVolumeSpec=m653?
capacity=%Q =m654~ accessModes=*s claimRef=m304? persistentVolumeReclaimPolicy=s storageClassName=s mountOptions=*s volumeMode=s? nodeAffinity=m667? volumeAttributesClassName=s?@29-
gcePersistentDisk=m87? awsElasticBlockStore=m88? hostPath=m85? glusterfs=m655? nfs=m92? rbd=m656? iscsi=m658? cinder=m659? cephfs=m660? fc=m106? flocker=m101? flexVolume=m661? azureFile=m662? vsphereVolume=m109? quobyte=m110? azureDisk=m111? photonPersistentDisk=m112? portworxVolume=m120? scaleIO=m663? local=m664? storageos=m665? csi=m666?
endpoints=s! path=s! readOnly=b endpointsNamespace=s?
monitors=*s! image=s! fsType=s pool=s user=s keyring=s secretRef=m657? readOnly=b
name=s namespace=s
targetPortal=s! iqn=s! lun=i! iscsiInterface=s fsType=s readOnly=b portals=*s chapAuthDiscovery=b chapAuthSession=11b secretRef=10m657? initiatorName=12s?
volumeID=s! fsType=s readOnly=b secretRef=m657?
monitors=*s! path=s user=s secretFile=s secretRef=m657? readOnly=b
driver=s! fsType=s secretRef=m657? readOnly=b options=%s
secretName=s! shareName=s! readOnly=b secretNamespace=s?!
gateway=s! system=s! secretRef=m657?! sslEnabled=b protectionDomain=s storagePool=s storageMode=s volumeName=s fsType=s readOnly=b
path=s! fsType=s?
volumeName=s volumeNamespace=s fsType=s readOnly=b secretRef=m304?
driver=s! volumeHandle=s! readOnly=b fsType=s volumeAttributes=%s controllerPublishSecretRef=m657? nodeStageSecretRef=m657? nodePublishSecretRef=m657? controllerExpandSecretRef=m657? nodeExpandSecretRef=m657?@25-
required=m165?
attached=b! attachmentMetadata=%s attachError=m669? detachError=m669?
time=T! message=s errorCode=i?@33-
metadata=m1! driverName=s! parameters=%s
metadata=m1! spec=m672! status=m674!
resource=m673!
group=s! resource=s!
conditions=*m29 resourceVersion=s
metadata=m1! spec=m676! status=m678!
resource=m677! continueToken=s
group=s version=s resource=s
conditions=*m679 resourceVersion=s
type=s! status=s! lastUpdateTime=T! reason=s message=s
metadata=m1! target=m304!
metadata=m1! conditions=*m682
type=s! status=s! message=s error=s
metadata=m1! immutable=4b? data=2%s binaryData=%y
metadata=m1! subsets=*m685
addresses=*m686 notReadyAddresses=*m686 ports=*m687
ip=s! hostname=3s nodeName=s? targetRef=2m304?
name=s port=i! protocol=s appProtocol=s?
metadata=m1! involvedObject=m304! reason=s message=s source=m339! firstTimestamp=T! lastTimestamp=T! count=i type=s eventTime=U! series=m689? action=s related=m304? reportingComponent=s! reportingInstance=s!
count=i lastObservedTime=U!
metadata=m1! spec=m691!
limits=*m692!
type=s! max=%Q min=%Q default=%Q defaultRequest=%Q maxLimitRequestRatio=%Q
metadata=m1! spec=m694! status=m695!
finalizers=*s
phase=s conditions=*m696
type=s! status=s! lastTransitionTime=4T! reason=s message=s
metadata=m1! spec=m698! status=m702!
podCIDR=s podCIDRs=7*s providerID=3s unschedulable=b taints=*m467 configSource=m699? externalID=2s podPreemptionPolicy=8m701?@37-
configMap=2m700?
namespace=s! name=s! uid=s resourceVersion=s kubeletConfigKey=s!
disableResizePreemption=*s
capacity=%Q allocatable=%Q phase=s conditions=*m703 addresses=*m704 daemonEndpoints=m705! nodeInfo=m707! images=*m709 volumesInUse=*s volumesAttached=*m145 config=m710? runtimeHandlers=*m711@30- features=m713?@31- declaredFeatures=*s@35-
type=s! status=s! lastHeartbeatTime=T! lastTransitionTime=T! reason=s message=s
type=s! address=s!
kubeletEndpoint=m706!
Port=i!
machineID=s! systemUUID=s! bootID=s! kernelVersion=s! osImage=s! containerRuntimeVersion=s! kubeletVersion=s! kubeProxyVersion=s! operatingSystem=s! architecture=s! swap=m708?@33- runningInUserNamespace=b?@37-
capacity=i?
names=*s! sizeBytes=i
assigned=m699? active=m699? lastKnownGood=m699? error=s
name=s! features=m712?
recursiveReadOnlyMounts=b? userNamespaces=b?@31-
supplementalGroupsPolicy=b?
metadata=m1! spec=m653! status=m715!
phase=s message=s reason=s lastPhaseTransitionTime=T?@28-
metadata=m1! spec=m82! status=m717!
observedGeneration=17i@33- phase=1s conditions=*m718 message=s reason=s nominatedNodeName=11s hostIP=5s hostIPs=16*m719@28- podIP=6s podIPs=12*m719 startTime=7T? initContainerStatuses=10*m720 containerStatuses=8*m720 qosClass=s ephemeralContainerStatuses=13*m720 resize=s@27- resourceClaimStatuses=*m621@28- extendedResourceClaimStatus=18m732?@34- allocatedResources=%Q@35- resources=m127?@35- nodeAllocatableResourceClaimStatuses=*m734@36- volumeHealth=*m737@37-
type=s! observedGeneration=7i@33- status=2s! lastProbeTime=T! lastTransitionTime=T! reason=s message=s
ip=s@-29 ip=1s!@30-
name=s! state=m721! lastState=m721! ready=b! restartCount=i! image=s! imageID=s! containerID=s started=b? allocatedResources=%Q@27- resources=m127?@27- volumeMounts=*m725@30- user=m728?@31- allocatedResourcesStatus=*m730@31- stopSignal=s?@33-
waiting=m722? running=m723? terminated=m724?
reason=s message=s
startedAt=T!
exitCode=i! signal=i reason=s message=s startedAt=T! finishedAt=T! containerID=s
name=s! mountPath=s! readOnly=b recursiveReadOnly=s? volumeStatus=m726?@36-
image=m727?
imageRef=s
linux=m729?
uid=i! gid=i! supplementalGroups=*i
name=s! resources=*m731
resourceID=s! health=s message=6s?@36-
requestMappings=*m733! resourceClaimName=s!
containerName=s! resourceName=s! requestName=s!
resourceClaimName=s! containers=*s mapping=4*m735@37- overhead=*m736@37- resources=3%Q!@-36
name=s! quantity=Q?!
name=s! perPod=Q? perContainer=Q?
name=s! healthConditions=*m200 lastTransitionTime=T!
metadata=m1! status=m717!
metadata=m1! template=m81!
metadata=m1! range=s! data=y!
metadata=m1! spec=m742! status=m743!
replicas=i? minReadySeconds=4i selector=2%s template=m81?
replicas=i! fullyLabeledReplicas=i readyReplicas=4i availableReplicas=i observedGeneration=3i conditions=6*m77
metadata=m1! spec=m745! status=m748!
hard=%Q scopes=*s scopeSelector=m746?
matchExpressions=*m747
scopeName=s! operator=s! values=*s
hard=%Q used=%Q
metadata=m1! immutable=5b? data=2%y stringData=4%s type=3s
metadata=m1! spec=m751! status=m755!
ports=*m752 selector=%s clusterIP=s clusterIPs=18*s type=4s externalIPs=*s sessionAffinity=7s loadBalancerIP=s loadBalancerSourceRanges=*s externalName=s externalTrafficPolicy=s healthCheckNodePort=i publishNotReadyAddresses=b sessionAffinityConfig=m753? ipFamilies=19*s ipFamilyPolicy=17s? allocateLoadBalancerNodePorts=20b? loadBalancerClass=s? internalTrafficPolicy=s? trafficDistribution=s?@30-
name=s protocol=s appProtocol=6s? port=3i! targetPort=I! nodePort=i
clientIP=m754?
timeoutSeconds=i?
loadBalancer=m351! conditions=*m29
metadata=m1! secrets=*m304 imagePullSecrets=*m94 automountServiceAccountToken=b?
`;
