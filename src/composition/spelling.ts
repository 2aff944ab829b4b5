import { readFile } from 'node:fs/promises';
import type { CatalogueDictionary } from '../stages/understand/catalogue/catalogue-dictionary.ts';
import { termKey } from '../stages/understand/catalogue/term-key.ts';
import { ChineseModel } from '../stages/understand/correct/chinese/chinese-model.ts';
import {
  CHINESE_THRESHOLDS,
  createChineseCorrector,
} from '../stages/understand/correct/chinese/corrector.ts';
import { createPinyinCorrector, PINYIN_THRESHOLDS } from '../stages/understand/correct/chinese/pinyin.ts';
import {
  CATALOGUE_THRESHOLDS,
  createCatalogueCorrector,
} from '../stages/understand/correct/catalogue/corrector.ts';
import { createLettersCorrector } from '../stages/understand/correct/catalogue/letters.ts';
import {
  createEnglishCorrector,
  ENGLISH_THRESHOLDS,
} from '../stages/understand/correct/english/corrector.ts';
import { type EnglishModel, openEnglishModel } from '../stages/understand/correct/english/english-model.ts';
import { createProposer, type Proposer } from '../stages/understand/correct/proposal.ts';

const ENGLISH_MODEL = new URL('../../dictionaries/english.spelling.bin', import.meta.url);
const CHINESE_MODEL = new URL('../../dictionaries/chinese.spelling.bin', import.meta.url);

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

/** The correctors of all languages, with what a catalogue says where there is a dictionary of it. */
export function proposerFor(
  { english, chinese }: SpellingModels,
  dictionary?: CatalogueDictionary,
): Proposer {
  const options = dictionary === undefined ? {} : { vocabulary: dictionary };
  const propose = createProposer([
    ...(dictionary === undefined
      ? []
      : [
          { corrector: createCatalogueCorrector(chinese, dictionary), thresholds: CATALOGUE_THRESHOLDS },
          { corrector: createLettersCorrector(chinese, dictionary), thresholds: CATALOGUE_THRESHOLDS },
        ]),
    { corrector: createChineseCorrector(chinese, options), thresholds: CHINESE_THRESHOLDS },
    { corrector: createPinyinCorrector(chinese), thresholds: PINYIN_THRESHOLDS },
    { corrector: createEnglishCorrector(english, options), thresholds: ENGLISH_THRESHOLDS },
  ]);
  if (dictionary === undefined) return propose;
  // What the catalogue says, or people ask for again and again, in these very words is right.
  return (text) => (dictionary.has(termKey(text)) ? undefined : propose(text));
}
