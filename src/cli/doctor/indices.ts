import { usualPipeline } from '../../domain/usual-pipeline.ts';
import { elasticsearchOptions } from '../../composition/elasticsearch-options.ts';
import type { Config } from '../../config/schema.ts';
import { type IndexDescription, isOrdinary } from '../../domain/catalog.ts';
import { isTextType } from '../../domain/text-fields.ts';
import { createElasticsearch } from '../../elasticsearch/backend.ts';
import { SILENT } from '../silent.ts';
import { fault, type Finding, ok, warning } from './finding.ts';
import { isGateway, urlFromHere } from './machine.ts';
import { checkVectors } from './vectors.ts';

const CLOCK = { now: () => performance.now() };
const NO_EVENTS = { retried() {}, ejected() {} };

/**
 * Whether the mappings can be read, the configured indices are there and hold text to search, and vectors are of encoders
 * that are here. The embedded engine's data belong to the gateway that runs on them: it is asked, and without one nothing
 * is said.
 */
export async function checkIndices(config: Config): Promise<readonly Finding[]> {
  const names = Object.keys(config.indices ?? {});
  const { nodes } = config.elasticsearch;
  const asked = nodes.length > 0 ? nodes : await embeddedNodes(config);
  if (asked.length === 0) return [];
  const elasticsearch = { ...config.elasticsearch, nodes: asked };
  const backend = createElasticsearch(
    elasticsearchOptions({ ...config, elasticsearch }, { logger: SILENT, clock: CLOCK, events: NO_EVENTS }),
  );
  try {
    await backend.refresh();
    const [health] = backend.health();
    if (health?.state !== 'up') {
      const advice =
        health?.state === 'down'
          ? 'they are read when a node answers: see above'
          : 'searches are improved by what each request says alone; see elasticsearch.account';
      return [warning('mappings', health?.detail ?? 'not known', advice)];
    }
    const { catalog } = backend;
    const improved = (
      names.length > 0 ? names : catalog.names().filter((name) => isOrdinary(name, catalog.describe(name)))
    )
      .map((name) => catalog.describe(name))
      .filter((index) => index !== undefined);
    const findings =
      names.length === 0
        ? [ok('mappings', health.detail)]
        : names.map((name) => indexFinding(name, catalog.describe(name), config));
    return [...findings, ...(await checkVectors(config, improved))];
  } finally {
    await backend.close();
  }
}

async function embeddedNodes({ server }: Config): Promise<readonly string[]> {
  const { host, port, adminHost, adminPort } = server;
  return port !== 0 && (await isGateway(adminHost, adminPort)) ? [urlFromHere(host, port)] : [];
}

function indexFinding(name: string, index: IndexDescription | undefined, config: Config): Finding {
  const about = `index ${name}`;
  if (index === undefined)
    return fault(about, 'is not there', 'check its name under indices, and the rights of the account');
  const types = [...index.fields.values()].map(({ type }) => type);
  const texts = types.filter(isTextType).length;
  if (texts === 0)
    return warning(about, 'has no text field', 'searches on it find nothing to improve: map one as text');
  const vectors = types.filter((type) => type === 'dense_vector').length;
  const usual = usualPipeline(index.meta, new Map(Object.entries(config.pipelines)));
  const stages = config.pipelines[config.indices?.[name]?.pipeline ?? usual]?.stages ?? [];
  const detail = `${texts} text fields, ${vectors} of vectors`;
  const wantsVectors = stages.some((stage) => stage.name === 'knn');
  if (wantsVectors && !('encoder' in index.meta)) {
    return warning(
      about,
      `${detail}; its pipeline has the leg knn, its mapping names no encoder`,
      'docs/hybrid.md says how',
    );
  }
  return ok(about, detail);
}
