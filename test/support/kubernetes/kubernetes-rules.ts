/** Rules for manifests that no schema expresses; each violation is a problem. */
import { gatewayVariableNames } from '../../../gateway/config/variables';
import { serviceVariableNames } from '../../../subgraphs/kit/base/config';
import { podsOf, selects, settingsOf, type Container, type Manifest, type Overlay, type PodSpec } from './kubernetes';

/** Variables that the AWS SDK reads by itself. */
const credentials = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'];

/** The fields that the manifests use. Any other is a typing error, which Kubernetes would ignore silently. */
const knownFields = new Set(
  `apiVersion kind metadata name labels spec replicas selector matchLabels template automountServiceAccountToken
  enableServiceLinks terminationGracePeriodSeconds securityContext runAsNonRoot runAsUser runAsGroup fsGroup seccompProfile type
  topologySpreadConstraints maxSkew topologyKey whenUnsatisfiable labelSelector containers image command ports containerPort
  envFrom configMapRef env value valueFrom configMapKeyRef secretKeyRef key startupProbe livenessProbe readinessProbe httpGet path
  port periodSeconds timeoutSeconds failureThreshold resources requests limits allowPrivilegeEscalation readOnlyRootFilesystem
  capabilities drop volumeMounts mountPath readOnly volumes emptyDir sizeLimit secret secretName defaultMode configMap targetPort
  maxUnavailable backoffLimit ttlSecondsAfterFinished restartPolicy podSelector policyTypes ingress egress from to
  namespaceSelector ipBlock cidr protocol`.split(/\s+/),
);
/** Fields whose keys are free names. */
const free = new Set(['labels', 'matchLabels', 'requests', 'limits']);

function unknownFields(value: unknown, place: string): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([field, inner]) => {
    // The selector of a Service consists of the labels themselves.
    if (field === 'selector' && place.startsWith('Service ')) return [];
    const here = `${place}.${field}`;
    if (Array.isArray(value)) return unknownFields(inner, here);
    if (!knownFields.has(field)) return [`${here}: no field of a manifest`];
    return free.has(field) ? [] : unknownFields(inner, here);
  });
}

/** The problems of all manifests. */
export function problemsOf(manifests: Manifest[], overlay: Overlay): string[] {
  const pods = podsOf(manifests);
  const settings = settingsOf(overlay);
  return [
    ...manifests.flatMap((each) => unknownFields(each, `${each.kind} ${each.metadata.name}`)),
    ...pods.flatMap(({ kind, name, spec }) => [
      ...podProblems(name, spec),
      ...spec.containers.flatMap((each) => [
        ...containerProblems(name, each, kind === 'Deployment'),
        ...environmentProblems(name, each, settings),
        ...mountProblems(name, each, spec),
      ]),
    ]),
    ...policyProblems(manifests, overlay),
    ...availabilityProblems(manifests),
  ];
}

function podProblems(name: string, spec: PodSpec): string[] {
  const { runAsNonRoot, runAsUser, runAsGroup, fsGroup, seccompProfile } = spec.securityContext ?? {};
  const restricted =
    runAsNonRoot === true &&
    [runAsUser, runAsGroup, fsGroup].every((id) => id === 1000) &&
    (seccompProfile as { type?: string } | undefined)?.type === 'RuntimeDefault';
  return [
    ...(restricted ? [] : [`${name}: does not run as uid 1000 under the runtime's seccomp profile`]),
    ...(spec.automountServiceAccountToken === false ? [] : [`${name}: has a token of the cluster's API`]),
    ...['hostNetwork', 'hostPID', 'hostIPC'].filter((field) => spec[field]).map((field) => `${name}: ${field}`),
  ];
}

function containerProblems(name: string, container: Container, serves: boolean): string[] {
  const { resources = {}, securityContext = {}, ports = [] } = container;
  const { limits = {}, requests = {} } = resources;
  const dropped = (securityContext.capabilities as { drop?: string[]; add?: string[] } | undefined) ?? {};
  const probes = { startupProbe: 'live', livenessProbe: 'live', readinessProbe: 'ready' } as const;
  return [
    ...['cpu', 'memory'].flatMap((what) => [
      ...(limits[what] ? [] : [`${name}: no limit of ${what}`]),
      ...(requests[what] ? [] : [`${name}: asks for no ${what}`]),
    ]),
    ...(securityContext.allowPrivilegeEscalation === false ? [] : [`${name}: privileges may grow`]),
    ...(securityContext.readOnlyRootFilesystem === true ? [] : [`${name}: writes to its image`]),
    ...(dropped.drop?.includes('ALL') && !dropped.add ? [] : [`${name}: keeps capabilities`]),
    ...(serves ? Object.entries(probes) : []).flatMap(([probe, what]) => {
      const get = container[probe as keyof typeof probes]?.httpGet;
      const good = get?.path === `/health/${what}` && ports.some((port) => port.name === get.port);
      return good ? [] : [`${name}: ${probe} does not ask /health/${what} on a port of the container`];
    }),
  ];
}

/** Every variable is a known setting, has a source, and contains no secret. */
function environmentProblems(name: string, { env, envFrom = [] }: Container, settings: ReturnType<typeof settingsOf>) {
  const ofGateway = ['gateway', 'worker', 'migrate'].includes(name);
  const known = new Set([...(ofGateway ? gatewayVariableNames() : serviceVariableNames()), ...credentials]);
  const maps = envFrom.map(({ configMapRef }) => configMapRef?.name ?? '(a secret)');
  const names = [...env.map((each) => each.name), ...maps.flatMap((map) => Object.keys(settings.get(map) ?? {}))];
  return [
    ...names.filter((each) => !known.has(each)).map((each) => `${name}: ${each} is no setting`),
    ...names.filter((each, index) => names.indexOf(each) < index).map((each) => `${name}: ${each} is given twice`),
    ...maps.filter((map) => !settings.has(map)).map((map) => `${name}: no overlay gives ${map}`),
    ...env.flatMap(({ name: variable, value, valueFrom }) => {
      if (/PASSWORD|KEY|SECRET|TOKEN/.test(variable) && !variable.endsWith('_FILE') && !valueFrom?.secretKeyRef)
        return [`${name}: ${variable} is no reference to a secret`];
      const { name: map = '', key = '' } = valueFrom?.configMapKeyRef ?? {};
      if (map && settings.get(map)?.[key] === undefined) return [`${name}: no overlay gives ${key} of ${map}`];
      return value === undefined && !valueFrom ? [`${name}: ${variable} has no value`] : [];
    }),
    ...[...settings].flatMap(([map, given]) =>
      Object.entries(given)
        .filter(([, value]) => /\/\/[^/@\s]*:[^/@\s]*@/.test(value))
        .map(([key]) => `${map}: ${key} has a password in it`),
    ),
  ];
}

/** Files that variables name are mounted, and mounts have a volume; secrets are readable by their group only. */
function mountProblems(
  name: string,
  { env, volumeMounts = [], command }: Container,
  { volumes = [] }: PodSpec,
): string[] {
  const files = [...env.map(({ value = '' }) => value), ...command].filter((each) => /^\/(run|etc)\//.test(each));
  return [
    ...files
      .filter((file) => !volumeMounts.some(({ mountPath }) => file === mountPath || file.startsWith(`${mountPath}/`)))
      .map((file) => `${name}: ${file} is not mounted`),
    ...volumeMounts.flatMap(({ name: volume, readOnly }) => {
      const found = volumes.find((each) => each.name === volume);
      if (!found) return [`${name}: there is no volume ${volume}`];
      if (!found.emptyDir && !readOnly) return [`${name}: ${volume} can be written`];
      return [];
    }),
    ...volumes.flatMap((volume) => {
      if (volume.hostPath) return [`${name}: ${volume.name} is a folder of the node`];
      return volume.secret && volume.secret.defaultMode !== 0o440 ? [`${name}: ${volume.name} is open to all`] : [];
    }),
  ];
}

interface Rule {
  from?: Peer[];
  to?: Peer[];
  ports?: { port: number | string }[];
}
interface Peer {
  podSelector?: { matchLabels?: Record<string, string> };
  namespaceSelector?: object;
  ipBlock?: { cidr: string };
}

/** Everything is denied except what is named; every policy selects a pod; the overlay gives the addresses outside. */
function policyProblems(manifests: Manifest[], { patches }: Overlay): string[] {
  const pods = podsOf(manifests);
  const policies = manifests.filter(({ kind }) => kind === 'NetworkPolicy');
  const refusesAll = policies.some(
    ({ spec }) =>
      Object.keys(spec.podSelector ?? { x: 1 }).length === 0 &&
      String(spec.policyTypes) === 'Ingress,Egress' &&
      !spec.ingress &&
      !spec.egress,
  );
  const reached = new Set(pods.flatMap(({ labels }) => Object.keys(labels).filter((label) => /reach\//.test(label))));
  const allowed = new Set(policies.flatMap(({ spec }) => Object.keys(spec.podSelector?.matchLabels ?? {})));
  return [
    ...(refusesAll ? [] : ['no policy refuses what no other allows']),
    ...[...reached].filter((label) => !allowed.has(label)).map((label) => `no policy is about ${label}`),
    ...policies.flatMap(({ metadata: { name }, spec }) => {
      const rules = [...((spec.ingress as Rule[] | undefined) ?? []), ...((spec.egress as Rule[] | undefined) ?? [])];
      const peers = rules.flatMap(({ from = [], to = [] }) => [...from, ...to]);
      const patched = patches.some(({ target }) => target.kind === 'NetworkPolicy' && target.name === name);
      return [
        ...(pods.some(({ labels }) => selects(spec.podSelector ?? {}, labels)) ? [] : [`policy ${name}: no pod`]),
        ...(rules.every(({ ports = [] }) => ports.length > 0) ? [] : [`policy ${name}: any port`]),
        ...(rules.every(({ from, to }) => (from ?? to ?? []).length > 0) ? [] : [`policy ${name}: anybody`]),
        ...peers
          .filter(({ podSelector, namespaceSelector }) => podSelector && !namespaceSelector)
          .filter(({ podSelector = {} }) => !pods.some(({ labels }) => selects(podSelector, labels)))
          .map(() => `policy ${name}: a peer that is no pod`),
        ...(peers.some(({ ipBlock }) => ipBlock) && !patched ? [`policy ${name}: no overlay gives its address`] : []),
      ];
    }),
  ];
}

/** Everything that serves has two pods, of which at most one is down at a time, and a Service if another process calls it. */
function availabilityProblems(manifests: Manifest[]): string[] {
  const deployments = manifests.filter(({ kind }) => kind === 'Deployment');
  const about = (kind: string, labels: Record<string, string>) =>
    manifests
      .filter((each) => each.kind === kind && Object.keys(each.spec.selector ?? {}).length > 0)
      .filter(({ spec }) => {
        const selector = kind === 'Service' ? { matchLabels: spec.selector as Record<string, string> } : spec.selector;
        return selects(selector ?? {}, labels);
      });
  return deployments.flatMap(({ metadata: { name }, spec }) => {
    const labels = spec.template?.metadata.labels ?? {};
    const container = spec.template?.spec.containers[0];
    const [budget, ...others] = about('PodDisruptionBudget', labels);
    const services = about('Service', labels);
    const found = services.some(({ metadata, spec: { ports = [] } }) =>
      ports.some(
        ({ targetPort }) => metadata.name === name && container?.ports?.some((each) => each.name === targetPort),
      ),
    );
    return [
      ...((spec.replicas ?? 1) >= 2 ? [] : [`${name}: one pod alone`]),
      ...(budget?.spec.maxUnavailable === 1 && others.length === 0 ? [] : [`${name}: no disruption budget of its own`]),
      ...(selects(spec.selector ?? {}, labels) ? [] : [`${name}: selects other pods than its own`]),
      ...(found || name === 'worker' ? [] : [`${name}: no Service of its name finds it`]),
      // It continues to serve (DRAIN_MS, 5 s), then stops (25 s).
      ...((spec.template?.spec.terminationGracePeriodSeconds ?? 30) > 30 ? [] : [`${name}: is killed while it stops`]),
    ];
  });
}
