import { readFile } from 'node:fs/promises';
import { createEnglishCorrector, ENGLISH_THRESHOLDS } from './stages/understand/correct/english/corrector.ts';
import { openEnglishModel } from './stages/understand/correct/english/english-model.ts';
import { createProposer, type Proposer } from './stages/understand/correct/proposal.ts';

const ENGLISH_MODEL = new URL('../dictionaries/english.spelling.bin', import.meta.url);

let shipped: Promise<Proposer> | undefined;

/**
 * The correctors that come with the gateway. Their models are read once in a process, whatever is reloaded.
 * @throws GatewayError `config_invalid` for a damaged model
 */
export function loadProposer(): Promise<Proposer> {
  shipped ??= load();
  return shipped;
}

async function load(): Promise<Proposer> {
  const english = createEnglishCorrector(openEnglishModel(await readFile(ENGLISH_MODEL)));
  return createProposer([{ corrector: english, thresholds: ENGLISH_THRESHOLDS }]);
}
