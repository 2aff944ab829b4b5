import { readFileSync } from 'node:fs';
import type {
  CatalogueVocabulary,
  Corrector,
  OutcomeThresholds,
} from '../../stages/understand/correct/correction.ts';
import { outcomeOf } from '../../stages/understand/correct/correction.ts';
import {
  createEnglishCorrector,
  ENGLISH_THRESHOLDS,
} from '../../stages/understand/correct/english/corrector.ts';
import { openEnglishModel } from '../../stages/understand/correct/english/english-model.ts';

/** The text as it would be searched: corrected where the gateway is sure enough to put another in its place. */
export type Replacer = (text: string) => string;

const HAN = /\p{Script=Han}/u;
const ENGLISH_MODEL = new URL('../../../dictionaries/english.spelling.bin', import.meta.url);

/** The correctors as they are shipped: texts with Chinese characters go to the Chinese one, others to the English. */
export function shippedReplacer(vocabulary: CatalogueVocabulary | undefined): Replacer {
  const options = vocabulary === undefined ? {} : { vocabulary };
  const english = createEnglishCorrector(openEnglishModel(readFileSync(ENGLISH_MODEL)), options);
  const replaceEnglish = replacer(english, ENGLISH_THRESHOLDS);
  return (text) => (HAN.test(text) ? text : replaceEnglish(text));
}

function replacer(corrector: Corrector, thresholds: OutcomeThresholds): Replacer {
  return (text) => {
    const [best] = corrector.correct(text).candidates;
    if (best === undefined) return text;
    return outcomeOf(best.confidence, thresholds) === 'replace' ? best.text : text;
  };
}
