import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Config } from '../../config/schema.ts';
import { GatewayError } from '../../errors.ts';
import { BlendModel } from '../../stages/rank/blend/blend-model.ts';
import { CommandError } from '../command.ts';
import type { OpenScorer } from '../eval/model-scorer.ts';
import type { PairModels } from './pair-models.ts';
import { openPairRows } from './pair-rows.ts';

/** A blend that scores pairs, with the models that its features ask for. @throws CommandError */
export async function openBlendScorer(file: string, models: PairModels, config: Config): Promise<OpenScorer> {
  const blend = openBlend(file);
  const rows = await openPairRows(blend.features, models, config);
  return {
    scorer: {
      name: `${basename(file)} (${blend.id})`,
      score: async (query, texts) =>
        (await rows.rows(blend.features, query, texts)).map((row) => blend.score(row)),
    },
    close: () => rows.close(),
  };
}

function openBlend(file: string): BlendModel {
  try {
    return BlendModel.open(readFileSync(file, 'utf8'));
  } catch (error) {
    const reason = error instanceof GatewayError ? error.message : (error as NodeJS.ErrnoException).code;
    throw new CommandError(`${file}: ${reason ?? 'it cannot be read'}`, 2);
  }
}
