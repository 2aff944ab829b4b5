import { readFileSync } from 'node:fs';
import type { Readiness, SystemReport, WorkerReport } from '../admin-api/system.ts';
import type { Config } from '../config/schema.ts';
import { configVersion } from '../config/version.ts';

export interface SystemFacts extends Readiness {
  /** In force. */
  readonly config: Config;
  /** Processes that should serve. */
  readonly count: number;
  /** Of those that answered. */
  readonly reports: readonly WorkerReport[];
  readonly isDraining: () => boolean;
  readonly dataPort: () => number | null;
  uptimeSeconds(): number;
}

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  readonly version: string;
};

/** How the gateway and each of its processes fare, as the primary sees them. */
export function systemReport(facts: SystemFacts): SystemReport {
  const { config, count, reports, ready, dependencies } = facts;
  const { nodes } = config.elasticsearch;
  return {
    gateway: {
      version,
      node: process.version,
      pid: process.pid,
      uptimeSeconds: facts.uptimeSeconds(),
      draining: facts.isDraining(),
      dataPort: facts.dataPort(),
      configVersion: configVersion(config),
      engine: nodes.length === 0 ? 'embedded' : 'elasticsearch',
      nodes,
    },
    ready,
    dependencies,
    workers: Array.from(
      { length: count },
      (_, at): WorkerReport =>
        reports.find(({ worker }) => worker === at + 1) ?? { state: 'silent', worker: at + 1 },
    ),
  };
}
