import { readFile } from 'node:fs/promises';
import { ChineseModel } from './stages/understand/correct/chinese/chinese-model.ts';
import { CHINESE_THRESHOLDS, createChineseCorrector } from './stages/understand/correct/chinese/corrector.ts';
import { createPinyinCorrector, PINYIN_THRESHOLDS } from './stages/understand/correct/chinese/pinyin.ts';
import type { CatalogueVocabulary } from './stages/understand/correct/correction.ts';
import { createEnglishCorrector, ENGLISH_THRESHOLDS } from './stages/understand/correct/english/corrector.ts';
import { type EnglishModel, openEnglishModel } from './stages/understand/correct/english/english-model.ts';
import { createProposer, type Proposer } from './stages/understand/correct/proposal.ts';

const ENGLISH_MODEL = new URL('../dictionaries/english.spelling.bin', import.meta.url);
const CHINESE_MODEL = new URL('../dictionaries/chinese.spelling.bin', import.meta.url);

/** What correctors know of their languages. */
export interface SpellingModels {
  readonly english: EnglishModel;
  readonly chinese: ChineseModel;
}

let shipped: Promise<SpellingModels> | undefined;

/**
 * The models that come with the gateway, read once in a process, whatever is reloaded.
 * @throws GatewayError `config_invalid` for a damaged one
 */
export function loadSpellingModels(): Promise<SpellingModels> {
  shipped ??= read();
  return shipped;
}

async function read(): Promise<SpellingModels> {
  const [english, chinese] = await Promise.all([readFile(ENGLISH_MODEL), readFile(CHINESE_MODEL)]);
  return { english: openEnglishModel(english), chinese: new ChineseModel(chinese) };
}

/** The correctors of all languages, with the words of a catalogue where they are known. */
export function proposerFor(
  { english, chinese }: SpellingModels,
  vocabulary?: CatalogueVocabulary,
): Proposer {
  const options = vocabulary === undefined ? {} : { vocabulary };
  return createProposer([
    { corrector: createChineseCorrector(chinese, options), thresholds: CHINESE_THRESHOLDS },
    { corrector: createPinyinCorrector(chinese), thresholds: PINYIN_THRESHOLDS },
    { corrector: createEnglishCorrector(english, options), thresholds: ENGLISH_THRESHOLDS },
  ]);
}
