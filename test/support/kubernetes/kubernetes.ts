/** The manifests of `deploy/kubernetes`, parsed and combined as far as tests need it. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import { projectRoot } from '../../../subgraphs/kit/base/project-root';

export interface Selector {
  matchLabels?: Record<string, string>;
}
export interface Container {
  name: string;
  image: string;
  command: string[];
  ports?: { name: string; containerPort: number }[];
  env: {
    name: string;
    value?: string;
    valueFrom?: { configMapKeyRef?: { name: string; key: string }; secretKeyRef?: { name: string; key: string } };
  }[];
  envFrom?: { configMapRef?: { name: string }; secretRef?: { name: string } }[];
  resources?: { requests?: Record<string, string>; limits?: Record<string, string> };
  securityContext?: Record<string, unknown>;
  volumeMounts?: { name: string; mountPath: string; readOnly?: boolean }[];
  startupProbe?: Probe;
  livenessProbe?: Probe;
  readinessProbe?: Probe;
}
interface Probe {
  httpGet?: { path: string; port: string };
}
export interface PodSpec {
  containers: Container[];
  initContainers?: Container[];
  securityContext?: Record<string, unknown>;
  automountServiceAccountToken?: boolean;
  terminationGracePeriodSeconds?: number;
  volumes?: {
    name: string;
    emptyDir?: object;
    secret?: { secretName: string; defaultMode?: number };
    configMap?: { name: string };
    hostPath?: object;
  }[];
  [field: string]: unknown;
}
export interface Manifest {
  apiVersion: string;
  kind: string;
  metadata: { name: string; labels?: Record<string, string> };
  spec: {
    replicas?: number;
    selector?: Selector & Record<string, unknown>;
    podSelector?: Selector;
    ports?: { name: string; port: number; targetPort: string }[];
    template?: { metadata: { labels: Record<string, string> }; spec: PodSpec };
    [field: string]: unknown;
  };
}
export interface Overlay {
  resources: string[];
  configMapGenerator: { name: string; literals?: string[]; files?: string[] }[];
  patches: { target: { kind: string; name: string }; patch: string }[];
  images: { name: string }[];
}

const folder = path.join(projectRoot(), 'deploy', 'kubernetes');
const base = path.join(folder, 'base');

/** The files of the base, and those that its kustomization lists. */
export const baseFiles = () => ({
  present: readdirSync(base).filter((name) => name !== 'kustomization.yaml'),
  listed: (parse(readFileSync(path.join(base, 'kustomization.yaml'), 'utf8')) as { resources: string[] }).resources,
});

/** Every manifest of the base, parsed anew. */
export const readManifests = (): Manifest[] =>
  baseFiles().listed.flatMap((name) =>
    parseAllDocuments(readFileSync(path.join(base, name), 'utf8')).map((document) => {
      if (document.errors[0]) throw document.errors[0];
      return document.toJS() as Manifest;
    }),
  );

export const readOverlay = (): Overlay =>
  parse(readFileSync(path.join(folder, 'overlays', 'example', 'kustomization.yaml'), 'utf8')) as Overlay;

/** The settings that an overlay gives to the pods, by config map and key. */
export const settingsOf = (overlay: Overlay): Map<string, Record<string, string>> =>
  new Map(
    overlay.configMapGenerator.map(({ name, literals = [] }) => [
      name,
      Object.fromEntries(
        literals.map((literal) => [literal.slice(0, literal.indexOf('=')), literal.slice(literal.indexOf('=') + 1)]),
      ),
    ]),
  );

/** Everything that runs pods. */
export const podsOf = (manifests: Manifest[]) =>
  manifests.flatMap(({ kind, metadata, spec }) =>
    spec.template
      ? [{ kind, name: metadata.name, labels: spec.template.metadata.labels, spec: spec.template.spec }]
      : [],
  );

/** Whether a selector matches pods with these labels. */
export const selects = ({ matchLabels = {} }: Selector, labels: Record<string, string>): boolean =>
  Object.entries(matchLabels).every(([name, value]) => labels[name] === value);
