import type { BlendFile, GoldenExample } from './blend-file.ts';
import { BlendModel } from './blend-model.ts';

/** Examples in a file. */
const GOLDEN = 5;

/** The file with rows by which it is proved, taken from here and there. */
export function withGolden(file: Omit<BlendFile, 'golden'>, rows: readonly Float64Array[]): BlendFile {
  const model = BlendModel.trusted({ ...file, golden: [] });
  const every = Math.max(1, Math.floor(rows.length / GOLDEN));
  const golden: readonly GoldenExample[] = rows
    .filter((_, at) => at % every === 0)
    .slice(0, GOLDEN)
    .map((row) => ({
      features: Array.from(row, (value) => (Number.isNaN(value) ? null : value)),
      score: model.score(row),
    }));
  return { ...file, golden };
}
