import { usualPipeline } from '../../domain/usual-pipeline.ts';
import { elasticsearchOptions } from '../../composition/elasticsearch-options.ts';
import type { Config } from '../../config/schema.ts';
import type { IndexDescription } from '../../domain/catalog.ts';
import { isTextType } from '../../domain/text-fields.ts';
import { createElasticsearch } from '../../elasticsearch/backend.ts';
import { SILENT } from '../silent.ts';
import { fault, type Finding, ok, warning } from './finding.ts';

const CLOCK = { now: () => performance.now() };
const NO_EVENTS = { retried() {}, ejected() {} };

/** Whether the mappings can be read, and the configured indices are there and hold text to search; nothing without a cluster. */
export async function checkIndices(config: Config): Promise<readonly Finding[]> {
  const names = Object.keys(config.indices ?? {});
  if (config.elasticsearch.nodes.length === 0) return [];
  const backend = createElasticsearch(
    elasticsearchOptions(config, { logger: SILENT, clock: CLOCK, events: NO_EVENTS }),
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
    if (names.length === 0) return [ok('mappings', health.detail)];
    return names.map((name) => indexFinding(name, backend.catalog.describe(name), config));
  } finally {
    await backend.close();
  }
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
