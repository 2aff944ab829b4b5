import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { filesOf } from './cross-check.ts';
import type { Config } from './schema.ts';

/**
 * Short id of everything in the configuration that can change an answer: indices, pipelines, plugins,
 * segmentation and the contents of the files they name. Equal on every replica that runs the same.
 */
export function configVersion(config: Config): string {
  const { indices, pipelines, segmentation, plugins } = config;
  const hash = createHash('sha256');
  hash.update(
    JSON.stringify({
      indices: Object.entries(indices ?? {}).map(([name, index]) => [name, index.pipeline]),
      improvesAll: indices === undefined,
      pipelines,
      hmm: segmentation.hmm,
      plugins: Object.keys(plugins),
    }),
  );
  for (const [path, file] of filesOf(config)) {
    if (path[0] === 'elasticsearch') continue;
    hash.update(`\0${path.join('.')}\0`).update(readFileSync(file));
  }
  return hash.digest('hex').slice(0, 12);
}
