import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse, parseAllDocuments } from 'yaml';
import { drainDelayMs } from '../../src/config/drain-delay.ts';
import { loadConfig } from '../../src/config/load.ts';
import { unknownIn } from './promql.ts';
import { complaintsOfModule, testWithSchemas } from './schemas.ts';

/** What serving processes may take to close files, beyond their grace. */
const CLOSE_MS = 5000;
const FOLDER = 'deploy/kubernetes';
const read = (file: string): string => readFileSync(join(FOLDER, file), 'utf8');
/** Read by others than Kubernetes. */
const OTHERS = ['kustomization.yaml', 'prometheus-adapter.values.yaml'];
const files = readdirSync(FOLDER).filter((file) => !OTHERS.includes(file));

interface Named {
  readonly name: string;
}
interface Container {
  readonly image: string;
  readonly ports: readonly (Named & { readonly containerPort: number })[];
  readonly env: readonly (Named & { readonly valueFrom?: { readonly secretKeyRef?: Key } })[];
  readonly resources: object;
  readonly securityContext: object;
  readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string }[];
  readonly [probe: `${string}Probe`]: { readonly httpGet: { readonly path: string; readonly port: string } };
}
interface Key extends Named {
  readonly key: string;
}
interface Items extends Named {
  readonly items?: readonly { readonly key: string; readonly path: string }[];
}
interface Manifest {
  readonly kind: string;
  readonly metadata: Named & { readonly namespace?: string };
  readonly data?: Readonly<Record<string, string>>;
  readonly stringData?: Readonly<Record<string, string>>;
  readonly spec: {
    readonly selector?: { readonly matchLabels?: object };
    readonly podSelector?: { readonly matchLabels: object };
    readonly ports?: readonly { readonly targetPort: string }[];
    readonly minReplicas?: number;
    readonly metrics?: readonly { readonly pods?: { readonly metric: Named } }[];
    readonly template: {
      readonly metadata: { readonly labels: object };
      readonly spec: {
        readonly terminationGracePeriodSeconds: number;
        readonly securityContext: object;
        readonly containers: readonly [Container];
        readonly volumes: readonly (Named & {
          readonly projected?: {
            readonly sources: readonly { readonly configMap?: Items; readonly secret?: Items }[];
          };
        })[];
      };
    };
  };
}

const manifests = files.flatMap((file) =>
  parseAllDocuments(read(file)).map((document) => document.toJS() as Manifest),
);
const ofKind = (kind: string): readonly Manifest[] => manifests.filter((one) => one.kind === kind);
const [deployment] = ofKind('Deployment');
const { labels } = deployment!.spec.template.metadata;
const pod = deployment!.spec.template.spec;
const [container] = pod.containers;

/** What is mounted as configuration, by its path in that folder. */
function configuration(): ReadonlyMap<string, string> {
  const sources = pod.volumes.find(({ name }) => name === 'configuration')!.projected!.sources;
  const entries = sources.flatMap(({ configMap, secret }) => {
    const { name, items } = (configMap ?? secret)!;
    const kind = configMap === undefined ? 'Secret' : 'ConfigMap';
    const found = ofKind(kind).find(({ metadata }) => metadata.name === name)!;
    const values = (found.data ?? found.stringData)!;
    const wanted = items ?? Object.keys(values).map((key) => ({ key, path: key }));
    return wanted.map(({ key, path }) => [path, values[key]!] as const);
  });
  return new Map(entries);
}

describe('manifests for Kubernetes', () => {
  testWithSchemas('are what its schemas allow, to the last key (needs Python)', () => {
    const check = (file: string) => complaintsOfModule('kubernetes_validate', '--strict', '--quiet', file);
    for (const file of files)
      expect({ file, faults: check(join(FOLDER, file)) }).toEqual({ file, faults: '' });
    const folder = mkdtempSync(join(tmpdir(), 'relevance-kubernetes-'));
    try {
      writeFileSync(
        join(folder, 'broken.yaml'),
        read('deployment.yaml').replace('readinessProbe', 'redinessProbe'),
      );
      expect(check(join(folder, 'broken.yaml'))).toContain('redinessProbe');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('are all applied together, but for the secret', () => {
    const { resources } = parse(read('kustomization.yaml')) as { readonly resources: readonly string[] };
    expect(new Set(resources)).toEqual(new Set(files.filter((file) => file !== 'secret.example.yaml')));
    for (const { kind, metadata } of manifests)
      if (kind !== 'Namespace') expect(metadata.namespace).toBe(ofKind('Namespace')[0]!.metadata.name);
  });

  test('speak of the same pods and of ports that these have', () => {
    for (const { kind, spec } of manifests) {
      if (kind === 'Service') expect(spec.selector).toEqual(labels);
      if (kind === 'PodDisruptionBudget' || kind === 'Deployment')
        expect(spec.selector!.matchLabels).toEqual(labels);
      if (kind === 'NetworkPolicy') expect(spec.podSelector!.matchLabels).toEqual(labels);
      const ports = container.ports.map(({ name }) => name);
      if (kind === 'Service') for (const { targetPort } of spec.ports!) expect(ports).toContain(targetPort);
    }
  });

  test('probe what the admin port answers: alive is not ready', () => {
    expect(container.livenessProbe!.httpGet).toEqual({ path: '/healthz', port: 'admin' });
    expect(container.startupProbe!.httpGet).toEqual({ path: '/healthz', port: 'admin' });
    expect(container.readinessProbe!.httpGet).toEqual({ path: '/readyz', port: 'admin' });
  });

  test('give the pod no more rights than the standard “restricted” allows', () => {
    expect(pod.securityContext).toMatchObject({
      runAsNonRoot: true,
      seccompProfile: { type: 'RuntimeDefault' },
    });
    expect(container.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
    expect(container.resources).toMatchObject({ requests: { cpu: '2' }, limits: { cpu: '4' } });
  });

  test('mount a sound configuration, and give it time to drain', () => {
    const folder = mkdtempSync(join(tmpdir(), 'relevance-kubernetes-'));
    try {
      for (const [path, text] of configuration()) {
        mkdirSync(join(folder, path, '..'), { recursive: true });
        writeFileSync(join(folder, path), text);
      }
      const env = Object.fromEntries(
        container.env.map(({ name }) => [name, name === 'RELEVANCE_WORKERS' ? '4' : `value-of-${name}`]),
      );
      const { config } = loadConfig({ cwd: folder, env });
      expect(config.server.adminHost).toBe('0.0.0.0');
      expect(config.workers).toBe(4);
      // Both images listen on all addresses.
      const { drainGraceMs } = config.server;
      const stopMs = drainDelayMs({ ...config.server, host: '0.0.0.0' }) + drainGraceMs + CLOSE_MS;
      expect(pod.terminationGracePeriodSeconds * 1000).toBeGreaterThan(stopMs);
    } finally {
      rmSync(folder, { recursive: true });
    }
    const secret = ofKind('Secret')[0]!;
    for (const { valueFrom } of container.env) {
      const wanted = valueFrom?.secretKeyRef;
      if (wanted !== undefined)
        expect({ name: wanted.name, keys: Object.keys(secret.stringData!) }).toEqual({
          name: secret.metadata.name,
          keys: expect.arrayContaining([wanted.key]),
        });
    }
  });

  test('scale by metrics that exist, each made by the adapter', () => {
    const { rules } = parse(read('prometheus-adapter.values.yaml')) as {
      readonly rules: {
        readonly custom: readonly { readonly seriesQuery: string; readonly name: { readonly as: string } }[];
      };
    };
    const wanted = ofKind('HorizontalPodAutoscaler')[0]!.spec.metrics!.flatMap(
      ({ pods }) => pods?.metric.name ?? [],
    );
    expect(wanted.length).toBeGreaterThan(0);
    expect(rules.custom.map(({ name }) => name.as)).toEqual(wanted);
    for (const { seriesQuery } of rules.custom)
      expect(unknownIn(seriesQuery.replaceAll(/(namespace|pod)!=""/g, 'instance!=""'))).toEqual([]);
  });
});
